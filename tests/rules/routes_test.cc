// Special routes and appointments (R14).
#include "tests/rules/process_fixture.h"

namespace linkcert::rules {
namespace {

class RoutesTest : public ProcessTest {
 protected:
  void SetUp() override {
    ProcessTest::SetUp();
    v1::Statement grant = world_.GrantAccreditation();
    v1::GrantAccreditation& act = *grant.mutable_grant_accreditation();
    act.set_accreditation("xingchen-high");
    act.mutable_scope(0)->add_levels(7);
    act.add_routes(v1::ROUTE_DIRECT);
    Log(grant, authority_);
    v1::Statement standard = world_.PublishStandard();
    v1::PublishStandard& text = *standard.mutable_publish_standard();
    text.set_version(2);
    text.clear_cosigners_required();
    v1::StandardLevel& level = *text.add_levels();
    level = text.levels(0);
    level.set_ordinal(7);
    Log(standard, {leader_});
    v1::Statement file = world_.FileStandard();
    file.mutable_file_standard()->set_version(2);
    Log(file, authority_);
  }
  v1::Statement PlanOf(uint32_t level, v1::Route route) {
    v1::Statement plan = world_.Plan();
    plan.mutable_plan_batch()->set_accreditation("xingchen-high");
    plan.mutable_plan_batch()->set_standard_version(2);
    plan.mutable_plan_batch()->set_level(level);
    plan.mutable_plan_batch()->set_route(route);
    return plan;
  }
  // All steps, up to the batch.
  void Assess(uint32_t level, v1::Route route) {
    v1::Statement plan = PlanOf(level, route);
    MakePlan([&](v1::Statement& usual) { usual = plan; });
    Take(kSupervised);
  }
};

TEST_F(RoutesTest, RouteIsAllowedByTheRuleSet) {
  Assess(3, v1::ROUTE_DIRECT);
  v1::RuleSet rule_set = FullRuleSet();
  rule_set.clear_special_routes();
  Publish(rule_set);
  EXPECT_EQ(Judged(PlanOf(3, v1::ROUTE_DIRECT), {leader_}), "SCOPE_ROUTE_NOT_GRANTED");
  EXPECT_EQ(JudgedBatch([](auto& b) { b.set_basis_digest(std::string(32, 'b')); }),
            "SCOPE_ROUTE_NOT_GRANTED");
}

TEST_F(RoutesTest, RouteIsGranted) {
  EXPECT_EQ(Judged(PlanOf(3, v1::ROUTE_COMPETITION), {leader_}), "SCOPE_ROUTE_NOT_GRANTED");
  v1::Statement usual = PlanOf(3, v1::ROUTE_DIRECT);
  usual.mutable_plan_batch()->set_accreditation(testing::kAccreditation);
  EXPECT_EQ(Judged(usual, {leader_}), "SCOPE_ROUTE_NOT_GRANTED");
}

TEST_F(RoutesTest, SpecialRouteCarriesItsBasis) {
  Assess(3, v1::ROUTE_DIRECT);
  EXPECT_EQ(Judged(Certificates()), "BASIS_MISSING");
  EXPECT_EQ(JudgedBatch([](auto& b) { b.set_basis_digest(std::string(32, 'b')); }), "ADMITTED");
}

TEST_F(RoutesTest, AppointmentIsAllowedByTheRuleSet) {
  v1::RuleSet rule_set = FullRuleSet();
  rule_set.clear_appointments();
  Publish(rule_set);
  EXPECT_EQ(Judged(PlanOf(7, v1::ROUTE_EXAM), {leader_}), "SCOPE_LEVEL_NOT_GRANTED");
}

TEST_F(RoutesTest, AppointmentCarriesItsBasis) {
  for (int number : {11, 12, 13}) {
    v1::Statement assessor = world_.RegisterAssessor(number);
    assessor.mutable_register_assessor()->mutable_skills(0)->set_highest_level(7);
    Log(assessor, authority_);
  }
  const auto panel = testing::Assessors(world_, {11, 12, 13});
  v1::Statement plan = PlanOf(7, v1::ROUTE_EXAM);
  MakePlan([&](v1::Statement& usual) { usual = plan; });
  GoToDay(7);
  v1::Statement start = StepOf(kStarted);
  start.mutable_start_examination()->mutable_assessors()->Assign(panel.begin(), panel.end());
  Log(start, {leader_});
  Take(kApproved, kSupervised);
  const auto as_appointed = [&](v1::IssueBatch& b) {
    b.mutable_assessors()->Assign(panel.begin(), panel.end());
    b.mutable_numbers()->set_prefix("Y00003205012326T");
  };
  EXPECT_EQ(JudgedBatch(as_appointed), "BASIS_MISSING");
  EXPECT_EQ(JudgedBatch([&](auto& b) {
              as_appointed(b);
              b.set_basis_digest(std::string(32, 'b'));
            }),
            "ADMITTED");
}

// An honour (荣誉称号) is no level.
TEST_F(RoutesTest, HonourIsNeverGranted) {
  v1::Statement ladder = world_.PublishLadder();
  ladder.mutable_publish_ladder()->set_ladder("city-honours");
  ladder.mutable_publish_ladder()->set_honour(true);
  Log(ladder, authority_);
  v1::Statement grant = world_.GrantAccreditation();
  grant.mutable_grant_accreditation()->set_accreditation("honours");
  grant.mutable_grant_accreditation()->mutable_scope(0)->set_ladder("city-honours");
  EXPECT_EQ(Judged(grant, authority_), "ACCREDITATION_INVALID");
}

}  // namespace
}  // namespace linkcert::rules
