#include "server/log/startup.h"

#include "crypto/checkpoint.h"
#include "tests/server/registry_fixture.h"

namespace linkcert::server {
namespace {

using ::testing::HasSubstr;

// A snapshot with one bit flipped, either in the tiles or in the entries.
class DamagedSnapshot final : public storage::Snapshot {
 public:
  enum class Where { kTile, kEntry, kHead };

  DamagedSnapshot(std::shared_ptr<const storage::Snapshot> whole, Where where)
      : whole_(std::move(whole)), where_(where), head_(whole_->head()) {
    if (where == Where::kHead) head_[head_.size() - 10] ^= 1;
  }

  uint64_t size() const override { return whole_->size(); }
  absl::string_view head() const override { return head_; }
  absl::StatusOr<std::vector<std::string>> ReadEntries(uint64_t first, uint64_t end,
                                                       size_t max_bytes) const override {
    auto entries = whole_->ReadEntries(first, end, max_bytes);
    if (where_ == Where::kEntry && entries.ok()) entries->back().back() ^= 1;
    return entries;
  }
  absl::StatusOr<std::string> ReadTile(uint32_t level, uint64_t index) const override {
    auto tile = whole_->ReadTile(level, index);
    if (where_ == Where::kTile && tile.ok()) tile->back() ^= 1;
    return tile;
  }
  absl::StatusOr<std::vector<storage::TileRow>> ListTiles(uint32_t level, uint64_t first_index,
                                                          size_t limit) const override {
    return whole_->ListTiles(level, first_index, limit);
  }
  absl::StatusOr<std::optional<std::string>> FindRecord(absl::string_view key) const override {
    return whole_->FindRecord(key);
  }
  absl::StatusOr<std::optional<storage::RecordRow>> FindLastRecord(
      absl::string_view prefix, absl::string_view at_most) const override {
    return whole_->FindLastRecord(prefix, at_most);
  }
  absl::StatusOr<std::vector<storage::RecordRow>> ListRecords(absl::string_view prefix,
                                                              absl::string_view after_key,
                                                              size_t limit) const override {
    return whole_->ListRecords(prefix, after_key, limit);
  }

 private:
  const std::shared_ptr<const storage::Snapshot> whole_;
  const Where where_;
  std::string head_;
};

class StartupTest : public RegistryTest {
 protected:
  absl::Status StartWith(DamagedSnapshot::Where where) {
    const auto whole = registry_.memory_->TakeSnapshot();
    RecordCache records(whole->size());
    return FindStartingPoint(std::make_shared<DamagedSnapshot>(whole, where),
                             registry_.anchor_->last(), registry_.identity_, &records)
        .status();
  }
  // Found, and batches until the log has exactly `size` entries.
  void FoundUpTo(uint64_t size) {
    Found();
    ASSERT_THAT(registry_.Submit(Batch(1, static_cast<uint32_t>(size - Size() - 1))), IsOk());
    ASSERT_EQ(Size(), size);
  }
};

TEST_F(StartupTest, FindsTheLogAsItWasPublished) {
  for (uint64_t size : {300, 512}) {
    registry_.memory_ = storage::NewMemoryStore();
    registry_.OpenAnchor(absl::StrCat("anchor ", size));
    ASSERT_THAT(registry_.Open(), IsOk());
    FoundUpTo(size);
    const PublishedPtr before = registry_.log_->Latest();
    ASSERT_THAT(registry_.Open(), IsOk());
    const PublishedPtr after = registry_.log_->Latest();
    EXPECT_EQ(after->checkpoint, before->checkpoint);
    EXPECT_EQ(after->logged_at, before->logged_at);
  }
}

TEST_F(StartupTest, GoesOnAfterARestart) {
  FoundUpTo(300);
  ASSERT_THAT(registry_.Open(), IsOk());
  ASSERT_THAT(registry_.Submit(Batch(1000, 300)), IsOk());
  ASSERT_THAT(registry_.Open(), IsOk());
  EXPECT_EQ(Size(), 601u);
}

TEST_F(StartupTest, RefusesWithoutAnchor) {
  Found();
  registry_.OpenAnchor("new anchor");
  const absl::Status status = registry_.Open();
  EXPECT_THAT(status, HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(status.message()), HasSubstr("missing"));
}

TEST_F(StartupTest, RefusesAStoreThatLostEntries) {
  Found();
  registry_.memory_ = storage::NewMemoryStore();
  const absl::Status status = registry_.Open();
  EXPECT_THAT(status, HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(status.message()), HasSubstr("ahead"));
}

TEST_F(StartupTest, RefusesAStoreWithAnotherHistory) {
  const std::vector<Unit> founding = Founding();
  for (const Unit& unit : founding) ASSERT_THAT(registry_.Submit(unit), IsOk());
  registry_.memory_ = storage::NewMemoryStore();
  const auto anchor = std::move(registry_.anchor_);
  registry_.OpenAnchor("another anchor");
  ASSERT_THAT(registry_.Open(), IsOk());
  registry_.clock_.Pass(1);
  for (const Unit& unit : founding) ASSERT_THAT(registry_.Submit(unit), IsOk());
  RecordCache records(Size());
  const auto status = FindStartingPoint(registry_.memory_->TakeSnapshot(), anchor->last(),
                                        registry_.identity_, &records)
                          .status();
  EXPECT_THAT(status, HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(status.message()), HasSubstr("differs"));
}

TEST_F(StartupTest, RefusesDamagedRows) {
  FoundUpTo(512);
  EXPECT_THAT(StartWith(DamagedSnapshot::Where::kTile), HasCode(absl::StatusCode::kDataLoss));
  EXPECT_THAT(StartWith(DamagedSnapshot::Where::kEntry), HasCode(absl::StatusCode::kDataLoss));
  EXPECT_THAT(StartWith(DamagedSnapshot::Where::kHead), HasCode(absl::StatusCode::kDataLoss));
}

TEST_F(StartupTest, RefusesADamagedEntryOfTheRightEdge) {
  FoundUpTo(300);
  EXPECT_THAT(StartWith(DamagedSnapshot::Where::kEntry), HasCode(absl::StatusCode::kDataLoss));
}

TEST_F(StartupTest, RefusesAnotherOrigin) {
  Found();
  registry_.identity_.origin = "example.invalid/other";
  EXPECT_THAT(registry_.Open(), HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST_F(StartupTest, RefusesAnotherLogKey) {
  Found();
  registry_.identity_.key = &world_.Key("log-2");
  const absl::Status status = registry_.Open();
  EXPECT_THAT(status, HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(status.message()), HasSubstr("not signed by this log"));
}

TEST_F(StartupTest, RefusesAGenesisOfAnotherKey) {
  Found();
  const auto snapshot = registry_.memory_->TakeSnapshot();
  const LogIdentity other{testing::kOrigin, &world_.Key("log-2")};
  const auto checkpoint = crypto::SignCheckpoint(
      {.origin = testing::kOrigin, .size = Size(), .root = registry_.log_->Latest()->root},
      *other.key);
  RecordCache records(Size());
  EXPECT_THAT(FindStartingPoint(snapshot, *checkpoint, other, &records),
              HasReason(proto::Reason::kGenesisDiffers));
}

}  // namespace
}  // namespace linkcert::server
