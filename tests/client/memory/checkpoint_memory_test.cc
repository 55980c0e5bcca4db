// What a machine remembers of a log, against logs that behave and logs that do not.
#include "client/memory/checkpoint_memory.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "client/local_file.h"
#include "tests/testing/memory_log.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::client {
namespace {

using linkcert::testing::HasCode;
using linkcert::testing::IsOk;
using ::testing::HasSubstr;

class CheckpointMemoryTest : public ::testing::Test {
 protected:
  void SetUp() override { Grow(5); }
  void Grow(size_t size) {
    while (log_.entries().size() < size) {
      log_.entries().push_back(absl::StrCat("entry ", log_.entries().size()));
    }
  }
  ProveEntry Prove() {
    return [this](uint64_t index, uint64_t size) -> absl::StatusOr<v1::LoggedEntry> {
      if (size != log_.entries().size()) return absl::OutOfRangeError("no such tree");
      return log_.Logged(index);
    };
  }
  Recalled Check(const ProveEntry& prove) {
    const auto recalled =
        memory_.Check({*log_.Checkpoint(), "localhost:1"}, log_.Trust(), now_ms_, prove);
    EXPECT_THAT(recalled, IsOk());
    return recalled.value_or(Recalled());
  }

  const uint64_t now_ms_ = testing::kIssueMs;
  testing::TempDir dir_;
  CheckpointMemory memory_{dir_.file("memory")};
  testing::World world_;
  testing::MemoryLog log_{world_};
};

TEST_F(CheckpointMemoryTest, GrowingLogIsBelievedStepByStep) {
  EXPECT_EQ(Check(Prove()).recall, Recall::kFirst);
  EXPECT_EQ(Check(Prove()).recall, Recall::kAgrees);
  for (size_t size : {6, 8, 9, 64, 300}) {
    Grow(size);
    EXPECT_EQ(Check(Prove()).recall, Recall::kAgrees) << size;
  }
  EXPECT_EQ(Check(Prove()).remembered_size, 300u);
}

TEST_F(CheckpointMemoryTest, ChangedPastIsAFork) {
  for (size_t size : {5, 6, 8, 17}) {
    std::filesystem::remove_all(dir_.file("memory"));
    log_.entries() = {"a", "b", "c", "d", "e"};
    Check(Prove());
    const std::string old_note = *log_.Checkpoint();
    log_.entries()[2] = "x";
    Grow(size);
    const Recalled recalled = Check(Prove());
    EXPECT_EQ(recalled.recall, Recall::kFork) << size;
    const std::string evidence = ReadLocalFile(recalled.evidence_path).value();
    EXPECT_THAT(evidence, HasSubstr(old_note));
    EXPECT_THAT(evidence, HasSubstr(*log_.Checkpoint()));
    EXPECT_THAT(evidence, HasSubstr("second seen: localhost:1"));
  }
}

TEST_F(CheckpointMemoryTest, ForkIsNeverRemembered) {
  Check(Prove());
  log_.entries()[2] = "x";
  Grow(9);
  EXPECT_EQ(Check(Prove()).recall, Recall::kFork);
  EXPECT_EQ(Check(Prove()).recall, Recall::kFork);
}

TEST_F(CheckpointMemoryTest, WrongProofAccusesNobody) {
  Check(Prove());
  Grow(9);
  const ProveEntry damaged = [&](uint64_t index, uint64_t size) {
    auto entry = Prove()(index, size);
    entry->mutable_path(0)->back() ^= 1;
    return entry;
  };
  EXPECT_EQ(Check(damaged).recall, Recall::kUnproven);
  EXPECT_EQ(Check(Prove()).recall, Recall::kAgrees);
}

TEST_F(CheckpointMemoryTest, SmallerLogIsBehind) {
  Grow(9);
  Check(Prove());
  log_.entries().resize(6);
  const Recalled recalled = Check(Prove());
  EXPECT_EQ(recalled.recall, Recall::kBehind);
  EXPECT_EQ(recalled.remembered_size, 9u);
}

TEST_F(CheckpointMemoryTest, OlderCheckpointOfAProvenLogAgrees) {
  const std::string old_note = *log_.Checkpoint();
  Grow(9);
  Check(Prove());
  const auto recalled = memory_.Check({old_note, "a file"}, log_.Trust(), now_ms_, Prove());
  EXPECT_EQ(recalled->recall, Recall::kAgrees);
  EXPECT_EQ(Check(Prove()).remembered_size, 9u);
}

TEST_F(CheckpointMemoryTest, OfflineOnlyEqualSizesAreCompared) {
  EXPECT_EQ(Check({}).recall, Recall::kFirst);
  Grow(9);
  EXPECT_EQ(Check({}).recall, Recall::kUnproven);
  EXPECT_EQ(Check({}).remembered_size, 5u);
  log_.entries().resize(5);
  log_.entries()[4] = "x";
  EXPECT_EQ(Check({}).recall, Recall::kFork);
}

TEST_F(CheckpointMemoryTest, ForeignAndDamagedAreErrors) {
  EXPECT_THAT(memory_.Check({"no note", ""}, log_.Trust(), now_ms_),
              HasCode(absl::StatusCode::kInvalidArgument));
  Check({});
  for (const auto& file : std::filesystem::directory_iterator(dir_.file("memory"))) {
    ASSERT_THAT(WriteLocalFile(file.path().string(), "x", FileAccess::kPrivate), IsOk());
  }
  EXPECT_THAT(memory_.Check({*log_.Checkpoint(), ""}, log_.Trust(), now_ms_),
              HasCode(absl::StatusCode::kDataLoss));
}

TEST_F(CheckpointMemoryTest, WithoutADirectoryNothingIsKept) {
  CheckpointMemory none("");
  for (int i = 0; i < 2; ++i) {
    const auto recalled = none.Check({*log_.Checkpoint(), ""}, log_.Trust(), now_ms_);
    EXPECT_EQ(recalled->recall, Recall::kFirst);
  }
}

}  // namespace
}  // namespace linkcert::client
