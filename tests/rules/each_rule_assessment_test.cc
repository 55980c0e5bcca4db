// The assessment process: R05-R09, R11, R12, R14.
#include "tests/rules/each_rule_fixture.h"

namespace linkcert::rules {
namespace {

// Scene 3 of the field.
TEST_F(EachRuleTest, R05LevelOutsideTheScope) {
  v1::Statement plan = world_.Plan();
  plan.mutable_plan_batch()->set_level(5);
  ExpectBreaks(plan, {leader_}, "SCOPE_LEVEL_NOT_GRANTED");
  plan.mutable_plan_batch()->set_level(4);
  ExpectKeeps(plan, {leader_});
}

// Scene 2 of the field.
TEST_F(EachRuleTest, R06FirmThatLeftTheChain) {
  Log(testing::LeaveChain(world_, kMember2), {leader_});
  const v1::Statement plan = world_.Plan();
  Log(plan, {leader_});
  v1::Statement roster = world_.SealRoster(plan);
  ExpectBreaks(roster, {leader_}, "CHAIN_MEMBER_INACTIVE");
  auto& firms = *roster.mutable_seal_roster()->mutable_roster()->mutable_organisations();
  firms.erase(std::find(firms.begin(), firms.end(), kMember2));
  ExpectKeeps(roster, {leader_});
}

TEST_F(EachRuleTest, R07StandardWithoutItsCosignatures) {
  v1::Statement publish = world_.PublishStandard();
  publish.mutable_publish_standard()->set_version(2);
  Log(publish, {leader_});
  v1::Statement file = world_.FileStandard();
  file.mutable_file_standard()->set_version(2);
  Log(file, authority_);
  v1::Statement plan = world_.Plan();
  plan.mutable_plan_batch()->set_standard_version(2);
  ExpectBreaks(plan, {leader_}, "STANDARD_COSIGNATURES_MISSING");
  v1::Statement cosign = world_.CosignStandard();
  cosign.mutable_cosign_standard()->set_version(2);
  Log(cosign, {member_});
  ExpectKeeps(plan, {leader_});
}

TEST_F(EachRuleTest, R08PublicityADayShort) {
  Take(kOpened);
  GoToDay(15);
  v1::Statement close = StepOf(kClosed);
  close.mutable_close_publicity()->set_closed_on(Date(14));
  ExpectBreaks(close, {leader_}, "PUBLICITY_TOO_SHORT");
  close.mutable_close_publicity()->set_closed_on(Date(15));
  ExpectKeeps(close, {leader_});
}

TEST_F(EachRuleTest, R09MorePresentThanAdmitted) {
  Take(kStarted);
  GoToDay(9);
  ExpectBreaks(testing::ApproveResults(world_, assessment_, 10, 7), {leader_}, "COUNTS_DISORDERED");
  ExpectKeeps(testing::ApproveResults(world_, assessment_, 9, 7), {leader_});
}

TEST_F(EachRuleTest, R11EvenPanel) {
  Log(world_.RegisterAssessor(4), authority_);
  GoToDay(7);
  v1::Statement start = StepOf(kStarted);
  const auto four = testing::Assessors(world_, {1, 2, 3, 4});
  start.mutable_start_examination()->mutable_assessors()->Assign(four.begin(), four.end());
  ExpectBreaks(start, {leader_}, "ASSESSOR_PANEL_EVEN");
  ExpectKeeps(StepOf(kStarted), {leader_});
}

TEST_F(EachRuleTest, R12BatchWithoutASupervisionReport) {
  Take(kClosed);
  const testing::Unit unit = ProcessTest::Certificates();
  ExpectBreaks(unit, "SUPERVISION_MISSING");
  Log(StepOf(kSupervised), authority_);
  ExpectKeeps(unit);
}

TEST_F(EachRuleTest, R14SpecialRouteWithoutItsBasis) {
  v1::Statement grant = world_.GrantAccreditation();
  grant.mutable_grant_accreditation()->set_accreditation("xingchen-direct");
  grant.mutable_grant_accreditation()->add_routes(v1::ROUTE_DIRECT);
  Log(grant, authority_);
  MakePlan([](v1::Statement& plan) {
    plan.mutable_plan_batch()->set_accreditation("xingchen-direct");
    plan.mutable_plan_batch()->set_route(v1::ROUTE_DIRECT);
  });
  Take(kSupervised);
  ExpectBreaks(ProcessTest::Certificates(), "BASIS_MISSING");
  ExpectKeeps(ProcessTest::Certificates([](auto& b) { b.set_basis_digest(std::string(32, 'b')); }));
}

}  // namespace
}  // namespace linkcert::rules
