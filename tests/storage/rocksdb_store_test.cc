// What only the engine on disk has: opening again, refusing to, and running out of space.
#include "storage/rocksdb_store.h"

#include <filesystem>
#include <limits>

#include "crypto/big_endian.h"
#include "storage/rocksdb_database.h"
#include "tests/storage/sample.h"
#include "tests/testing/fault_env.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::storage {
namespace {

using ::linkcert::testing::HasCode;
using ::linkcert::testing::IsOk;
using ::linkcert::testing::IsOkAndHolds;
using ::testing::HasSubstr;
using ::testing::Optional;

constexpr size_t kNoLimit = size_t{1} << 30;

class RocksDbStoreTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Store>> Open() const { return OpenRocksDbStore(options_); }
  // A store of `size` entries, in commits of up to 100.
  void Fill(uint64_t size) const {
    std::unique_ptr<Store> store = Open().value();
    for (uint64_t first = 0; first < size; first += 100) {
      ASSERT_THAT(store->Commit(first, SampleBatch(first, std::min(first + 100, size))), IsOk());
    }
  }
  // Changes rows behind the store's back.
  std::shared_ptr<Database> Rows() const {
    return Database::Open(options_, Database::StoreFamilies()).value();
  }
  void SetSchemaRow(const std::string& value) const {
    std::shared_ptr<Database> rows = Rows();
    ASSERT_TRUE((*rows)->Put({}, rows->about(), kSchemaKey, value).ok());
  }

  const testing::TempDir dir_;
  RocksDbOptions options_ = {.directory = dir_.file("store")};
};

TEST_F(RocksDbStoreTest, ReopenedStoreHoldsWhatWasCommitted) {
  Fill(700);
  std::shared_ptr<const Snapshot> now = Open().value()->TakeSnapshot();
  EXPECT_EQ(now->size(), 700u);
  EXPECT_EQ(now->head(), SampleHead(700));
  EXPECT_THAT(now->ReadEntries(0, 700, kNoLimit), IsOkAndHolds(SampleEntries(0, 700)));
  EXPECT_THAT(now->FindRecord("last"), IsOkAndHolds(Optional(std::string("700"))));
}

TEST_F(RocksDbStoreTest, WritingGoesOnAfterReopening) {
  Fill(100);
  std::unique_ptr<Store> store = Open().value();
  EXPECT_THAT(store->Commit(0, SampleBatch(0, 1)), HasCode(absl::StatusCode::kAborted));
  ASSERT_THAT(store->Commit(100, SampleBatch(100, 400)), IsOk());
  EXPECT_THAT(store->TakeSnapshot()->ReadEntries(0, 400, kNoLimit),
              IsOkAndHolds(SampleEntries(0, 400)));
}

TEST_F(RocksDbStoreTest, ReopeningAnEmptyStoreFindsItEmpty) {
  Fill(0);
  EXPECT_EQ(Open().value()->TakeSnapshot()->size(), 0u);
}

TEST_F(RocksDbStoreTest, MissingStoreIsNotFoundUnlessCreated) {
  options_.create_if_missing = false;
  EXPECT_THAT(Open(), HasCode(absl::StatusCode::kNotFound));
  EXPECT_FALSE(std::filesystem::exists(options_.directory));
}

TEST_F(RocksDbStoreTest, SecondOpenerIsRefused) {
  std::unique_ptr<Store> store = Open().value();
  EXPECT_THAT(Open(), HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Open().status().message(), HasSubstr("open elsewhere"));
  std::shared_ptr<const Snapshot> snapshot = store->TakeSnapshot();
  store.reset();
  EXPECT_THAT(Open(), HasCode(absl::StatusCode::kFailedPrecondition));
  snapshot.reset();
  EXPECT_THAT(Open(), IsOk());
}

TEST_F(RocksDbStoreTest, OtherSchemaVersionIsRefusedByName) {
  Fill(10);
  std::string newer;
  crypto::AppendBigEndian(kStoreSchemaVersion + 41, newer);
  SetSchemaRow(newer);
  EXPECT_THAT(Open(), HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Open().status().message(), HasSubstr("schema version 43, this program 2"));
  SetSchemaRow("what");
  EXPECT_THAT(Open(), HasCode(absl::StatusCode::kFailedPrecondition));
  SetSchemaRow("whatever");
  EXPECT_THAT(Open(), HasCode(absl::StatusCode::kDataLoss));
}

