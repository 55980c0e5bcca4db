// What storage/store.h promises, run against every engine.
#include <functional>
#include <ostream>
#include <thread>

#include "storage/memory_store.h"
#include "storage/rocksdb_store.h"
#include "storage/store.h"
#include "tests/storage/sample.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::storage {
namespace {

using ::linkcert::testing::HasCode;
using ::linkcert::testing::IsOk;
using ::linkcert::testing::IsOkAndHolds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

constexpr size_t kNoLimit = size_t{1} << 30;

struct Engine {
  std::string name;
  std::function<absl::StatusOr<std::unique_ptr<Store>>(const std::string& directory)> open;
};

void PrintTo(const Engine& engine, std::ostream* out) { *out << engine.name; }

class StoreContractTest : public ::testing::TestWithParam<Engine> {
 protected:
  StoreContractTest() : store_(GetParam().open(dir_.file("store")).value()) {}

  std::shared_ptr<const Snapshot> Now() const { return store_->TakeSnapshot(); }
  // Appends `count` sample entries, without other rows.
  absl::Status Append(uint64_t count) {
    const uint64_t first = Now()->size();
    return store_->Commit(first, {.entries = SampleEntries(first, first + count),
                                  .tiles = {},
                                  .records = {},
                                  .head = SampleHead(first + count)});
  }
  absl::Status Write(std::vector<TileRow> tiles, std::vector<RecordRow> records) {
    return store_->Commit(Now()->size(), {.entries = {"entry"},
                                          .tiles = std::move(tiles),
                                          .records = std::move(records),
                                          .head = "head"});
  }

