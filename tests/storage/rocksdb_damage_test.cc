// One bit of one file of a store is flipped: it is detected, or does no harm, or (in the newest
// write-ahead log, where the anchor steps in) the store is an earlier state of itself.
//
// A program of its own, and each flip in a child process: Debian's RocksDB is built with assertions
// and reads some bytes of a table before it checks them, so that a flip may end the process.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>

#include "absl/strings/match.h"
#include "storage/rocksdb_store.h"
#include "tests/storage/sample.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::storage {
namespace {

constexpr uint64_t kSize = 3000;
constexpr uint64_t kBatch = 100;
constexpr int kFlips = 200;
constexpr size_t kNoLimit = size_t{1} << 30;

enum Outcome { kWhole, kRefused, kShorter, kWrong, kAborted };

Outcome RunInChild(const std::function<Outcome()>& run) {
  const pid_t child = fork();
  if (child == 0) {
    const rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    _exit(run());
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return kWrong;
  return WIFEXITED(status) ? static_cast<Outcome>(WEXITSTATUS(status)) : kAborted;
}

// The batch's own records and a large one, so that tables and logs of several ages arise.
Batch BatchAt(uint64_t first) {
  Batch batch = SampleBatch(first, first + kBatch);
  batch.records.push_back({"large", std::string(7000 + first, 'x')});
  return batch;
}

Outcome MakeStore(const std::string& directory) {
  auto store = OpenRocksDbStore({.directory = directory, .write_buffer_bytes = 64 << 10});
  if (!store.ok()) return kWrong;
  for (uint64_t first = 0; first < kSize; first += kBatch) {
    if (!(*store)->Commit(first, BatchAt(first)).ok()) return kWrong;
  }
  return kWhole;
}

// A read that must return `expected`, and may be refused.
template <typename T, typename U>
Outcome Judge(const absl::StatusOr<T>& read, const U& expected) {
  if (!read.ok()) return absl::IsDataLoss(read.status()) ? kRefused : kWrong;
  return *read == expected ? kWhole : kWrong;
}

Outcome JudgeBatch(const Snapshot& now, uint64_t first) {
  const uint64_t end = first + kBatch;
  const auto record = std::optional<std::string>(absl::StrCat(end));
  return std::max(Judge(now.ReadEntries(first, end, kNoLimit), SampleEntries(first, end)),
                  Judge(now.FindRecord(absl::StrCat("batch/", first)), record));
}

Outcome JudgeStore(const std::string& directory) {
  auto store = OpenRocksDbStore({.directory = directory});
  if (!store.ok()) return kRefused;
  std::shared_ptr<const Snapshot> now = (*store)->TakeSnapshot();
  const uint64_t size = now->size();
  if (size == 0) return kShorter;
  if (size > kSize || size % kBatch != 0 || now->head() != SampleHead(size)) return kWrong;
  const Batch last = BatchAt(size - kBatch);
  Outcome worst = size < kSize ? kShorter : kWhole;
  worst = std::max(worst, Judge(now->ReadTile(1, 0), last.tiles[0].hashes));
  for (const RecordRow& record : last.records) {
    worst = std::max(worst, Judge(now->FindRecord(record.key), std::optional(record.value)));
  }
  for (uint64_t first = 0; first < size; first += kBatch) {
    worst = std::max(worst, JudgeBatch(*now, first));
  }
  return worst;
}

class RocksDbDamageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(RunInChild([this] { return MakeStore(original_); }), kWhole);
    for (const auto& file : std::filesystem::directory_iterator(original_)) {
      const std::string name = file.path().filename().string();
      if (file.file_size() > 0 && !absl::StartsWith(name, "LOG")) names_.push_back(name);
      if (absl::EndsWith(name, ".log")) newest_log_ = std::max(newest_log_, name);
    }
    std::sort(names_.begin(), names_.end());
  }

  // Of a copy of the store in which one bit of the file differs.
  Outcome Flip(const std::string& name, uint64_t bit) const {
    std::filesystem::remove_all(copy_);
    std::filesystem::copy(original_, copy_);
    std::fstream bytes(copy_ + "/" + name, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekg(static_cast<std::streamoff>(bit / 8));
    const int byte = bytes.get();
    bytes.seekp(static_cast<std::streamoff>(bit / 8));
    bytes.put(static_cast<char>(byte ^ (1 << bit % 8)));
    bytes.close();
    return RunInChild([this] { return JudgeStore(copy_); });
  }
  uint64_t BitsOf(const std::string& name) const {
    return std::filesystem::file_size(original_ + "/" + name) * 8;
  }
  bool IsLog(const std::string& name) const { return absl::EndsWith(name, ".log"); }

  const testing::TempDir dir_;
  const std::string original_ = dir_.file("original");
  const std::string copy_ = dir_.file("copy");
  std::vector<std::string> names_;
  std::string newest_log_;
};

TEST_F(RocksDbDamageTest, UndamagedCopyIsWhole) {
  std::filesystem::copy(original_, copy_);
  EXPECT_EQ(RunInChild([this] { return JudgeStore(copy_); }), kWhole);
  EXPECT_GE(std::count_if(names_.begin(), names_.end(), [this](auto& n) { return IsLog(n); }), 2);
}

TEST_F(RocksDbDamageTest, FlippedBitNeverMakesAWrongAnswer) {
  std::mt19937_64 random(20);
  std::array<int, kAborted + 1> count{};
  for (int flip = 0; flip < kFlips; ++flip) {
    const std::string& name = names_[random() % names_.size()];
    const uint64_t bit = random() % BitsOf(name);
    const Outcome outcome = Flip(name, bit);
    EXPECT_NE(outcome, kWrong) << name << " bit " << bit;
    EXPECT_TRUE(outcome != kShorter || name == newest_log_) << name << " bit " << bit;
    ++count[outcome];
  }
  EXPECT_GT(count[kRefused], kFlips / 10);
  EXPECT_LE(count[kAborted], kFlips / 50);
}

// Length and type of the first record of each log: what RocksDB takes for the end of the log.
TEST_F(RocksDbDamageTest, FlippedHeaderOfALogIsRefusedUnlessItIsTheNewest) {
  for (const std::string& name : names_) {
    for (uint64_t bit = 4 * 8; IsLog(name) && bit < 7 * 8; ++bit) {
      const Outcome outcome = Flip(name, bit);
      EXPECT_TRUE(outcome == kRefused || (outcome == kShorter && name == newest_log_))
          << name << " bit " << bit << " outcome " << outcome;
    }
  }
}

}  // namespace
}  // namespace linkcert::storage