// To make its other rows anew.
TEST_F(RocksDbStoreTest, OlderSchemaIsReadIfAccepted) {
  Fill(10);
  SetSchemaRow(std::string("\0\0\0\1", 4));
  EXPECT_THAT(Open().status().message(), HasSubstr("schema version 1, this program 2"));
  options_.accept_older = true;
  EXPECT_EQ(Open().value()->TakeSnapshot()->size(), 10u);
  SetSchemaRow(std::string("\0\0\0\0", 4));
  EXPECT_THAT(Open(), HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST_F(RocksDbStoreTest, NewerStoreWithMoreFamiliesIsRefusedByItsVersion) {
  Fill(10);
  SetSchemaRow(std::string("\0\0\0\3", 4));
  {
    std::shared_ptr<Database> rows = Rows();
    rocksdb::ColumnFamilyHandle* vault = nullptr;
    ASSERT_TRUE((*rows)->CreateColumnFamily({}, "vault", &vault).ok());
    ASSERT_TRUE((*rows)->DestroyColumnFamilyHandle(vault).ok());
  }
  EXPECT_THAT(Open().status().message(), HasSubstr("schema version 3, this program 2"));
}

TEST_F(RocksDbStoreTest, StoreWithoutSchemaVersionIsRefused) {
  Fill(10);
  {
    std::shared_ptr<Database> rows = Rows();
    ASSERT_TRUE((*rows)->Delete({}, rows->about(), kSchemaKey).ok());
  }
  EXPECT_THAT(Open(), HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST_F(RocksDbStoreTest, GapInTheEntriesIsDataLoss) {
  Fill(1000);
  {
    std::shared_ptr<Database> rows = Rows();
    ASSERT_TRUE((*rows)->Delete({}, rows->entries(), ChunkKey(300)).ok());
  }
  std::shared_ptr<const Snapshot> now = Open().value()->TakeSnapshot();
  EXPECT_THAT(now->ReadEntries(0, 1000, kNoLimit), HasCode(absl::StatusCode::kDataLoss));
  EXPECT_THAT(now->ReadEntries(310, 320, kNoLimit), HasCode(absl::StatusCode::kDataLoss));
  EXPECT_THAT(now->ReadEntries(0, 300, kNoLimit), IsOkAndHolds(SampleEntries(0, 300)));
  EXPECT_THAT(now->ReadEntries(400, 900, kNoLimit), IsOkAndHolds(SampleEntries(400, 900)));
}

TEST_F(RocksDbStoreTest, StoreWhoseLastChunkIsGoneIsRefused) {
  Fill(1000);
  {
    std::shared_ptr<Database> rows = Rows();
    ASSERT_TRUE((*rows)->Delete({}, rows->entries(), ChunkKey(900)).ok());
  }
  EXPECT_THAT(Open(), HasCode(absl::StatusCode::kDataLoss));
}

TEST_F(RocksDbStoreTest, StoreOneOfWhoseFamiliesFellBehindIsRefused) {
  Fill(300);
  {
    std::string size;
    crypto::AppendBigEndian(uint64_t{200}, size);
    std::shared_ptr<Database> rows = Rows();
    ASSERT_TRUE((*rows)->Put({}, rows->records(), kFamilySizeKey, size).ok());
  }
  EXPECT_THAT(Open(), HasCode(absl::StatusCode::kDataLoss));
}

TEST_F(RocksDbStoreTest, CommitIsRefusedWhileSpaceIsShortAndServedAgainAfter) {
  Fill(100);
  options_.min_free_bytes = std::numeric_limits<uint64_t>::max();
  {
    std::unique_ptr<Store> store = Open().value();
    for (int attempt = 0; attempt < 2; ++attempt) {
      EXPECT_THAT(store->Commit(100, SampleBatch(100, 101)),
                  HasCode(absl::StatusCode::kResourceExhausted));
    }
    EXPECT_THAT(store->TakeSnapshot()->ReadEntries(0, 100, kNoLimit),
                IsOkAndHolds(SampleEntries(0, 100)));
  }
  options_.min_free_bytes = 0;
  std::unique_ptr<Store> store = Open().value();
  EXPECT_THAT(store->Commit(100, SampleBatch(100, 101)), IsOk());
}

TEST_F(RocksDbStoreTest, EachCommitIsSyncedOnce) {
  testing::FaultPlan plan;
  std::unique_ptr<rocksdb::Env> env = testing::NewFaultEnv(&plan);
  options_.env = env.get();
  std::unique_ptr<Store> store = Open().value();
  const int64_t before = plan.syncs;
  for (uint64_t size = 0; size < 10; ++size) {
    ASSERT_THAT(store->Commit(size, SampleBatch(size, size + 1)), IsOk());
  }
  EXPECT_EQ(plan.syncs - before, 10);
}

}  // namespace
}  // namespace linkcert::storage
