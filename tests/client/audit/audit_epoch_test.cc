// The auditor follows a log that took another name and key.
#include <gmock/gmock.h>

#include "tests/client/audit/audit_fixture.h"

namespace linkcert::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr char kNewOrigin[] = "example.invalid/linkcert-test-2";

class AuditEpochTest : public AuditTest {
 protected:
  uint64_t Begin(uint64_t lost = 0) { return log_.BeginEpoch(kNewOrigin, "log-2", lost); }
};

TEST_F(AuditEpochTest, LogUnderItsNewNameHasNoFinding) {
  const uint64_t epoch = Begin();
  Grow(101);
  const AuditReport report = AuditDirectly();
  EXPECT_THAT(Findings(report), IsEmpty());
  EXPECT_EQ(epoch, size_);
  EXPECT_EQ(report.checkpoint.origin, kNewOrigin);
  EXPECT_EQ(report.statements.at("begin_epoch"), 1u);
  EXPECT_EQ(ExitCodeOf(report), ExitCode::kValid);
}

TEST_F(AuditEpochTest, GoesThroughSeveralEpochs) {
  Begin();
  log_.BeginEpoch("example.invalid/linkcert-test-3", "log-3");
  EXPECT_EQ(ExitCodeOf(AuditDirectly()), ExitCode::kValid);
}

TEST_F(AuditEpochTest, NameThatIsNotTheNewestIsAFinding) {
  const Trust old = log_.Trust();
  const std::string old_note = *log_.Checkpoint();
  Begin();
  testing::MemoryLog under_old_name(world_);  // the same entries, signed as before
  under_old_name.entries() = log_.entries();
  const auto report =
      Audit(under_old_name, old,
            {.now_ms = now_ms_, .state_path = {}, .hash_tiles = {}, .on_progress = {}});
  ASSERT_THAT(report, testing::IsOk());
  EXPECT_THAT(Findings(*report), ElementsAre("0 GENESIS_DIFFERS"));
}

TEST_F(AuditEpochTest, SavedStateGoesOnUnderTheNewName) {
  AuditDirectly(state_);
  Begin();
  Grow(101);
  const AuditReport resumed = AuditDirectly(state_);
  EXPECT_EQ(resumed.resumed_at, size_);
  EXPECT_THAT(Findings(resumed), IsEmpty());
  EXPECT_EQ(ExitCodeOf(resumed), ExitCode::kValid);
  EXPECT_EQ(AuditDirectly(state_).resumed_at, log_.entries().size());
}

TEST_F(AuditEpochTest, SavedStateOfALogThatHadNotThisNameIsRefused) {
  AuditDirectly(state_);
  testing::MemoryLog other(world_, kNewOrigin);  // no epoch leads there
  other.entries() = log_.entries();
  const AuditReport report = Run(other, {}, state_, other.Trust());
  EXPECT_THAT(Findings(report), ElementsAre("0 GENESIS_DIFFERS"));
}

TEST_F(AuditEpochTest, EntriesRewrittenBeforeTheEpochAreProven) {
  log_.entries()[size_ - 1].back() ^= 1;
  const std::string forged = *log_.Checkpoint();
  log_.entries()[size_ - 1].back() ^= 1;
  v1::Statement epoch = world_.New();
  v1::BeginEpoch& act = *epoch.mutable_begin_epoch();
  act.set_origin(kNewOrigin);
  act.set_log_key(world_.Spki("log-2"));
  act.set_previous_checkpoint(forged);
  act.set_kept_entries(size_);
  log_.Submit(world_.Sign(epoch, {"authority-1", "authority-2"}));
  log_.SignAs(kNewOrigin, "log-2");
  const AuditReport report = AuditDirectly();
  EXPECT_THAT(Findings(report), ElementsAre(StartsWith(absl::StrCat(size_, " EPOCH_INVALID"))));
  EXPECT_EQ(ExitCodeOf(report), ExitCode::kLogMisbehaviour);
}

TEST_F(AuditEpochTest, EntriesThatWereNotKeptAreAWarning) {
  Grow(101);
  Begin(/*lost=*/8);
  const AuditReport report = AuditDirectly();
  EXPECT_THAT(Findings(report), IsEmpty());
  EXPECT_EQ(report.findings.back().reason, proto::Reason::kEntriesNotKeptWarning);
  EXPECT_TRUE(report.findings.back().warning);
  EXPECT_EQ(report.findings.back().index, size_);
}

TEST_F(AuditEpochTest, WhatWasBelievedAndNotKeptIsAFinding) {
  Grow(101);
  AuditDirectly(state_);
  Begin(/*lost=*/8);
  const std::string not_kept =
      absl::StrCat(size_, " ENTRIES_NOT_KEPT entries ", size_, " to ", size_ + 7);
  const AuditReport shorter = AuditDirectly(state_);
  EXPECT_THAT(Findings(shorter), ElementsAre(StartsWith(not_kept)));
  EXPECT_EQ(ExitCodeOf(shorter), ExitCode::kInvalid);
  Grow(101);
  EXPECT_THAT(Findings(AuditDirectly(state_)), ElementsAre(StartsWith(not_kept)));
}

TEST_F(AuditEpochTest, CopyFromBeforeTheEpochIsOnlyOlder) {
  ExportAs(log_.entries());
  const Trust old = log_.Trust();
  Begin();
  AuditDirectly(state_);
  const auto copy = OpenTileDirectory(copy_);
  const AuditReport report = Run(*copy->source, copy->hash_tiles, state_, old);
  EXPECT_TRUE(report.source_behind);
  EXPECT_EQ(ExitCodeOf(report), ExitCode::kUnknown);
}

// Under its own name the log cannot excuse another history with an epoch that it made up.
TEST_F(AuditEpochTest, EpochExcusesNothingUnderTheSameName) {
  Grow(101);
  AuditDirectly(state_);
  log_.Lose(8);
  Begin();
  Grow(201);
  Grow(101);
  log_.SignAs(testing::kOrigin, "log");
  const AuditReport report = AuditDirectly(state_);
  EXPECT_EQ(report.findings[0].reason, proto::Reason::kCheckpointInconsistent);
  EXPECT_EQ(ExitCodeOf(report), ExitCode::kLogMisbehaviour);
}

TEST_F(AuditEpochTest, HistoryRewrittenUnderANewNameIsProven) {
  Grow(101);
  AuditDirectly(state_);
  const std::string old_note = *log_.Checkpoint();
  log_.Lose(8);
  Grow(201);  // as many others
  Begin();
  const AuditReport report = AuditDirectly(state_);
  EXPECT_EQ(report.findings[0].reason, proto::Reason::kCheckpointInconsistent);
  EXPECT_THAT(report.proof, ElementsAre(old_note, *log_.Checkpoint()));
  EXPECT_EQ(ExitCodeOf(report), ExitCode::kLogMisbehaviour);
}

}  // namespace
}  // namespace linkcert::client
