#include "tests/province/governance.h"

#include <algorithm>

#include "tests/province/chain_acts.h"
#include "tests/testing/world_oversight.h"
#include "tests/testing/world_standing.h"

namespace linkcert::province {
namespace {

// A firm that is a member leaves, one that is not joins; nothing else happens meanwhile.
void Move(const Stage& stage, Chain& chain, const std::string& firm, proto::CivilDate day) {
  const Act leave{
      .actor = "",
      .make =
          [stage, &chain, firm] {
            v1::Statement statement = testing::LeaveChain(stage.world, firm);
            statement.mutable_leave_chain()->set_chain(chain.id);
            const std::string& who = stage.dice.OnceIn(2) ? firm : chain.leader;
            return std::optional<Draft>(
                {.statement = std::move(statement), .signers = {stage.keys.One(who)}});
          },
      .then = [&chain, firm](const Draft&, const Logged&) { chain.members.erase(firm); }};
  Act join = Join(stage, chain, firm, v1::CHAIN_ROLE_PEER);
  join.actor = "";
  stage.agenda.On(day, {.actor = "", .make = [stage, &chain, firm, leave, join] {
                          stage.agenda.Next(chain.members.count(firm) > 0 ? leave : join);
                          return std::nullopt;
                        }});
}

// Whoever signs for the issuer meanwhile would sign with a key that ends, or is not known yet: so
// nobody does.
void Rotate(const Stage& stage, const Issuer& issuer, proto::CivilDate day) {
  const bool lost = stage.dice.OnceIn(4);
  const uint32_t person = stage.dice.Below(2);
  stage.agenda.On(day, {.actor = "", .make = [stage, &issuer, lost, person] {
                          const std::string old = stage.keys.Two(issuer.id)[person];
                          const std::string fresh = stage.keys.Next(old);
                          Draft draft{.statement = testing::RotateKey(stage.world, old, fresh),
                                      .signers = {"authority-2", fresh}};
                          if (!lost) draft.signers.push_back(old);
                          stage.keys.Replace(issuer.id, old, fresh);
                          return std::optional<Draft>(std::move(draft));
                        }});
}

// The second person goes, a third one comes.
void ChangePeople(const Stage& stage, const Issuer& issuer, proto::CivilDate day) {
  const std::string successor = KeyOf(issuer.id, 3);
  stage.agenda.On(day, Plain("", {"authority-1", successor}, [stage, &issuer, successor] {
                    return stage.world.AddKey(issuer.id, successor, AllPurposes());
                  }));
  stage.agenda.On(day, Plain("", {"authority-1"}, [stage, &issuer, successor] {
                    const std::string old = stage.keys.Two(issuer.id)[1];
                    stage.keys.Replace(issuer.id, old, successor);
                    return testing::RevokeKey(stage.world, old);
                  }));
}

// It recognises the chain's standard from level 3 on, as a grade of its own, and nothing else.
v1::Statement Policy(const Stage& stage, const Chain& chain, uint32_t version) {
  v1::RecognitionRule rule;
  rule.set_recognise(true);
  rule.set_standard(chain.standard);
  rule.set_ladder(testing::kLadder);
  rule.set_lowest_level(version == 1 ? 3 : 2);
  rule.set_own_ladder(kOwnLadder);
  rule.set_own_level(2);
  return testing::SetRecognitionPolicy(stage.world, version, {rule});
}

v1::Statement Post(const Stage& stage, const Chain& chain, uint32_t version) {
  v1::Statement statement = testing::SetPostRequirement(stage.world, version);
  v1::PostQualification& asked =
      *statement.mutable_set_post_requirement()->mutable_qualifications(0);
  *asked.mutable_occupation() = chain.occupation;
  return statement;
}

void Declare(const Stage& stage, const Chain& chain, const std::string& firm, uint32_t version,
             proto::CivilDate day) {
  const auto by = [&](auto make) {
    stage.agenda.On(day, {.actor = firm, .make = [stage, firm, make] {
                            return std::optional<Draft>(
                                {.statement = make(), .signers = {stage.keys.One(firm)}});
                          }});
  };
  by([stage, &chain, version] { return Policy(stage, chain, version); });
  by([stage, &chain, version] { return Post(stage, chain, version); });
}

}  // namespace

void PlanMemberships(const Stage& stage) {
  constexpr uint32_t kDays = 30;
  for (uint32_t day = 15; day < stage.shape.days(); day += kDays) {
    for (Chain& chain : stage.cast.chains) {
      const auto movable = static_cast<uint32_t>(chain.firms.size()) - 2;
      const std::string& firm = chain.firms[2 + stage.dice.Below(movable)];
      Move(stage, chain, firm,
           proto::AddDays(stage.shape.first_day, day + stage.dice.Below(kDays)));
    }
  }
}

// A second version half way; the first one goes some time after.
void PlanStandards(const Stage& stage) {
  for (Chain& chain : stage.cast.chains) {
    const proto::CivilDate day = stage.DayAt(stage.dice.Between(40, 60));
    PublishStandard(stage, chain, 2, day);
    const bool by_owner = stage.dice.OnceIn(2);
    stage.agenda.On(
        proto::AddDays(day, stage.Soon()),
        {.actor = "", .make = [stage, &chain, by_owner] {
           v1::Statement statement = testing::WithdrawStandard(stage.world);
           statement.mutable_withdraw_standard()->set_standard(chain.standard);
           const std::string signer = by_owner ? stage.keys.One(chain.leader) : "authority-1";
           return std::optional<Draft>({.statement = std::move(statement), .signers = {signer}});
         }});
  }
}

// Each issuer renews a key once; of every sixth a person leaves.
void PlanKeys(const Stage& stage) {
  for (size_t i = 0; i < stage.cast.issuers.size(); ++i) {
    const Issuer& issuer = stage.cast.issuers[i];
    const auto span =
        static_cast<uint32_t>(proto::DaysBetween(issuer.from, stage.shape.last_day)) - 5;
    Rotate(stage, issuer, proto::AddDays(issuer.from, 3 + stage.dice.Below(span)));
    if (i % 6 == 0) {
      ChangePeople(stage, issuer, proto::AddDays(issuer.from, 3 + stage.dice.Below(span)));
    }
  }
}

// Leaders and three firms of each chain say what they recognise, and say it anew later.
void PlanPolicies(const Stage& stage) {
  for (const Chain& chain : stage.cast.chains) {
    std::vector<std::string> firms = {chain.leader};
    firms.insert(firms.end(), chain.firms.begin(),
                 chain.firms.begin() + std::min<size_t>(3, chain.firms.size()));
    for (const std::string& firm : firms) {
      Declare(stage, chain, firm, 1, stage.DayAt(stage.dice.Between(5, 30)));
      if (stage.dice.OnceIn(2)) {
        Declare(stage, chain, firm, 2, stage.DayAt(stage.dice.Between(40, 90)));
      }
    }
  }
}

}  // namespace linkcert::province
