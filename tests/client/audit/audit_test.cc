// The auditor names what is wrong by entry.
#include "client/audit/audit.h"

#include "client/audit/export_log.h"
#include "client/audit/tile_directory.h"
#include "client/local_file.h"
#include "crypto/checkpoint.h"
#include "crypto/tiles.h"
#include "proto/entry.h"
#include "proto/refusal.h"
#include "tests/client/audit/audit_fixture.h"

namespace linkcert::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(AuditTest, CleanLogHasNoFinding) {
  ExportAs(log_.entries());
  const AuditReport report = AuditCopy();
  EXPECT_THAT(Findings(report), IsEmpty());
  EXPECT_EQ(report.entries, size_);
  EXPECT_EQ(report.replayed, size_);
  EXPECT_EQ(report.certificates, 7u);
  EXPECT_EQ(report.statements.at("issue_batch"), 1u);
  EXPECT_EQ(ExitCodeOf(report), ExitCode::kValid);
}

TEST_F(AuditTest, CountsByIssuerAndOccupationUnderTheRulesInForce) {
  ExportAs(log_.entries());
  const AuditReport report = AuditCopy();
  ASSERT_EQ(report.issuers.size(), 1u);
  EXPECT_EQ(report.issuers[0].key, testing::kLeader);
  EXPECT_EQ(report.issuers[0].counts.certified, 7u);
  ASSERT_EQ(report.occupations.size(), 1u);
  EXPECT_EQ(report.occupations[0].key, "2022:6-25-04-07");
  ASSERT_EQ(report.rule_sets.size(), 1u);
  EXPECT_THAT(report.rule_sets[0].rules, ::testing::Contains(13u));
}

TEST_F(AuditTest, EachChangedByteIsNamedByEntry) {
  for (uint64_t index = 0; index < size_; ++index) {
    std::vector<std::string> entries = log_.entries();
    entries[index][entries[index].size() / 2] ^= 1;
    ExportAs(entries);
    const AuditReport report = AuditCopy();
    EXPECT_THAT(Findings(report),
                ElementsAre(absl::StrCat(index, " LOG_ROOT_DIFFERS this entry was changed")));
    EXPECT_EQ(report.replayed, index);
    EXPECT_EQ(ExitCodeOf(report), ExitCode::kInvalid);
  }
}

TEST_F(AuditTest, DroppedEntryIsNamed) {
  for (uint64_t index : {uint64_t{0}, uint64_t{5}, size_ - 2}) {
    std::vector<std::string> entries = log_.entries();
    entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(index));
    ExportAs(entries);
    EXPECT_THAT(Findings(AuditCopy()),
                ElementsAre(absl::StrCat(index,
                                         " LOG_ROOT_DIFFERS this entry was dropped: those after it "
                                         "have moved up by one")));
  }
}

TEST_F(AuditTest, LastEntryDroppedIsMissing) {
  std::vector<std::string> entries = log_.entries();
  entries.pop_back();
  ExportAs(entries);
  EXPECT_THAT(Findings(AuditCopy()),
              ElementsAre(absl::StrCat(size_ - 1, " LOG_ROOT_DIFFERS this entry is missing")));
}

TEST_F(AuditTest, SwappedEntriesAreNamed) {
  std::vector<std::string> entries = log_.entries();
  std::swap(entries[3], entries[9]);
  ExportAs(entries);
  EXPECT_THAT(Findings(AuditCopy()),
              ElementsAre("3 LOG_ROOT_DIFFERS this entry was swapped with entry 9",
                          "9 LOG_ROOT_DIFFERS this entry was swapped with entry 3"));
}

TEST_F(AuditTest, ChangedHashTileIsNotBlamedOnTheEntry) {
  ExportAs(log_.entries());
  const std::string path = absl::StrCat(
      copy_, "/",
      crypto::TilePath({.level = 0, .index = 0, .width = static_cast<uint32_t>(size_)}));
  std::string tile = *ReadLocalFile(path);
  tile[32 * 4] ^= 1;
  ASSERT_THAT(WriteLocalFile(path, tile, FileAccess::kPublic), testing::IsOk());
  const AuditReport report = AuditCopy();
  EXPECT_THAT(Findings(report), ElementsAre("4 LOG_ROOT_DIFFERS its hash in the hash tile is "
                                            "wrong; the entry itself is as logged"));
  EXPECT_EQ(report.replayed, size_);
  EXPECT_FALSE(report.misbehaviour_proven);
}

