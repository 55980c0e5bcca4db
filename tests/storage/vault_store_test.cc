// The vault's rows survive what they should, and are gone when they should be.
#include "storage/vault_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::storage {
namespace {

using linkcert::testing::HasCode;
using linkcert::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

class VaultStoreTest : public ::testing::Test {
 protected:
  void SetUp() override { Reopen(); }
  void Reopen() {
    store_.reset();
    auto store = VaultStore::Open(options_);
    ASSERT_THAT(store, IsOk());
    store_ = *std::move(store);
  }
  absl::Status Put(VaultTable table, const std::string& key, const std::string& value) {
    return store_->Write({{table, key, value}});
  }
  std::optional<std::string> Get(VaultTable table, const std::string& key) {
    return *store_->Find(table, key);
  }
  std::vector<std::string> Keys(absl::string_view prefix, absl::string_view after, size_t limit) {
    std::vector<std::string> keys;
    const auto rows = store_->List(VaultTable::kLookups, prefix, after, limit);
    for (const VaultRow& row : *rows) keys.push_back(row.key);
    return keys;
  }
  // Files of the vault that hold these bytes.
  std::vector<std::string> FilesWith(const std::string& bytes) {
    std::vector<std::string> found;
    for (const auto& file : std::filesystem::recursive_directory_iterator(options_.directory)) {
      if (!file.is_regular_file()) continue;
      std::ostringstream content;
      content << std::ifstream(file.path(), std::ios::binary).rdbuf();
      if (content.str().find(bytes) != std::string::npos) found.push_back(file.path().filename());
    }
    return found;
  }

  testing::TempDir dir_;
  RocksDbOptions options_ = {.directory = dir_.file("vault"), .min_free_bytes = 0};
  std::unique_ptr<VaultStore> store_;
};

TEST_F(VaultStoreTest, RowsSurviveReopeningInTheirTables) {
  ASSERT_THAT(Put(VaultTable::kClaims, "a", "claims"), IsOk());
  ASSERT_THAT(Put(VaultTable::kKeys, "a", "key"), IsOk());
  Reopen();
  EXPECT_THAT(Get(VaultTable::kClaims, "a"), Optional(std::string("claims")));
  EXPECT_THAT(Get(VaultTable::kKeys, "a"), Optional(std::string("key")));
  EXPECT_EQ(Get(VaultTable::kStates, "a"), std::nullopt);
}

TEST_F(VaultStoreTest, RowsAreWrittenTogetherAndTakenAway) {
  ASSERT_THAT(store_->Write({{VaultTable::kKeys, "a", "1"}, {VaultTable::kStates, "a", "2"}}),
              IsOk());
  ASSERT_THAT(store_->Write({{VaultTable::kKeys, "a", {}}, {VaultTable::kStates, "a", "3"}}),
              IsOk());
  EXPECT_EQ(Get(VaultTable::kKeys, "a"), std::nullopt);
  EXPECT_THAT(Get(VaultTable::kStates, "a"), Optional(std::string("3")));
}

TEST_F(VaultStoreTest, ListsByPrefixInPages) {
  for (const char* key : {"a1", "b1", "b2", "b3", "c1"}) {
    ASSERT_THAT(Put(VaultTable::kLookups, key, ""), IsOk());
  }
  EXPECT_THAT(Keys("b", "", 2), ElementsAre("b1", "b2"));
  EXPECT_THAT(Keys("b", "b2", 2), ElementsAre("b3"));
  EXPECT_THAT(Keys("b", "b3", 2), IsEmpty());
  EXPECT_THAT(Keys("", "", 9), ElementsAre("a1", "b1", "b2", "b3", "c1"));
}

TEST_F(VaultStoreTest, PurgedKeyIsInNoFile) {
  for (int i = 100; i < 200; ++i) {
    ASSERT_THAT(Put(VaultTable::kKeys, absl::StrCat("key-", i), absl::StrCat("wrapped<", i, ">")),
                IsOk());
  }
  ASSERT_THAT(store_->Purge("key-100", "key-199"), IsOk());  // what is erased lies in old files
  EXPECT_THAT(FilesWith("wrapped<150>"), ::testing::SizeIs(1));
  ASSERT_THAT(store_->Write({{VaultTable::kKeys, "key-150", {}}}), IsOk());
  ASSERT_THAT(store_->Purge("key-150", "key-150"), IsOk());
  EXPECT_THAT(FilesWith("wrapped<150>"), IsEmpty());
  EXPECT_THAT(FilesWith("wrapped<151>"), ::testing::SizeIs(1));
}

TEST_F(VaultStoreTest, PurgedKeyIsNotInTheWriteAheadLogEither) {
  ASSERT_THAT(Put(VaultTable::kKeys, "key", "wrapped"), IsOk());
  EXPECT_THAT(FilesWith("wrapped"), ::testing::SizeIs(1));
  ASSERT_THAT(store_->Write({{VaultTable::kKeys, "key", {}}}), IsOk());
  ASSERT_THAT(store_->Purge("key", "key"), IsOk());
  EXPECT_THAT(FilesWith("wrapped"), IsEmpty());
}

TEST_F(VaultStoreTest, ReplacedKeyIsPurgedToo) {
  ASSERT_THAT(Put(VaultTable::kKeys, "key", "wrapped before"), IsOk());
  ASSERT_THAT(store_->Purge("key", "key"), IsOk());
  ASSERT_THAT(Put(VaultTable::kKeys, "key", "wrapped after"), IsOk());
  ASSERT_THAT(store_->Purge("key", "key"), IsOk());
  EXPECT_THAT(FilesWith("wrapped before"), IsEmpty());
  EXPECT_THAT(FilesWith("wrapped after"), ::testing::SizeIs(1));
}

TEST_F(VaultStoreTest, RefusesWhileTheDiskIsNearlyFull) {
  store_.reset();
  options_.min_free_bytes = uint64_t{1} << 60;
  Reopen();
  EXPECT_THAT(Put(VaultTable::kKeys, "key", "wrapped"),
              HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(Get(VaultTable::kKeys, "key"), std::nullopt);
}

TEST_F(VaultStoreTest, IsNoStoreOfTheLog) {
  store_.reset();
  EXPECT_THAT(VaultStore::Open({.directory = dir_.file("vault"), .create_if_missing = false}),
              IsOk());
  EXPECT_THAT(VaultStore::Open({.directory = dir_.file("none"), .create_if_missing = false}),
              HasCode(absl::StatusCode::kNotFound));
}

TEST_F(VaultStoreTest, OpensOnce) {
  EXPECT_THAT(VaultStore::Open(options_), HasCode(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace linkcert::storage