  testing::TempDir dir_;
  std::unique_ptr<Store> store_;
};

TEST_P(StoreContractTest, NewStoreIsEmpty) {
  EXPECT_EQ(Now()->size(), 0u);
  EXPECT_EQ(Now()->head(), "");
  EXPECT_THAT(Now()->ReadEntries(0, 1, kNoLimit), HasCode(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(Now()->ReadTile(0, 0), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Now()->FindRecord("key"), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(Now()->ListRecords("", "", 10), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(Now()->ListTiles(0, 0, 10), IsOkAndHolds(IsEmpty()));
}

TEST_P(StoreContractTest, CommitShowsAllItsRows) {
  ASSERT_THAT(store_->Commit(0, SampleBatch(0, 3)), IsOk());
  EXPECT_EQ(Now()->size(), 3u);
  EXPECT_EQ(Now()->head(), SampleHead(3));
  EXPECT_THAT(Now()->ReadEntries(0, 3, kNoLimit), IsOkAndHolds(SampleEntries(0, 3)));
  EXPECT_THAT(Now()->ReadTile(1, 0), IsOkAndHolds(std::string(4 * kHashBytes, 'h')));
  EXPECT_THAT(Now()->FindRecord("last"), IsOkAndHolds(Optional(std::string("3"))));
}

// However the entries were grouped into commits, every range reads the same.
TEST_P(StoreContractTest, AnyGroupingReadsTheSame) {
  for (uint64_t count : {1, 254, 1, 1, 300, 7, 1000, 212}) ASSERT_THAT(Append(count), IsOk());
  ASSERT_EQ(Now()->size(), 1776u);
  for (uint64_t first : {0, 1, 254, 255, 256, 257, 511, 512, 556, 563, 564, 1563, 1775}) {
    for (uint64_t end : {1, 255, 256, 257, 512, 513, 557, 564, 1024, 1563, 1776}) {
      if (first >= end) continue;
      EXPECT_THAT(Now()->ReadEntries(first, end, kNoLimit),
                  IsOkAndHolds(SampleEntries(first, end)));
    }
  }
}

TEST_P(StoreContractTest, RangesOutsideTheStoreAreRefused) {
  ASSERT_THAT(Append(10), IsOk());
  EXPECT_THAT(Now()->ReadEntries(3, 3, kNoLimit), HasCode(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(Now()->ReadEntries(4, 3, kNoLimit), HasCode(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(Now()->ReadEntries(9, 11, kNoLimit), HasCode(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(Now()->ReadEntries(10, 11, kNoLimit), HasCode(absl::StatusCode::kOutOfRange));
}

TEST_P(StoreContractTest, ReadEntriesStopsBeforeMaxBytes) {
  Batch batch;
  batch.entries = {"four", "four", "", "four", std::string(300, 'x'), ""};
  ASSERT_THAT(store_->Commit(0, batch), IsOk());
  EXPECT_THAT(Now()->ReadEntries(0, 6, 7), IsOkAndHolds(SizeIs(1)));
  EXPECT_THAT(Now()->ReadEntries(0, 6, 8), IsOkAndHolds(SizeIs(3)));
  EXPECT_THAT(Now()->ReadEntries(0, 6, 12), IsOkAndHolds(SizeIs(4)));
  EXPECT_THAT(Now()->ReadEntries(0, 6, 0), IsOkAndHolds(SizeIs(1)));
  EXPECT_THAT(Now()->ReadEntries(4, 6, 100), IsOkAndHolds(ElementsAre(std::string(300, 'x'))));
  EXPECT_THAT(Now()->ReadEntries(0, 2, 100), IsOkAndHolds(SizeIs(2)));
}

TEST_P(StoreContractTest, SnapshotDoesNotSeeLaterCommits) {
  ASSERT_THAT(store_->Commit(0, SampleBatch(0, 3)), IsOk());
  std::shared_ptr<const Snapshot> before = Now();
  ASSERT_THAT(store_->Commit(3, SampleBatch(3, 9)), IsOk());
  EXPECT_EQ(before->size(), 3u);
  EXPECT_EQ(before->head(), SampleHead(3));
  EXPECT_THAT(before->FindRecord("last"), IsOkAndHolds(Optional(std::string("3"))));
  EXPECT_THAT(before->FindRecord("batch/3"), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(before->ReadTile(1, 0), IsOkAndHolds(std::string(4 * kHashBytes, 'h')));
  EXPECT_THAT(before->ListTiles(1, 0, 9), IsOkAndHolds(SizeIs(1)));
  EXPECT_THAT(before->ListRecords("", "", 9), IsOkAndHolds(SizeIs(2)));
  EXPECT_THAT(before->ReadEntries(0, 4, 1), HasCode(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(Now()->FindRecord("last"), IsOkAndHolds(Optional(std::string("9"))));
}

TEST_P(StoreContractTest, SnapshotOutlivesItsStore) {
  ASSERT_THAT(Append(300), IsOk());
  std::shared_ptr<const Snapshot> snapshot = Now();
  store_.reset();
  EXPECT_THAT(snapshot->ReadEntries(0, 300, kNoLimit), IsOkAndHolds(SampleEntries(0, 300)));
}

TEST_P(StoreContractTest, WrongExpectedSizeIsFenced) {
  ASSERT_THAT(Append(5), IsOk());
  for (uint64_t size : {0, 4, 6}) {
    EXPECT_THAT(store_->Commit(size, SampleBatch(size, size + 1)),
                HasCode(absl::StatusCode::kAborted));
  }
  EXPECT_EQ(Now()->size(), 5u);
  EXPECT_THAT(Now()->FindRecord("last"), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(Append(1), IsOk());
}

TEST_P(StoreContractTest, BatchWithoutEntriesIsRefused) {
  Batch batch = SampleBatch(0, 1);
  batch.entries.clear();
  EXPECT_THAT(store_->Commit(0, batch), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Now()->FindRecord("last"), IsOkAndHolds(std::nullopt));
}

TEST_P(StoreContractTest, EntryOverTheLimitIsRefusedWithItsWholeBatch) {
  Batch batch = SampleBatch(0, 3);
  batch.entries.push_back(std::string(kMaxEntryBytes + 1, 'x'));
  EXPECT_THAT(store_->Commit(0, batch), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(Now()->size(), 0u);
  batch.entries.back().pop_back();
  ASSERT_THAT(store_->Commit(0, batch), IsOk());
  EXPECT_THAT(Now()->ReadEntries(3, 4, 1), IsOkAndHolds(ElementsAre(batch.entries.back())));
}

TEST_P(StoreContractTest, MalformedTilesAndKeysAreRefused) {
  const std::string full(kTileWidth * kHashBytes, 'h');
  const std::vector<TileRow> bad = {{0, 0, std::string(32, 'h')},
                                    {1, 0, ""},
                                    {1, 0, std::string(33, 'h')},
                                    {1, 0, full + full},
                                    {kTileLevels, 0, full}};
  for (const TileRow& tile : bad) {
    EXPECT_THAT(Write({tile}, {}), HasCode(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_THAT(Write({}, {{"", "value"}}), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(Now()->size(), 0u);
}

TEST_P(StoreContractTest, TilesAreOverwrittenAndListedByLevel) {
  const std::string full(kTileWidth * kHashBytes, 'f');
  const std::string one(kHashBytes, '1'), two(2 * kHashBytes, '2');
  ASSERT_THAT(Write({{0, 0, full}, {0, 256, full}, {1, 0, one}}, {}), IsOk());
  ASSERT_THAT(Write({{0, 7, full}, {1, 0, two}}, {}), IsOk());
  EXPECT_THAT(Now()->ReadTile(1, 0), IsOkAndHolds(two));
  EXPECT_THAT(Now()->ListTiles(0, 0, 2),
              IsOkAndHolds(ElementsAre(TileRow{0, 0, full}, TileRow{0, 7, full})));
  EXPECT_THAT(Now()->ListTiles(0, 8, 2), IsOkAndHolds(ElementsAre(TileRow{0, 256, full})));
  EXPECT_THAT(Now()->ListTiles(1, 0, 9), IsOkAndHolds(ElementsAre(TileRow{1, 0, two})));
  EXPECT_THAT(Now()->ListTiles(1, 1, 9), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(Now()->ListTiles(0, 0, 0), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(Now()->ReadTile(kTileLevels, 0), HasCode(absl::StatusCode::kNotFound));
}

TEST_P(StoreContractTest, RecordsAreOverwrittenAndTheLaterRowWins) {
  ASSERT_THAT(Write({}, {{"a", "1"}, {"b", "1"}}), IsOk());
  ASSERT_THAT(Write({}, {{"a", "2"}, {"a", "3"}, {"c", ""}}), IsOk());
  EXPECT_THAT(Now()->FindRecord("a"), IsOkAndHolds(Optional(std::string("3"))));
  EXPECT_THAT(Now()->FindRecord("b"), IsOkAndHolds(Optional(std::string("1"))));
  EXPECT_THAT(Now()->FindRecord("c"), IsOkAndHolds(Optional(std::string(""))));
  EXPECT_THAT(Now()->FindRecord("d"), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(Now()->FindRecord(""), IsOkAndHolds(std::nullopt));
}

TEST_P(StoreContractTest, ListRecordsPagesThroughOnePrefix) {
  const std::string high = "k\xff";
  const RecordRow a{"k", "0"}, b{std::string("k\0x", 3), "1"}, c{"ka", "2"}, d{high, "3"};
  ASSERT_THAT(Write({}, {{"j", "-"}, d, c, b, a, {"l", "-"}}), IsOk());
  EXPECT_THAT(Now()->ListRecords("k", "", 9), IsOkAndHolds(ElementsAre(a, b, c, d)));
  EXPECT_THAT(Now()->ListRecords("k", "", 2), IsOkAndHolds(ElementsAre(a, b)));
  EXPECT_THAT(Now()->ListRecords("k", b.key, 2), IsOkAndHolds(ElementsAre(c, d)));
  EXPECT_THAT(Now()->ListRecords("k", d.key, 2), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(Now()->ListRecords("k", "z", 2), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(Now()->ListRecords("k", "a", 1), IsOkAndHolds(ElementsAre(a)));
  EXPECT_THAT(Now()->ListRecords(high, "", 9), IsOkAndHolds(ElementsAre(d)));
  EXPECT_THAT(Now()->ListRecords("", "", 9), IsOkAndHolds(SizeIs(6)));
  EXPECT_THAT(Now()->ListRecords("k", "", 0), IsOkAndHolds(IsEmpty()));
}

TEST_P(StoreContractTest, FindLastRecordLooksBackWithinOnePrefix) {
  const RecordRow a{"k/1", "0"}, b{"k/3", "1"}, c{"k/5", "2"};
  ASSERT_THAT(Write({}, {{"j", "-"}, c, a, {"l", "-"}}), IsOk());
  const auto before = Now();
  ASSERT_THAT(Write({}, {b}), IsOk());
  EXPECT_THAT(Now()->FindLastRecord("k/", "k/3"), IsOkAndHolds(Optional(b)));
  EXPECT_THAT(Now()->FindLastRecord("k/", "k/4"), IsOkAndHolds(Optional(b)));
  EXPECT_THAT(before->FindLastRecord("k/", "k/4"), IsOkAndHolds(Optional(a)));
  EXPECT_THAT(Now()->FindLastRecord("k/", "k/9"), IsOkAndHolds(Optional(c)));
  EXPECT_THAT(Now()->FindLastRecord("k/", "k/0"), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(Now()->FindLastRecord("", ""), IsOkAndHolds(std::nullopt));
}

TEST_P(StoreContractTest, ReadersSeeWholeCommitsWhileTheWriterRuns) {
  std::thread writer([this] {
    for (uint64_t size = 0; size < 200; size += 4) {
      EXPECT_THAT(store_->Commit(size, SampleBatch(size, size + 4)), IsOk());
    }
  });
  for (uint64_t size = 0; size < 200;) {
    std::shared_ptr<const Snapshot> now = Now();
    size = now->size();
    if (size == 0) continue;
    EXPECT_EQ(now->head(), SampleHead(size));
    EXPECT_THAT(now->FindRecord("last"), IsOkAndHolds(Optional(absl::StrCat(size))));
    EXPECT_THAT(now->ReadEntries(0, size, kNoLimit), IsOkAndHolds(SampleEntries(0, size)));
  }
  writer.join();
}

INSTANTIATE_TEST_SUITE_P(
    Engines, StoreContractTest,
    ::testing::Values(Engine{"Memory", [](const std::string&) { return NewMemoryStore(); }},
                      Engine{"RocksDb",
                             [](const std::string& directory) {
                               return OpenRocksDbStore({.directory = directory});
                             }}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace linkcert::storage
