// Random histories, legal and illegal acts mixed: replay of what was admitted leaves the same
// records, a refused act leaves nothing, and an act that was refused is refused on replay too, for
// the same reason.
#include <map>
#include <random>
#include <set>

#include "proto/statement.h"
#include "rules/replay.h"
#include "tests/rules/rules_fixture.h"

namespace linkcert::rules {
namespace {

class HistoryTest : public FoundedTest, public ::testing::WithParamInterface<uint32_t> {
 protected:
  uint32_t Pick(uint32_t count) { return random_() % count; }
  std::string Key(const char* firm) { return absl::StrCat(firm, "-", 1 + Pick(2)); }
  const char* Firm() {
    const char* const firms[] = {kLeader, kMember, kMember2, kStranger};
    return firms[Pick(4)];
  }

  // A key that was picked twice signs once.
  using Keys = std::set<std::string>;
  testing::Unit Statement(v1::Statement statement, const Keys& keys) {
    return {.envelope = world_.Sign(std::move(statement), {keys.begin(), keys.end()}),
            .leaves = {},
            .claims = {}};
  }

  testing::Unit RandomPlan() {
    plans_.push_back(world_.Plan());
    plans_.back().mutable_plan_batch()->set_level(1 + Pick(5));
    return Statement(plans_.back(), {Key(Pick(4) == 0 ? Firm() : kLeader)});
  }

  testing::Unit RandomRoster() {
    const v1::Statement& plan = plans_[Pick(plans_.size())];
    rosters_.push_back(world_.SealRoster(plan, 1 + Pick(12)));
    return Statement(rosters_.back(), {Key(kLeader)});
  }

  // Plan and roster need not belong together; numbers may overlap; a person may sign twice.
  testing::Unit RandomBatch() {
    const v1::Statement& roster = rosters_[Pick(rosters_.size())];
    auto plan = std::find_if(plans_.begin(), plans_.end(), [&](const v1::Statement& p) {
      return p.statement_id() == roster.seal_roster().plan();
    });
    if (Pick(5) == 0) plan = plans_.begin() + Pick(plans_.size());
    v1::Statement batch = world_.Batch(*plan, roster, 1 + Pick(30000));
    batch.mutable_issue_batch()->set_issued_on(20260601 + Pick(30));
    const char characters[] = "0 5432";
    std::string& prefix = *batch.mutable_issue_batch()->mutable_numbers()->mutable_prefix();
    if (Pick(6) != 0) prefix.back() = characters[plan->plan_batch().level()];
    if (prefix.back() == ' ') prefix.back() = '5';
    testing::Unit unit = world_.MakeLeaves(batch, 1 + Pick(8));
    const Keys keys = {Key(kLeader), Key(kLeader)};
    return world_.SignBatchAs(batch, unit, {keys.begin(), keys.end()});
  }

  testing::Unit RandomAct() {
    switch (plans_.empty() ? 0 : rosters_.empty() ? 1 : Pick(8)) {
      case 0:
        return RandomPlan();
      case 1:
      case 2:
        return RandomRoster();
      case 3:
        return Statement(world_.RegisterAssessor(Pick(20)), {"authority-1"});
      case 4:
        return Statement(world_.JoinChain(Firm(), v1::CHAIN_ROLE_PEER), {Key(Firm()), Key(Firm())});
      default:
        return RandomBatch();
    }
  }

  std::mt19937 random_{GetParam()};
  std::vector<v1::Statement> plans_;
  std::vector<v1::Statement> rosters_;
};

TEST_P(HistoryTest, AdmissionAndReplayAgree) {
  std::map<std::string, int> outcomes;
  for (int i = 0; i < 120; ++i) {
    world_.set_now_ms(world_.now_ms() + Pick(8) * 3600 * 1000);
    testing::Unit unit = RandomAct();
    const std::string outcome = book_.Outcome(unit);
    ++outcomes[outcome];
    if (outcome == "ADMITTED") continue;
    EXPECT_EQ(book_.Outcome(unit), outcome);
  }
  Replay replay(State(), 0, 0, [&](const Finding& finding) {
    EXPECT_TRUE(finding.warning) << finding.index << " " << proto::Describe(finding.reason).name;
  });
  for (const std::string& entry : book_.entries()) {
    ASSERT_THAT(replay.Add(entry), testing::IsOk());
  }
  replay.Finish();
  EXPECT_EQ(replay.state().Dump(), book_.state().Dump());
  EXPECT_GT(outcomes["ADMITTED"], 10);
  EXPECT_GT(outcomes.size(), 6u) << "the history is too tame to show anything";
}

INSTANTIATE_TEST_SUITE_P(Seeds, HistoryTest, ::testing::Range(1u, 9u));

}  // namespace
}  // namespace linkcert::rules
