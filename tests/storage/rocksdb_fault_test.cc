// The n-th write or sync of a file fails, for every n: what was acknowledged is there after
// reopening, and of the batch whose outcome is unknown, all or nothing.
#include "storage/rocksdb_store.h"
#include "tests/storage/sample.h"
#include "tests/testing/fault_env.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::storage {
namespace {

using ::linkcert::testing::FaultPlan;
using ::linkcert::testing::FileFault;
using ::linkcert::testing::HasCode;
using ::linkcert::testing::IsOkAndHolds;
using ::testing::AnyOf;
using ::testing::Optional;

constexpr uint64_t kBatch = 150;
constexpr size_t kNoLimit = size_t{1} << 30;

class RocksDbFaultTest : public ::testing::TestWithParam<FileFault> {
 protected:
  // Opens and commits twice, two times over: the second opening also writes what the first left in
  // memory to tables. Returns the size that was acknowledged.
  uint64_t RunUntilFault(const std::string& directory, FaultPlan* plan) const {
    std::unique_ptr<rocksdb::Env> env = testing::NewFaultEnv(plan);
    uint64_t size = 0;
    for (int opening = 0; opening < 2; ++opening) {
      auto store = OpenRocksDbStore({.directory = directory, .env = env.get()});
      if (!store.ok()) return size;
      for (int commit = 0; commit < 2; ++commit) {
        absl::Status status = (*store)->Commit(size, SampleBatch(size, size + kBatch));
        if (!status.ok()) {
          ExpectStopped(**store, status, size);
          return size;
        }
        size += kBatch;
      }
    }
    return size;
  }

  static void ExpectStopped(Store& store, const absl::Status& status, uint64_t size) {
    EXPECT_THAT(status, HasCode(absl::StatusCode::kUnknown));
    for (uint64_t at : {size, size + kBatch}) {
      EXPECT_THAT(store.Commit(at, SampleBatch(at, at + 1)), HasCode(absl::StatusCode::kUnknown));
    }
    EXPECT_EQ(store.TakeSnapshot()->size(), size);
  }

  static void ExpectWhole(const std::string& directory, uint64_t acknowledged) {
    FaultPlan no_fault;
    std::unique_ptr<rocksdb::Env> env = testing::NewFaultEnv(&no_fault);
    auto store = OpenRocksDbStore({.directory = directory, .env = env.get()});
    ASSERT_TRUE(store.ok()) << store.status();
    std::shared_ptr<const Snapshot> now = (*store)->TakeSnapshot();
    const uint64_t size = now->size();
    EXPECT_THAT(size, AnyOf(acknowledged, acknowledged + kBatch));
    if (size == 0) return;
    EXPECT_EQ(now->head(), SampleHead(size));
    EXPECT_THAT(now->ReadEntries(0, size, kNoLimit), IsOkAndHolds(SampleEntries(0, size)));
    EXPECT_THAT(now->FindRecord("last"), IsOkAndHolds(Optional(absl::StrCat(size))));
    EXPECT_THAT((*store)->Commit(size, SampleBatch(size, size + 1)), testing::IsOk());
  }
};

TEST_P(RocksDbFaultTest, EveryFailingCallLeavesWholeBatches) {
  for (int64_t n = 0;; ++n) {
    SCOPED_TRACE(n);
    const testing::TempDir dir;
    FaultPlan plan;
    plan.fail_at = n;
    plan.fault = GetParam();
    const uint64_t acknowledged = RunUntilFault(dir.file("store"), &plan);
    if (!plan.hit()) {
      EXPECT_EQ(acknowledged, 4 * kBatch);
      EXPECT_GT(n, 20);
      return;
    }
    ExpectWhole(dir.file("store"), acknowledged);
  }
}

INSTANTIATE_TEST_SUITE_P(Faults, RocksDbFaultTest,
                         ::testing::Values(FileFault::kNotDone, FileFault::kDoneAndFail),
                         [](const auto& info) {
                           return info.param == FileFault::kNotDone ? "NotDone" : "DoneAndFail";
                         });

}  // namespace
}  // namespace linkcert::storage
