// Random histories, legal and illegal acts mixed: replay of what was admitted leaves the same
// records, a refused act leaves nothing, and an act that was refused is refused on replay too, for
// the same reason.
#include <map>
#include <random>
#include <set>

#include "proto/statement.h"
#include "rules/replay.h"
#include "tests/rules/rules_fixture.h"
#include "tests/testing/world_standing.h"

namespace linkcert::rules {
namespace {

class HistoryTest : public SealedTest, public ::testing::WithParamInterface<uint32_t> {
 protected:
  void SetUp() override {
    SealedTest::SetUp();
    ASSERT_EQ(book_.Outcome(Batch()), "ADMITTED");
    batches_.push_back(book_.last_index());
  }

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
    v1::Statement plan = world_.Plan();
    plan.mutable_plan_batch()->set_level(1 + Pick(5));
    return Statement(plan, {Key(Pick(4) == 0 ? Firm() : kLeader)});
  }

  testing::Unit RandomRoster() {
    const v1::Statement& plan = plans_[Pick(plans_.size())];
    return Statement(world_.SealRoster(plan, 1 + Pick(12)), {Key(kLeader)});
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

  // Mostly inside the log so far, mostly certificates.
  std::vector<testing::Indexes> RandomCertificates() {
    const uint64_t begin = batches_[Pick(batches_.size())] + 1 + Pick(5);
    return {{begin, begin + 1 + Pick(3)}};
  }
  uint64_t RandomFinding() { return Pick(2) == 0 || findings_.empty() ? 0 : findings_.back(); }
  // One or two people of the leader, or the authority.
  Keys Judges() {
    if (Pick(3) == 0) return {"authority-1"};
    if (Pick(3) == 0) return {Key(kLeader), Key(kLeader)};
    return {leader_, leader2_};
  }

  testing::Unit RandomStanding() {
    const uint32_t act = Pick(16);
    const uint64_t batch = batches_[Pick(batches_.size())] + Pick(2);
    if (act == 0) return Statement(testing::VoidBatch(world_, batch, RandomFinding()), Judges());
    if (act == 1) return Statement(testing::RecordFinding(world_), {"authority-1"});
    if (act < 4) {
      return Statement(testing::RevokeCertificates(world_, RandomCertificates(), RandomFinding()),
                       Judges());
    }
    if (act < 10 || suspensions_.empty()) {
      return Statement(testing::SuspendCertificates(world_, RandomCertificates()), Judges());
    }
    const auto& [suspension, certificates] = suspensions_[Pick(suspensions_.size())];
    return Statement(testing::ReinstateCertificates(world_, suspension, certificates), Judges());
  }

  testing::Unit RandomKeyAct() {
    const std::string key = absl::StrCat(kStranger, "-", Pick(4));
    const std::string next = absl::StrCat(kStranger, "-", Pick(4));
    switch (Pick(4)) {
      case 0:
        return Statement(testing::RevokeKey(world_, key), {Pick(2) == 0 ? key : "authority-1"});
      case 1:
        return Statement(
            testing::DeclareKeyCompromised(world_, key, world_.now_ms() - Pick(100) * 1000 + 5000),
            {"authority-1"});
      default:
        return Statement(testing::RotateKey(world_, key, next), {"authority-2", next});
    }
  }

  testing::Unit RandomRight() {
    switch (Pick(6)) {
      case 0:
        return Statement(testing::SuspendAccreditation(world_), {"authority-1"});
      case 1:
      case 2:
        return Statement(testing::ResumeAccreditation(world_), {"authority-1"});
      case 3:
        return Statement(testing::LeaveChain(world_, kMember2), {Key(Firm())});
      default:
        return Statement(world_.JoinChain(kMember2, v1::CHAIN_ROLE_PEER),
                         {Key(kLeader), Key(kMember2)});
    }
  }

  // What later acts refer to.
  void Remember(const testing::Unit& unit) {
    const v1::Statement statement = proto::OpenStatement(unit.envelope)->statement;
    if (statement.has_plan_batch()) plans_.push_back(statement);
    if (statement.has_seal_roster()) rosters_.push_back(statement);
    if (statement.has_issue_batch()) batches_.push_back(book_.last_index());
    if (statement.has_suspend_certificates()) {
      const v1::IndexRange& range = statement.suspend_certificates().certificates(0);
      suspensions_.push_back({book_.last_index(), {{range.begin(), range.end()}}});
    }
    if (statement.has_record_finding()) findings_.push_back(book_.last_index());
    acts_.insert(statement.act_case());
  }

  testing::Unit RandomAct() {
    if (Pick(3) == 0) return RandomStanding();
    if (Pick(6) == 0) return RandomKeyAct();
    if (Pick(10) == 0) return RandomRight();
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

  // The state that a replay of all entries leaves; a finding is a failure.
  State Replayed() {
    Replay replay(State(), 0, 0, [&](const Finding& finding) {
      EXPECT_TRUE(finding.warning) << finding.index << " " << proto::Describe(finding.reason).name;
    });
    for (const std::string& entry : book_.entries())
      EXPECT_THAT(replay.Add(entry), testing::IsOk());
    replay.Finish();
    return replay.state();
  }

  std::mt19937 random_{GetParam()};
  std::vector<v1::Statement> plans_;
  std::vector<v1::Statement> rosters_;
  // By log index.
  std::vector<uint64_t> batches_;
  std::vector<std::pair<uint64_t, std::vector<testing::Indexes>>> suspensions_;
  std::vector<uint64_t> findings_;
  std::set<int> acts_;  // of those that were admitted
};

TEST_P(HistoryTest, AdmissionAndReplayAgree) {
  std::map<std::string, int> outcomes;
  for (int i = 0; i < 300; ++i) {
    world_.set_now_ms(world_.now_ms() + Pick(8) * 3600 * 1000);
    testing::Unit unit = RandomAct();
    const std::string outcome = book_.Outcome(unit);
    ++outcomes[outcome];
    if (outcome == "ADMITTED") {
      Remember(unit);
    } else {
      EXPECT_EQ(book_.Outcome(unit), outcome);
    }
  }
  EXPECT_EQ(Replayed().Dump(), book_.state().Dump());
  EXPECT_GT(outcomes["ADMITTED"], 40);
  EXPECT_GT(outcomes.size(), 10u) << "the history is too tame to show anything";
  EXPECT_GT(acts_.size(), 9u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, HistoryTest, ::testing::Range(1u, 9u));

}  // namespace
}  // namespace linkcert::rules