TEST_F(AuditTest, WithoutTilesTheRangeIsNamed) {
  log_.entries()[4].back() ^= 1;
  const std::string note = *log_.Checkpoint();
  log_.entries()[4].back() ^= 1;
  ASSERT_THAT(ExportLog(log_, copy_), testing::IsOk());
  ASSERT_THAT(WriteLocalFile(copy_ + "/checkpoint", note, FileAccess::kPublic), testing::IsOk());
  TileDirectory source(copy_);
  const AuditReport report = Run(source, {}, "");
  EXPECT_THAT(Findings(report),
              ElementsAre("0 LOG_ROOT_DIFFERS no hash tile says which of the entries from here on "
                          "differs"));
}

TEST_F(AuditTest, ForgedCheckpointIsRefused) {
  ExportAs(log_.entries());
  std::string note = *ReadLocalFile(copy_ + "/checkpoint");
  note[note.size() - 10] ^= 1;
  ASSERT_THAT(WriteLocalFile(copy_ + "/checkpoint", note, FileAccess::kPublic), testing::IsOk());
  const AuditReport report = AuditCopy();
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].reason, proto::Reason::kCheckpointInvalid);
  EXPECT_EQ(ExitCodeOf(report), ExitCode::kInvalid);
}

TEST_F(AuditTest, EntryWrittenPastTheRulesProvesMisbehaviour) {
  const uint64_t index = log_.Force(Batch([](auto& batch) { batch.set_level(5); }, 101));
  const AuditReport report = AuditDirectly();
  EXPECT_THAT(Findings(report),
              ElementsAre(::testing::StartsWith(absl::StrCat(index, " SCOPE_LEVEL_NOT_GRANTED"))));
  EXPECT_TRUE(report.misbehaviour_proven);
  EXPECT_EQ(ExitCodeOf(report), ExitCode::kLogMisbehaviour);
}

TEST_F(AuditTest, CheckpointInsideABatchIsProof) {
  AuditDirectly(state_);
  const std::string before = *ReadLocalFile(state_);
  Grow(101);
  log_.entries().pop_back();
  const AuditReport report = AuditDirectly(state_);
  EXPECT_THAT(Findings(report),
              ElementsAre(absl::StrCat(size_, " UNIT_INCOMPLETE 1 leaves missing at the end")));
  EXPECT_THAT(report.proof, ElementsAre(*log_.Checkpoint()));
  EXPECT_EQ(ExitCodeOf(report), ExitCode::kLogMisbehaviour);
  EXPECT_EQ(*ReadLocalFile(state_), before);
}

TEST_F(AuditTest, NewerFormatIsUndecidedFromThere) {
  log_.entries().push_back(proto::EncodeStatusRootEntry(now_ms_, std::string(32, 0)) +
                           "\x98\x06\x01");
  log_.Force(Batch([](auto& batch) { batch.set_level(5); }, 101));
  const AuditReport report = AuditDirectly(state_);
  EXPECT_THAT(Findings(report), IsEmpty());
  EXPECT_EQ(report.undecided_from, size_);
  EXPECT_EQ(report.replayed, size_);
  EXPECT_EQ(ExitCodeOf(report), ExitCode::kUnknown);
  EXPECT_FALSE(ReadLocalFile(state_).ok());
}

TEST_F(AuditTest, WhatStandsBeforeANewerFormatIsStillFound) {
  log_.Force(Batch([](auto& batch) { batch.set_level(5); }, 101));
  log_.entries().push_back(proto::EncodeStatusRootEntry(now_ms_, std::string(32, 0)) +
                           "\x98\x06\x01");
  EXPECT_EQ(ExitCodeOf(AuditDirectly()), ExitCode::kLogMisbehaviour);
}

TEST_F(AuditTest, UnsupportedRuleSetIsUndecidedFromThere) {
  ForceRuleSet([](v1::RuleSet& rules) { rules.add_acts(999); });
  log_.Force({.envelope = world_.Sign(world_.RegisterSupervisor(), {"authority-1"}),
              .leaves = {},
              .claims = {}});
  const AuditReport report = AuditDirectly();
  EXPECT_THAT(Findings(report), IsEmpty());
  EXPECT_EQ(report.undecided_from, size_);
  EXPECT_EQ(ExitCodeOf(report), ExitCode::kUnknown);
}

TEST_F(AuditTest, ActThatTheRuleSetLeavesOutIsAFinding) {
  ForceRuleSet([](v1::RuleSet& rules) {
    auto& acts = *rules.mutable_acts();
    acts.erase(std::remove(acts.begin(), acts.end(), 123u), acts.end());
  });
  const uint64_t index =
      log_.Force({.envelope = world_.Sign(world_.RegisterSupervisor(), {"authority-1"}),
                  .leaves = {},
                  .claims = {}});
  EXPECT_THAT(Findings(AuditDirectly()),
              ElementsAre(absl::StrCat(index, " ACT_NOT_ENABLED register_supervisor")));
}

