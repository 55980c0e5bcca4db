#include "tests/province/aftermath.h"

#include "tests/testing/world_standing.h"

namespace linkcert::province {

const std::vector<Aftermath::Chance>& Aftermath::Stories() {
  static const std::vector<Chance> stories = {{&Aftermath::Correct, 1'600},
                                              {&Aftermath::Reissue, 800},
                                              {&Aftermath::SuspendAndReinstate, 800},
                                              {&Aftermath::SuspendAndRevoke, 300},
                                              {&Aftermath::VoidByAuthority, 30},
                                              {&Aftermath::SpoilNumbers, 200},
                                              {&Aftermath::Steal, 20},
                                              {&Aftermath::Erase, 500},
                                              {&Aftermath::RevokeByIssuer, 600},
                                              {&Aftermath::LeaveSuspended, 150},
                                              {&Aftermath::VoidByIssuer, 30}};
  return stories;
}

Aftermath::Story Aftermath::Draw() {
  if (plain_ < Stories().size()) return Stories()[plain_++].story;
  uint32_t lot = stage_.dice.Below(10'000);
  for (const Chance& chance : Stories()) {
    if (lot < chance.of_10000) return chance.story;
    lot -= chance.of_10000;
  }
  return &Aftermath::Nothing;
}

void Aftermath::Follow(const Issued& issued) {
  if (issued.awaits_companion) return;
  if (issued.companion_batch != 0) {
    if (dual_++ < 2 || stage_.dice.OnceIn(20)) Defraud(issued);
    return;
  }
  const Story story = Draw();
  (this->*story)(issued);
  const bool falls = story == &Aftermath::VoidByAuthority || story == &Aftermath::VoidByIssuer ||
                     story == &Aftermath::Steal;
  if (!falls) Supersede(issued);
}

Act Aftermath::ActOf(const Issued& issued, By by, Sign make, Then then) {
  Act act{.actor = issued.issuer->id,
          .make = [stage = stage_, issuer = issued.issuer, by, make = std::move(make)] {
            Draft draft{.statement = make(), .signers = {"authority-2"}};
            if (by == By::kOne) draft.signers = {stage.keys.One(issuer->id)};
            if (by == By::kTwo) draft.signers = stage.keys.Two(issuer->id);
            return std::optional<Draft>(std::move(draft));
          }};
  if (then) {
    act.then = [then = std::move(then)](const Draft&, const Logged& logged) { then(logged); };
  }
  return act;
}

void Aftermath::In(uint32_t days, const Issued& issued, By by, Sign make, Then then) {
  stage_.agenda.On(stage_.agenda.In(days), ActOf(issued, by, std::move(make), std::move(then)));
}

void Aftermath::Find(uint32_t days, const Issued& issued, v1::FindingKind kind, uint64_t begin,
                     std::function<void(uint64_t)> then) {
  In(
      days, issued, By::kAuthority,
      [this, issued, kind, begin] {
        v1::Statement statement =
            testing::RecordFinding(stage_.world, {{.begin = begin, .end = begin + 1}});
        statement.mutable_record_finding()->set_organisation(issued.issuer->id);
        statement.mutable_record_finding()->set_kind(kind);
        return statement;
      },
      [then = std::move(then)](const Logged& logged) { then(logged.index); });
}

void Aftermath::Renew(const Issued& issued, std::function<testing::Versions()> make,
                      std::function<void(const testing::Held&)> then) {
  stage_.agenda.On(
      stage_.agenda.In(stage_.Soon()),
      {.actor = issued.issuer->id,
       .make =
           [this, issuer = issued.issuer, make = std::move(make)] {
             testing::Versions versions = make();
             return std::optional<Draft>({.statement = std::move(versions.statement),
                                          .signers = stage_.keys.Two(issuer->id),
                                          .unit = std::move(versions.unit)});
           },
       .then =
           [this, then = std::move(then)](const Draft& draft, const Logged& logged) {
             stage_.ledger.NewVersions(static_cast<uint32_t>(draft.unit.leaves.size()));
             testing::Held held = testing::HeldOf(draft.unit, logged.index, 0);
             held.version = 2;
             if (then) then(held);
           }});
}

}  // namespace linkcert::province
