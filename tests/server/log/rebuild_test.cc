#include "server/log/rebuild.h"

#include "proto/entry.h"
#include "tests/server/registry_fixture.h"
#include "tests/server/rows.h"

namespace linkcert::server {
namespace {

class RebuildTest : public RegistryTest {
 protected:
  void SetUp() override {
    RegistryTest::SetUp();
    Found();
    ASSERT_THAT(registry_.Submit(Batch(1, 300)), IsOk());
    rows_ = RowsOf(*registry_.memory_->TakeSnapshot());
  }
  // The same log with these rows instead.
  RebuildReport Report() {
    const auto store = storage::NewMemoryStore();
    EXPECT_THAT(store->Commit(0, {rows_.entries, rows_.tiles, rows_.records, rows_.head}), IsOk());
    return *Rebuild(*store->TakeSnapshot(), nullptr);
  }

  Rows rows_;
};

TEST_F(RebuildTest, FindsNothingInAGoodStore) {
  const RebuildReport report = Report();
  EXPECT_TRUE(report.clean()) << report.first_finding << report.first_difference;
  EXPECT_EQ(report.entries, rows_.entries.size());
  EXPECT_EQ(report.tiles, rows_.tiles.size());
  EXPECT_EQ(report.records, rows_.records.size());
}

TEST_F(RebuildTest, NamesARecordThatDiffers) {
  rows_.records[3].value.back() ^= 1;
  EXPECT_EQ(Report().first_difference, "record " + rows_.records[3].key + " differs");
}

TEST_F(RebuildTest, NamesARecordThatIsMissing) {
  const std::string key = rows_.records.back().key;
  rows_.records.pop_back();
  EXPECT_EQ(Report().first_difference, "record " + key + " is missing");
}

TEST_F(RebuildTest, NamesARecordThatIsTooMany) {
  rows_.records.push_back({"zzz", "x"});
  EXPECT_EQ(Report().first_difference, "record zzz follows from no entry");
}

TEST_F(RebuildTest, NamesATileThatDiffersOrIsMissing) {
  rows_.tiles[0].hashes[5] ^= 1;
  EXPECT_EQ(Report().first_difference, "tile 0/0 differs");
  rows_.tiles.erase(rows_.tiles.begin());
  EXPECT_EQ(Report().first_difference, "tile 0/0 is missing");
}

TEST_F(RebuildTest, NoticesATileThatIsTooMany) {
  rows_.tiles.push_back({2, 7, std::string(32, 'x')});
  EXPECT_EQ(Report().differences, 1u);
}

TEST_F(RebuildTest, NamesAnEntryThatTheRulesRefuse) {
  rows_.entries.push_back(rows_.entries[1]);
  const RebuildReport report = Report();
  EXPECT_FALSE(report.clean());
  EXPECT_THAT(report.first_finding,
              ::testing::StartsWith(absl::StrCat("entry ", rows_.entries.size() - 1, ": ")));
}

}  // namespace
}  // namespace linkcert::server
