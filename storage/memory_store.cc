#include "storage/memory_store.h"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/batch_check.h"
#include "storage/entry_page.h"
#include "storage/latest_snapshot.h"

namespace linkcert::storage {
namespace {

// Every value a key ever had, with the size of the store after the commit that set it.
class Versions {
 public:
  void Set(uint64_t size, const std::string& value) { values_.emplace_back(size, value); }

  // The value as of a store of `size` entries; null if there was none.
  const std::string* At(uint64_t size) const {
    auto newest = std::find_if(values_.rbegin(), values_.rend(),
                               [size](const auto& value) { return value.first <= size; });
    return newest == values_.rend() ? nullptr : &newest->second;
  }

 private:
  std::vector<std::pair<uint64_t, std::string>> values_;
};

// Shared by the store and its snapshots. Nothing is removed or changed, only added.
struct Rows {
  std::shared_mutex mutex;  // guards all below
  std::deque<std::string> entries;
  std::map<std::pair<uint32_t, uint64_t>, Versions> tiles;
  std::map<std::string, Versions, std::less<>> records;
};

class MemorySnapshot final : public Snapshot {
 public:
  MemorySnapshot(std::shared_ptr<Rows> rows, uint64_t size, std::string head)
      : rows_(std::move(rows)), size_(size), head_(std::move(head)) {}

  uint64_t size() const override { return size_; }
  absl::string_view head() const override { return head_; }

  absl::StatusOr<std::vector<std::string>> ReadEntries(uint64_t first, uint64_t end,
                                                       size_t max_bytes) const override {
    if (absl::Status status = CheckRange(first, end, size_); !status.ok()) return status;
    std::shared_lock lock(rows_->mutex);
    EntryPage page(max_bytes);
    for (uint64_t index = first; index < end; ++index) {
      if (!page.Add(rows_->entries[index])) break;
    }
    return std::move(page).Take();
  }

  absl::StatusOr<std::string> ReadTile(uint32_t level, uint64_t index) const override {
    std::shared_lock lock(rows_->mutex);
    auto found = rows_->tiles.find({level, index});
    const std::string* hashes = found == rows_->tiles.end() ? nullptr : found->second.At(size_);
    if (hashes != nullptr) return *hashes;
    return absl::NotFoundError(absl::StrCat("tile ", level, "/", index));
  }

  absl::StatusOr<std::vector<TileRow>> ListTiles(uint32_t level, uint64_t first_index,
                                                 size_t limit) const override {
    std::shared_lock lock(rows_->mutex);
    std::vector<TileRow> tiles;
    for (auto row = rows_->tiles.lower_bound({level, first_index});
         row != rows_->tiles.end() && row->first.first == level && tiles.size() < limit; ++row) {
      const std::string* hashes = row->second.At(size_);
      if (hashes != nullptr) tiles.push_back({level, row->first.second, *hashes});
    }
    return tiles;
  }

  absl::StatusOr<std::optional<std::string>> FindRecord(absl::string_view key) const override {
    std::shared_lock lock(rows_->mutex);
    auto found = rows_->records.find(std::string(key));
    const std::string* value = found == rows_->records.end() ? nullptr : found->second.At(size_);
    return value == nullptr ? std::nullopt : std::optional<std::string>(*value);
  }

  absl::StatusOr<std::optional<RecordRow>> FindLastRecord(
      absl::string_view prefix, absl::string_view at_most) const override {
    std::shared_lock lock(rows_->mutex);
    for (auto row = rows_->records.upper_bound(std::string(at_most));
         row != rows_->records.begin();) {
      --row;
      if (!absl::StartsWith(row->first, prefix)) break;
      const std::string* value = row->second.At(size_);
      if (value != nullptr) return RecordRow{row->first, *value};
    }
    return std::nullopt;
  }
  absl::StatusOr<std::vector<RecordRow>> ListRecords(absl::string_view prefix,
                                                     absl::string_view after_key,
                                                     size_t limit) const override {
    std::shared_lock lock(rows_->mutex);
    auto row = after_key < prefix ? rows_->records.lower_bound(std::string(prefix))
                                  : rows_->records.upper_bound(std::string(after_key));
    std::vector<RecordRow> records;
    for (; row != rows_->records.end() && records.size() < limit; ++row) {
      if (!absl::StartsWith(row->first, prefix)) break;
      const std::string* value = row->second.At(size_);
      if (value != nullptr) records.push_back({row->first, *value});
    }
    return records;
  }

 private:
  const std::shared_ptr<Rows> rows_;
  const uint64_t size_;
  const std::string head_;
};

class MemoryStore final : public Store {
 public:
  MemoryStore() : latest_(std::make_shared<MemorySnapshot>(rows_, 0, "")) {}

  absl::Status Commit(uint64_t expected_size, const Batch& batch) override {
    if (absl::Status status = CheckBatch(batch); !status.ok()) return status;
    std::unique_lock lock(rows_->mutex);
    if (absl::Status status = CheckFence(expected_size, rows_->entries.size()); !status.ok()) {
      return status;
    }
    rows_->entries.insert(rows_->entries.end(), batch.entries.begin(), batch.entries.end());
    const uint64_t size = rows_->entries.size();
    for (const TileRow& tile : batch.tiles) {
      rows_->tiles[{tile.level, tile.index}].Set(size, tile.hashes);
    }
    for (const RecordRow& record : batch.records)
      rows_->records[record.key].Set(size, record.value);
    latest_.Replace(std::make_shared<MemorySnapshot>(rows_, size, batch.head));
    return absl::OkStatus();
  }

  std::shared_ptr<const Snapshot> TakeSnapshot() const override { return latest_.Take(); }

 private:
  const std::shared_ptr<Rows> rows_ = std::make_shared<Rows>();
  LatestSnapshot latest_;
};

}  // namespace

std::unique_ptr<Store> NewMemoryStore() { return std::make_unique<MemoryStore>(); }

}  // namespace linkcert::storage
