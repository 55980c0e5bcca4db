// What the authority does over the years: rule sets, rights, findings, sanctions.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "rules/rule_sets.h"
#include "tests/province/chain_acts.h"
#include "tests/province/governance.h"
#include "tests/testing/world_process.h"
#include "tests/testing/world_standing.h"

namespace linkcert::province {
namespace {

constexpr uint32_t kEvery = 40;  // of so many issuers one meets each kind of trouble

using Then = std::function<void(const Draft&, const Logged&)>;

Act ByAuthority(const std::string& actor, std::function<v1::Statement()> make, Then then = {}) {
  Act act = Plain(actor, {"authority-1"}, std::move(make));
  act.then = std::move(then);
  return act;
}

v1::Statement Named(v1::Statement statement, const Issuer& issuer) {
  if (statement.has_suspend_accreditation()) {
    statement.mutable_suspend_accreditation()->set_accreditation(issuer.accreditation);
  }
  if (statement.has_resume_accreditation()) {
    statement.mutable_resume_accreditation()->set_accreditation(issuer.accreditation);
  }
  if (statement.has_end_accreditation()) {
    statement.mutable_end_accreditation()->set_accreditation(issuer.accreditation);
  }
  return statement;
}

void ResumeLater(const Stage& stage, Issuer& issuer) {
  stage.agenda.On(
      stage.agenda.In(stage.dice.Between(7, 20)),
      ByAuthority(
          issuer.id,
          [stage, &issuer] { return Named(testing::ResumeAccreditation(stage.world), issuer); },
          [&issuer](const Draft&, const Logged&) { issuer.suspended = false; }));
}

// For 7 to 20 days.
Act Suspend(const Stage& stage, Issuer& issuer, std::function<v1::Statement()> make) {
  return ByAuthority(issuer.id, std::move(make), [stage, &issuer](const Draft&, const Logged&) {
    issuer.suspended = true;
    ResumeLater(stage, issuer);
  });
}

void SuspendRight(const Stage& stage, Issuer& issuer, proto::CivilDate day) {
  stage.agenda.On(day, Suspend(stage, issuer, [stage, &issuer] {
                    return Named(testing::SuspendAccreditation(stage.world), issuer);
                  }));
}

// A finding about the whole filing, and at once what follows from it.
void Find(const Stage& stage, const Issuer& issuer, v1::FindingKind kind, proto::CivilDate day,
          std::function<void(uint64_t)> then) {
  stage.agenda.On(day, ByAuthority(
                           issuer.id,
                           [stage, &issuer, kind] {
                             v1::Statement statement = testing::RecordFinding(stage.world);
                             statement.mutable_record_finding()->set_organisation(issuer.id);
                             statement.mutable_record_finding()->set_kind(kind);
                             return statement;
                           },
                           [then = std::move(then)](const Draft&, const Logged& logged) {
                             if (then) then(logged.index);
                           }));
}

void SanctionFiling(const Stage& stage, Issuer& issuer, proto::CivilDate day) {
  Find(stage, issuer, v1::FINDING_KIND_PROCEDURE, day, [stage, &issuer](uint64_t finding) {
    stage.agenda.Next(Suspend(stage, issuer, [stage, &issuer, finding] {
      v1::Statement statement =
          testing::ImposeSanction(stage.world, finding, v1::SANCTION_KIND_SUSPEND_FILING);
      statement.mutable_impose_sanction()->set_accreditation(issuer.accreditation);
      return statement;
    }));
  });
}

void Warn(const Stage& stage, const Issuer& issuer, proto::CivilDate day) {
  Find(stage, issuer, v1::FINDING_KIND_PROCEDURE, day, [stage, &issuer](uint64_t finding) {
    stage.agenda.Next(ByAuthority(issuer.id, [stage, finding] {
      return testing::ImposeSanction(stage.world, finding, v1::SANCTION_KIND_WARNING);
    }));
  });
}

// Nothing else happens meanwhile: panels are drawn without him from then on.
void BarAssessor(const Stage& stage, const Issuer& issuer, proto::CivilDate day) {
  Find(stage, issuer, v1::FINDING_KIND_ASSESSOR, day, [stage, &issuer](uint64_t finding) {
    Chain& chain = stage.ChainOf(issuer);
    const std::string assessor = chain.panel.front();
    stage.agenda.Next(ByAuthority("", [stage, finding, assessor] {
      v1::Statement statement =
          testing::ImposeSanction(stage.world, finding, v1::SANCTION_KIND_BAR_ASSESSOR);
      statement.mutable_impose_sanction()->set_assessor(assessor);
      return statement;
    }));
    chain.panel.pop_front();
  });
}

// A right of an earlier filing, which ends when the new one has taken its place.
void ReplaceFiling(const Stage& stage, const Issuer& issuer) {
  const std::string former = absl::StrCat("former-", issuer.id);
  const std::string code =
      absl::StrCat(issuer.filing_code.substr(0, 7), "9", issuer.filing_code.substr(8));
  stage.agenda.On(proto::AddDays(stage.shape.first_day, 1),
                  ByAuthority(issuer.id, [stage, &issuer, former, code] {
                    return Grant(stage, issuer, former, code);
                  }));
  stage.agenda.On(stage.DayAt(20), ByAuthority(issuer.id, [stage, former] {
                    v1::Statement statement = testing::EndAccreditation(stage.world);
                    statement.mutable_end_accreditation()->set_accreditation(former);
                    return statement;
                  }));
}

// No assessment of its own is under way any more.
void EndRight(const Stage& stage, const Issuer& issuer) {
  stage.agenda.On(issuer.to, ByAuthority(issuer.id, [stage, &issuer] {
                    return Named(testing::EndAccreditation(stage.world), issuer);
                  }));
}

// For the whole registry: passing almost everybody is unusual earlier than before.
void TightenRules(const Stage& stage) {
  Act act = Plain("", {"authority-1", "authority-2"}, [stage] {
    v1::RuleSet rules = rules::FullRuleSet();
    rules.set_pass_share_high(97);
    v1::Statement statement = testing::PublishRuleSet(stage.world, rules);
    statement.mutable_publish_rule_set()->mutable_rule_set()->set_version(3);
    return statement;
  });
  stage.agenda.On(stage.DayAt(55), std::move(act));
}

}  // namespace

void PlanOversight(const Stage& stage) {
  TightenRules(stage);
  ReplaceFiling(stage, stage.cast.issuers.front());
  for (size_t i = 0; i < stage.cast.issuers.size(); ++i) {
    Issuer& issuer = stage.cast.issuers[i];
    if (issuer.to != 0) EndRight(stage, issuer);
    const auto some_day = [&] { return stage.DayAt(stage.dice.Between(35, 75)); };
    if (issuer.from > stage.DayAt(30)) continue;  // not settled yet
    const size_t kind = i % kEvery;
    if (kind % 5 == 0) Find(stage, issuer, v1::FINDING_KIND_NO_OBJECTION, some_day(), nullptr);
    if (kind == 1) SuspendRight(stage, issuer, some_day());
    if (kind == 3) SanctionFiling(stage, issuer, some_day());
    if (kind == 4) Warn(stage, issuer, some_day());
    if (kind == 5) BarAssessor(stage, issuer, some_day());
  }
}

}  // namespace linkcert::province
