// One whole assessment under the full rule set, step by step; a test breaks one step. What is
// refused must also be found on replay.
#ifndef LINKCERT_TESTS_RULES_PROCESS_FIXTURE_H_
#define LINKCERT_TESTS_RULES_PROCESS_FIXTURE_H_

#include <functional>
#include <string>
#include <vector>

#include "rules/rule_sets.h"
#include "tests/rules/issued_fixture.h"
#include "tests/testing/world_process.h"

namespace linkcert::rules {

constexpr uint64_t kDayMs = 24ull * 3600 * 1000;

// Begins two weeks after the founding, with a batch of the short road in the log.
class ProcessTest : public IssuedTest {
 protected:
  enum Step { kSealed, kStarted, kApproved, kOpened, kClosed, kSupervised };

  void SetUp() override {
    IssuedTest::SetUp();
    Publish(FullRuleSet());
    start_ms_ = world_.now_ms();
    MakePlan([](v1::Statement&) {});
  }
  void Publish(const v1::RuleSet& rule_set) {
    v1::Statement publish = testing::PublishRuleSet(world_, rule_set);
    publish.mutable_publish_rule_set()->mutable_rule_set()->set_version(++version_);
    Log(publish, {"authority-1", "authority-2"});
  }
  // A plan with its roster of nine; the examination is on days 7 and 8 from now.
  void MakePlan(const std::function<void(v1::Statement&)>& change) {
    assessment_ = world_.Plan();
    change(assessment_);
    Log(assessment_, {leader_});
    sealed_ = world_.SealRoster(assessment_);
    Log(sealed_, {leader_});
  }
  void GoToDay(int day) { world_.set_now_ms(start_ms_ + day * kDayMs); }

  // Takes each step on its day, up to the one named; after publicity it is day 16.
  void Take(Step last) { Take(kStarted, last); }
  void Take(Step first, Step last) {
    const int days[] = {0, 7, 9, 10, 15, 15};
    for (int step = first; step <= last; ++step) {
      GoToDay(days[step]);
      Log(StepOf(static_cast<Step>(step)), step == kSupervised ? authority_ : Keys{leader_});
    }
    if (last >= kClosed) GoToDay(16);
  }
  // As it is usual today.
  v1::Statement StepOf(Step step) {
    if (step == kStarted) return testing::StartExamination(world_, assessment_);
    if (step == kApproved) return testing::ApproveResults(world_, assessment_, 9, 7);
    if (step == kOpened) return testing::OpenPublicity(world_, assessment_);
    if (step == kClosed) return testing::ClosePublicity(world_, assessment_);
    return testing::ReportSupervision(world_, assessment_);
  }

  // A batch under the assessment, with the dates and people of its steps; without leaves.
  v1::Statement UsualBatch() {
    v1::Statement batch = world_.Batch(assessment_, sealed_, 100);
    v1::IssueBatch& act = *batch.mutable_issue_batch();
    act.set_present(9);
    act.set_passed(7);
    act.set_results_on(Date(9));
    act.set_publicity_from(Date(10));
    act.set_publicity_to(Date(15));
    for (const std::string& one : testing::Assessors(world_, {1, 2, 3})) act.add_assessors(one);
    act.add_supervisors(testing::Supervisor(world_));
    return batch;
  }
  // The same with seven certificates, signed.
  testing::Unit Certificates(
      const Change& change = [](v1::IssueBatch&) {}, uint32_t leaf_count = 7) {
    v1::Statement batch = UsualBatch();
    testing::Unit unit = world_.MakeLeaves(batch, leaf_count);
    change(*batch.mutable_issue_batch());
    return world_.SignBatchAs(batch, unit, two_);
  }
  proto::CivilDate Date(int day) const { return proto::CivilDateAt(start_ms_ + day * kDayMs); }

  // The outcome of admission; what is refused is found by replay for the same reason.
  std::string Judged(const v1::Statement& statement, const Keys& keys) {
    return Judged(
        testing::Unit{.envelope = world_.Sign(statement, keys), .leaves = {}, .claims = {}});
  }
  std::string Judged(const testing::Unit& unit) {
    const std::string outcome = book_.Outcome(unit);
    if (outcome == "ADMITTED") return outcome;
    std::vector<std::string> entries = book_.entries();
    entries.push_back(*proto::EncodeStatementEntry(world_.now_ms(), unit.envelope));
    for (const std::string& leaf : unit.leaves) {
      entries.push_back(proto::EncodeLeafEntry(world_.now_ms(), leaf));
    }
    EXPECT_THAT(ReplayOf(entries), ::testing::ElementsAre(outcome));
    return outcome;
  }
  std::string JudgedBatch(const Change& change) { return Judged(Certificates(change)); }

  v1::Statement assessment_;  // the PlanBatch
  v1::Statement sealed_;      // its SealRoster

 private:
  uint64_t start_ms_ = 0;
  uint32_t version_ = 1;
};

}  // namespace linkcert::rules

#endif  // LINKCERT_TESTS_RULES_PROCESS_FIXTURE_H_
