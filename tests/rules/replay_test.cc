// Replay names what the rules refuse, by entry, and leaves the same state as admission.
#include "rules/replay.h"

#include "tests/rules/rules_fixture.h"

namespace linkcert::rules {
namespace {

class ReplayTest : public SealedTest {
 protected:
  void SetUp() override {
    SealedTest::SetUp();
    batch_index_ = book_.entries().size();
    ASSERT_EQ(book_.Outcome(Batch()), "ADMITTED");
    entries_ = book_.entries();
  }

  // "index REASON" of each finding, warnings left out.
  std::vector<std::string> Findings() {
    std::vector<std::string> findings;
    Replay replay(State(), 0, 0, [&](const Finding& finding) {
      if (finding.warning) return;
      findings.push_back(absl::StrCat(finding.index, " ", proto::Describe(finding.reason).name));
    });
    for (const std::string& entry : entries_) EXPECT_THAT(replay.Add(entry), testing::IsOk());
    replay.Finish();
    dump_ = replay.state().Dump();
    return findings;
  }

  uint64_t batch_index_ = 0;
  std::vector<std::string> entries_;
  std::string dump_;
};

TEST_F(ReplayTest, LeavesTheSameState) {
  EXPECT_THAT(Findings(), ::testing::IsEmpty());
  EXPECT_EQ(dump_, book_.state().Dump());
}

TEST_F(ReplayTest, StateSurvivesItsDump) {
  auto restored = State::FromDump(book_.state().Dump());
  ASSERT_THAT(restored, testing::IsOk());
  EXPECT_EQ(restored->Dump(), book_.state().Dump());
  std::string dump = book_.state().Dump();
  dump.pop_back();
  EXPECT_THAT(State::FromDump(dump), testing::HasCode(absl::StatusCode::kDataLoss));
  EXPECT_THAT(State::FromDump("x"), testing::HasCode(absl::StatusCode::kDataLoss));
}

TEST_F(ReplayTest, MissingLeafIsNamed) {
  entries_.pop_back();
  EXPECT_THAT(Findings(), ::testing::ElementsAre(absl::StrCat(batch_index_, " UNIT_INCOMPLETE")));
}

TEST_F(ReplayTest, SwappedLeavesAreNamed) {
  std::swap(entries_[batch_index_ + 1], entries_[batch_index_ + 2]);
  EXPECT_THAT(Findings(), ::testing::ElementsAre(absl::StrCat(batch_index_, " LEAF_MISPLACED")));
}

TEST_F(ReplayTest, RefusedEntryIsNamedAndReplayGoesOn) {
  // Two people sign, but the level is outside the scope: written past the rules.
  testing::Unit bad = Batch([](auto& b) { b.set_level(5); });
  uint64_t index = entries_.size();
  entries_.push_back(*proto::EncodeStatementEntry(world_.now_ms(), bad.envelope));
  for (const std::string& leaf : bad.leaves) {
    entries_.push_back(proto::EncodeLeafEntry(world_.now_ms(), leaf));
  }
  entries_.push_back(*proto::EncodeStatementEntry(
      world_.now_ms(), world_.Sign(world_.RegisterAssessor(9), {"authority-1"})));
  EXPECT_THAT(Findings(), ::testing::ElementsAre(absl::StrCat(index, " SCOPE_LEVEL_NOT_GRANTED")));
}

TEST_F(ReplayTest, DuplicateStatementIsNamed) {
  entries_.push_back(entries_[3]);
  std::vector<std::string> findings = Findings();
  EXPECT_THAT(findings,
              ::testing::Contains(absl::StrCat(entries_.size() - 1, " STATEMENT_ID_REUSED")));
}

TEST_F(ReplayTest, StrayLeafAndStatusRootAreNamed) {
  const uint64_t end = entries_.size();
  entries_.push_back(entries_.back());
  entries_.push_back(proto::EncodeStatusRootEntry(world_.now_ms(), std::string(32, 'x')));
  entries_.push_back("garbage");
  EXPECT_THAT(Findings(),
              ::testing::ElementsAre(absl::StrCat(end, " UNIT_INCOMPLETE"),
                                     absl::StrCat(end + 1, " STATUS_ROOT_DIFFERS"),
                                     ::testing::StartsWith(absl::StrCat(end + 2, " "))));
}

TEST_F(ReplayTest, EveryFlippedByteOfAStatementIsAFinding) {
  const std::string original = entries_[batch_index_];
  for (size_t i = 0; i < original.size(); i += 7) {
    entries_[batch_index_] = original;
    entries_[batch_index_][i] ^= 0x10;
    EXPECT_THAT(Findings(), ::testing::Not(::testing::IsEmpty())) << "byte " << i;
  }
}

}  // namespace
}  // namespace linkcert::rules