TEST_F(AuditTest, AnotherRegistryIsAFinding) {
  Trust trust = log_.Trust();
  trust.genesis = crypto::Sha256("another registry");
  const absl::StatusOr<AuditReport> report = Audit(
      log_, trust, {.now_ms = now_ms_, .state_path = {}, .hash_tiles = {}, .on_progress = {}});
  ASSERT_THAT(report, testing::IsOk());
  EXPECT_THAT(Findings(*report), ElementsAre("0 GENESIS_DIFFERS"));
  EXPECT_EQ(ExitCodeOf(*report), ExitCode::kInvalid);
}

TEST_F(AuditTest, ResumedEqualsOneGo) {
  EXPECT_THAT(Findings(AuditDirectly(state_)), IsEmpty());
  Grow(101);
  log_.Force(Batch([](auto& batch) { batch.set_level(5); }, 201));
  const AuditReport resumed = AuditDirectly(state_);
  const AuditReport whole = AuditDirectly(dir_.file("other.state"));
  EXPECT_EQ(resumed.resumed_at, size_);
  EXPECT_EQ(Findings(resumed), Findings(whole));
  EXPECT_EQ(resumed.statements, whole.statements);
  EXPECT_EQ(*ReadLocalFile(state_), *ReadLocalFile(dir_.file("other.state")));
  EXPECT_EQ(Findings(AuditDirectly(state_)), Findings(whole));  // nothing is forgotten
}

TEST_F(AuditTest, RewrittenHistoryIsProven) {
  AuditDirectly(state_);
  const std::string old_note = *log_.Checkpoint();
  log_.entries().pop_back();
  Grow(101);
  const AuditReport report = AuditDirectly(state_);
  EXPECT_EQ(report.findings[0].reason, proto::Reason::kCheckpointInconsistent);
  EXPECT_EQ(report.findings[0].index, size_);
  EXPECT_THAT(report.proof, ElementsAre(old_note, *log_.Checkpoint()));
  EXPECT_EQ(ExitCodeOf(report), ExitCode::kLogMisbehaviour);
}

TEST_F(AuditTest, StateOfAnotherVersionIsRefusedByName) {
  AuditDirectly(state_);
  std::string older = *ReadLocalFile(state_);
  older[older.find('\n') - 1] = '1';
  ASSERT_THAT(WriteLocalFile(state_, older, FileAccess::kPublic), testing::IsOk());
  const AuditOptions options = {
      .now_ms = now_ms_, .state_path = state_, .hash_tiles = {}, .on_progress = {}};
  const absl::Status refused = Audit(log_, log_.Trust(), options).status();
  EXPECT_THAT(refused, testing::HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused.message(), ::testing::HasSubstr("another version of this program"));
}

TEST_F(AuditTest, TwoCheckpointsOfOneSizeAreProof) {
  AuditDirectly(state_);
  log_.entries().back().back() ^= 1;
  EXPECT_EQ(ExitCodeOf(AuditDirectly(state_)), ExitCode::kLogMisbehaviour);
}

TEST_F(AuditTest, DamagedCopyIsNotBlamedOnTheLog) {
  AuditDirectly(state_);
  Grow(101);
  size_ = log_.entries().size();
  std::vector<std::string> entries = log_.entries();
  entries[size_ - 1].back() ^= 1;
  ExportAs(entries);
  const AuditReport report = AuditCopy(state_);
  EXPECT_THAT(Findings(report),
              ElementsAre(absl::StrCat(size_ - 1, " LOG_ROOT_DIFFERS this entry was changed")));
  EXPECT_EQ(ExitCodeOf(report), ExitCode::kInvalid);
}

TEST_F(AuditTest, OlderCopyIsNoProof) {
  ExportAs(log_.entries());
  Grow(101);
  AuditDirectly(state_);
  const AuditReport report = AuditCopy(state_);
  EXPECT_TRUE(report.source_behind);
  EXPECT_EQ(ExitCodeOf(report), ExitCode::kUnknown);
}

TEST_F(AuditTest, DamagedStateIsRefused) {
  AuditDirectly(state_);
  std::string state = *ReadLocalFile(state_);
  state[state.size() / 2] ^= 1;
  ASSERT_THAT(WriteLocalFile(state_, state, FileAccess::kPublic), testing::IsOk());
  EXPECT_THAT(Audit(log_, log_.Trust(),
                    {.now_ms = now_ms_, .state_path = state_, .hash_tiles = {}, .on_progress = {}}),
              testing::HasCode(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace linkcert::client
