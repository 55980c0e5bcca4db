// The assessment process: its steps, their order and dates (R08), and counts (R09).
#include "tests/rules/process_fixture.h"

namespace linkcert::rules {
namespace {

TEST_F(ProcessTest, WholeProcessEndsInCertificates) {
  Take(kSupervised);
  EXPECT_EQ(Judged(Certificates()), "ADMITTED");
  EXPECT_THAT(Replayed(), ::testing::IsEmpty());
}

TEST_F(ProcessTest, EachStepNeedsTheOneBefore) {
  GoToDay(9);
  EXPECT_EQ(Judged(StepOf(kApproved), {leader_}), "EXAMINATION_NOT_STARTED");
  EXPECT_EQ(Judged(StepOf(kSupervised), authority_), "EXAMINATION_NOT_STARTED");
  EXPECT_EQ(Judged(StepOf(kOpened), {leader_}), "RESULTS_NOT_APPROVED");
  EXPECT_EQ(Judged(testing::RecordAppeals(world_, assessment_, 0, 0, 0), {leader_}),
            "RESULTS_NOT_APPROVED");
  EXPECT_EQ(Judged(StepOf(kClosed), {leader_}), "PUBLICITY_NOT_OPEN");
  v1::Statement unsealed = world_.Plan();
  Log(unsealed, {leader_});
  EXPECT_EQ(Judged(testing::StartExamination(world_, unsealed), {leader_}), "ROSTER_NOT_SEALED");
}

TEST_F(ProcessTest, EachStepIsTakenOnce) {
  Take(kClosed);
  EXPECT_EQ(Judged(StepOf(kStarted), {leader_}), "EXAMINATION_ALREADY_STARTED");
  EXPECT_EQ(Judged(StepOf(kApproved), {leader_}), "RESULTS_ALREADY_APPROVED");
  EXPECT_EQ(Judged(StepOf(kOpened), {leader_}), "PUBLICITY_ALREADY_OPEN");
  EXPECT_EQ(Judged(StepOf(kClosed), {leader_}), "PUBLICITY_ALREADY_CLOSED");
}

TEST_F(ProcessTest, StepsAreTheIssuersOwn) {
  Take(kStarted);
  EXPECT_EQ(Judged(StepOf(kApproved), {member_}), "PLAN_UNKNOWN");
  EXPECT_EQ(Judged(StepOf(kApproved), {leader_, member_}), "SIGNER_FOREIGN");
  EXPECT_EQ(Judged(StepOf(kSupervised), {leader_}), "SIGNER_FOREIGN");
  v1::Statement report = StepOf(kSupervised);
  report.mutable_report_supervision()->set_organisation(kMember);
  EXPECT_EQ(Judged(report, authority_), "PLAN_UNKNOWN");
}

// R08
TEST_F(ProcessTest, BatchNeedsEachStep) {
  GoToDay(16);
  EXPECT_EQ(Judged(Certificates()), "EXAMINATION_NOT_STARTED");
  Log(StepOf(kStarted), {leader_});
  EXPECT_EQ(Judged(Certificates()), "RESULTS_NOT_APPROVED");
  Log(StepOf(kApproved), {leader_});
  EXPECT_EQ(Judged(Certificates()), "PUBLICITY_NOT_OPEN");
  Log(StepOf(kOpened), {leader_});
  EXPECT_EQ(Judged(Certificates()), "PUBLICITY_NOT_CLOSED");
}

// R08
TEST_F(ProcessTest, BatchHasTheDatesOfTheSteps) {
  Take(kSupervised);
  EXPECT_EQ(JudgedBatch([&](auto& b) { b.set_results_on(Date(8)); }), "PROCESS_DATES_DIFFER");
  EXPECT_EQ(JudgedBatch([&](auto& b) { b.set_publicity_from(Date(9)); }), "PROCESS_DATES_DIFFER");
  EXPECT_EQ(JudgedBatch([&](auto& b) { b.clear_publicity_to(); }), "PROCESS_DATES_DIFFER");
  EXPECT_EQ(JudgedBatch([&](auto& b) { b.set_issued_on(Date(14)); }), "DATES_DISORDERED");
  EXPECT_EQ(JudgedBatch([&](auto& b) { b.set_issued_on(Date(15)); }), "ADMITTED");
}

// R08: exam ≤ results ≤ publicity ≤ log time.
TEST_F(ProcessTest, StepsAreInOrderOfTheirDates) {
  GoToDay(6);
  EXPECT_EQ(Judged(StepOf(kStarted), {leader_}), "DATES_DISORDERED");
  Take(kStarted);
  for (int day : {7, 10}) {
    v1::Statement results = StepOf(kApproved);
    results.mutable_approve_results()->set_approved_on(Date(day));
    GoToDay(9);
    EXPECT_EQ(Judged(results, {leader_}), "DATES_DISORDERED") << day;
  }
  Log(StepOf(kApproved), {leader_});
  for (int day : {8, 10}) {
    v1::Statement publicity = StepOf(kOpened);
    publicity.mutable_open_publicity()->set_opened_on(Date(day));
    EXPECT_EQ(Judged(publicity, {leader_}), "DATES_DISORDERED") << day;
  }
}

// R08: the first day does not count.
TEST_F(ProcessTest, PublicityLastsItsDays) {
  Take(kOpened);
  GoToDay(15);
  v1::Statement close = StepOf(kClosed);
  close.mutable_close_publicity()->set_closed_on(Date(14));
  EXPECT_EQ(Judged(close, {leader_}), "PUBLICITY_TOO_SHORT");
  close.mutable_close_publicity()->set_closed_on(Date(9));
  EXPECT_EQ(Judged(close, {leader_}), "DATES_DISORDERED");
  close.mutable_close_publicity()->set_closed_on(Date(16));
  EXPECT_EQ(Judged(close, {leader_}), "DATES_DISORDERED");
  EXPECT_EQ(Judged(StepOf(kClosed), {leader_}), "ADMITTED");
}

// The days are declared; what the log did not see is warned about.
TEST_F(ProcessTest, PublicityThatTheLogDidNotSeeIsWarnedAbout) {
  Take(kApproved);
  GoToDay(15);
  v1::Statement open = StepOf(kOpened);
  open.mutable_open_publicity()->set_opened_on(Date(10));
  Log(open, {leader_});
  const auto admission = book_.Submit(world_.Sign(StepOf(kClosed), {leader_}));
  ASSERT_THAT(admission, testing::IsOk());
  ASSERT_EQ(admission->warnings.size(), 1u);
  EXPECT_EQ(admission->warnings[0].reason, proto::Reason::kPublicityLoggedLateWarning);
}

// A rule that only some provinces have is data.
TEST_F(ProcessTest, ProvinceSetsTheDaysOfPublicity) {
  v1::RuleSet rule_set = FullRuleSet();
  rule_set.set_province("32");
  rule_set.set_publicity_days(7);
  Publish(rule_set);
  Take(kOpened);
  GoToDay(15);
  EXPECT_EQ(Judged(StepOf(kClosed), {leader_}), "PUBLICITY_TOO_SHORT");
  GoToDay(17);
  EXPECT_EQ(Judged(StepOf(kClosed), {leader_}), "ADMITTED");
}

// R09
TEST_F(ProcessTest, ResultsAreCounted) {
  Take(kStarted);
  GoToDay(9);
  EXPECT_EQ(Judged(testing::ApproveResults(world_, assessment_, 10, 7), {leader_}),
            "COUNTS_DISORDERED");
  EXPECT_EQ(Judged(testing::ApproveResults(world_, assessment_, 6, 7), {leader_}),
            "COUNTS_DISORDERED");
}

// R09
TEST_F(ProcessTest, BatchHasTheApprovedCounts) {
  Take(kSupervised);
  EXPECT_EQ(JudgedBatch([](auto& b) { b.set_present(8); }), "RESULTS_DIFFER");
  EXPECT_EQ(JudgedBatch([](auto& b) { b.set_passed(8); }), "RESULTS_DIFFER");
}

// R09: who lost the pass during publicity gets no certificate.
TEST_F(ProcessTest, UpheldObjectionsAreNotIssued) {
  Take(kOpened);
  GoToDay(16);
  v1::Statement close = StepOf(kClosed);
  close.mutable_close_publicity()->set_closed_on(Date(15));
  close.mutable_close_publicity()->set_objections_upheld(8);
  EXPECT_EQ(Judged(close, {leader_}), "COUNTS_DISORDERED");
  close.mutable_close_publicity()->set_objections_upheld(1);
  EXPECT_EQ(Judged(close, {leader_}), "ADMITTED");
  Log(StepOf(kSupervised), authority_);
  EXPECT_EQ(Judged(Certificates()), "COUNTS_DISORDERED");
  EXPECT_EQ(Judged(Certificates([](auto&) {}, 6)), "ADMITTED");
}

// R09
TEST_F(ProcessTest, AppealsAreCounted) {
  Take(kApproved);
  EXPECT_EQ(Judged(testing::RecordAppeals(world_, assessment_, 10, 0, 0), {leader_}),
            "COUNTS_DISORDERED");
  EXPECT_EQ(Judged(testing::RecordAppeals(world_, assessment_, 2, 1, 2), {leader_}),
            "COUNTS_DISORDERED");
  EXPECT_EQ(Judged(testing::RecordAppeals(world_, assessment_, 3, 1, 1), {leader_}), "ADMITTED");
  EXPECT_EQ(Judged(testing::RecordAppeals(world_, assessment_, 3, 0, 3), {leader_}),
            "COUNTS_DISORDERED");
  EXPECT_EQ(Judged(testing::RecordAppeals(world_, assessment_, 3, 1, 2), {leader_}), "ADMITTED");
}

// Where the rule set asks for no process, steps may be logged and change nothing of it.
TEST_F(IssuedTest, ShortRoadStaysOpen) {
  v1::RuleSet rule_set = FullRuleSet();
  rule_set.clear_publicity_days();
  rule_set.clear_panel_minimum();
  rule_set.clear_panel_rotation();
  std::vector<uint32_t> rules;
  for (uint32_t rule : rule_set.rules()) {
    if (rule != 8 && rule != 11 && rule != 12) rules.push_back(rule);
  }
  rule_set.mutable_rules()->Assign(rules.begin(), rules.end());
  Log(testing::PublishRuleSet(world_, rule_set), {"authority-1", "authority-2"});
  Log(testing::StartExamination(world_, plan_), {leader_});
  EXPECT_EQ(book_.Outcome(world_.SignBatch(world_.Batch(plan_, roster_, 100), 1)), "ADMITTED");
}

}  // namespace
}  // namespace linkcert::rules
