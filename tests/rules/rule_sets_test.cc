// Which rule sets are judged by, and which one issuing follows.
#include "rules/rule_sets.h"

#include <functional>

#include "tests/rules/issued_fixture.h"

namespace linkcert::rules {
namespace {

using RuleChange = std::function<void(v1::RuleSet&)>;

std::optional<proto::Reason> Reason(const RuleChange& change) {
  v1::RuleSet rule_set = DefaultRuleSet();
  change(rule_set);
  return proto::ReasonOf(CheckRuleSet(rule_set));
}

template <typename Numbers>
void Leave(Numbers* numbers, uint32_t out) {
  numbers->erase(std::find(numbers->begin(), numbers->end(), out));
}

TEST(RuleSetsTest, DefaultIsSupported) {
  EXPECT_THAT(CheckRuleSet(DefaultRuleSet()), testing::IsOk());
}

TEST(RuleSetsTest, FullRuleSetIsSupported) {
  EXPECT_THAT(CheckRuleSet(FullRuleSet()), testing::IsOk());
}

// A rule that asks for a step which nobody may log.
TEST(RuleSetsTest, RulesHaveTheActsThatTheyNeed) {
  for (uint32_t act : {126, 127, 128, 129, 130}) {
    v1::RuleSet rule_set = FullRuleSet();
    Leave(rule_set.mutable_acts(), act);
    EXPECT_EQ(proto::ReasonOf(CheckRuleSet(rule_set)), proto::Reason::kRuleSetUnsupported) << act;
  }
}

TEST(RuleSetsTest, RulesThatAreNeverOptional) {
  const v1::RuleSet usual = DefaultRuleSet();
  for (uint32_t rule : usual.rules()) {
    const bool optional = rule == 7 || rule == 9 || rule == 10 || rule == 26;
    const auto reason = Reason([&](auto& r) { Leave(r.mutable_rules(), rule); });
    EXPECT_EQ(reason == proto::Reason::kRuleSetUnsupported, !optional) << "R" << rule;
  }
}

TEST(RuleSetsTest, WhatNoRuleReadsIsRefused) {
  for (const RuleChange& change : std::vector<RuleChange>{
           [](auto& r) { r.add_acts(149); }, [](auto& r) { r.add_rules(15); },
           [](auto& r) { Leave(r.mutable_acts(), 101); }, [](auto& r) { r.clear_late_grant(); },
           [](auto& r) { r.set_publicity_days(5); }, [](auto& r) { r.set_panel_minimum(3); },
           [](auto& r) { r.set_panel_rotation(3); }, [](auto& r) { r.set_appointments(true); },
           [](auto& r) { r.add_special_routes(v1::ROUTE_DIRECT); },
           [](auto& r) { r.set_numbering(v1::NUMBERING_MODE_PROVINCE); }}) {
    EXPECT_EQ(Reason(change), proto::Reason::kRuleSetUnsupported);
  }
}

class RuleSetInForceTest : public IssuedTest {
 protected:
  std::string Publish(const RuleChange& change) {
    v1::Statement publish = world_.New();
    v1::RuleSet& rule_set = *publish.mutable_publish_rule_set()->mutable_rule_set();
    rule_set = DefaultRuleSet();
    rule_set.set_version(2);
    change(rule_set);
    return Outcome(publish, {"authority-1", "authority-2"});
  }
};

TEST_F(RuleSetInForceTest, GraceNeverExceedsGenesis) {
  EXPECT_EQ(Publish([](auto& r) { r.set_end_grace_days(31); }), "GRACE_EXCEEDS_GENESIS");
  EXPECT_EQ(Publish([](auto& r) {
              r.set_end_grace_days(31);
              r.set_province("32");
            }),
            "GRACE_EXCEEDS_GENESIS");
  EXPECT_EQ(Publish([](auto& r) { r.set_end_grace_days(30); }), "ADMITTED");
}

// A right without filing code follows the province in which its organisation is registered.
TEST_F(RuleSetInForceTest, EnterpriseRightFollowsItsProvince) {
  const auto one_day = [](auto& r) { r.set_issue_to_log_days(1); };
  testing::Unit old = MemberBatch([](auto& b) { b.set_issued_on(20260615); });
  world_.set_now_ms(world_.now_ms() + 2ull * 24 * 3600 * 1000);
  EXPECT_EQ(Publish([&](auto& r) {
              one_day(r);
              r.set_province("32");
            }),
            "ADMITTED");
  EXPECT_EQ(book_.Outcome(old), "ISSUE_DATE_TOO_OLD");
}

TEST_F(RuleSetInForceTest, OtherProvincesAreNotAsked) {
  testing::Unit old = MemberBatch([](auto& b) { b.set_issued_on(20260615); });
  world_.set_now_ms(world_.now_ms() + 2ull * 24 * 3600 * 1000);
  EXPECT_EQ(Publish([](auto& r) {
              r.set_issue_to_log_days(1);
              r.set_province("33");
            }),
            "ADMITTED");
  EXPECT_EQ(book_.Outcome(old), "ADMITTED");
}

TEST_F(RuleSetInForceTest, LateGrantMayBeAWarning) {
  EXPECT_EQ(Publish([](auto& r) { r.set_late_grant(v1::LATE_GRANT_WARN); }), "ADMITTED");
  v1::Statement plan = world_.Plan();
  plan.mutable_plan_batch()->set_exam_start(20260520);  // before the right was logged
  v1::Statement roster = world_.SealRoster(plan);
  Log(plan, {leader_});
  Log(roster, {leader_});
  world_.set_now_ms(world_.now_ms() + 9ull * 24 * 3600 * 1000);
  const auto admission = book_.Submit(world_.SignBatch(world_.Batch(plan, roster, 100), 7));
  ASSERT_THAT(admission, testing::IsOk());
  ASSERT_EQ(admission->warnings.size(), 1u);
  EXPECT_EQ(admission->warnings[0].reason, proto::Reason::kAccreditationGrantedLate);
}

}  // namespace
}  // namespace linkcert::rules
