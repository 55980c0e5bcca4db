#include "storage/rocksdb_snapshot.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "crypto/big_endian.h"
#include "storage/batch_check.h"
#include "storage/chunk.h"
#include "storage/entry_page.h"
#include "storage/rocksdb_status.h"

namespace linkcert::storage {
namespace {

// The chunk under the iterator; the views last until it moves.
struct ChunkRow {
  uint64_t first = 0;
  std::vector<absl::string_view> entries;
  uint64_t end() const { return first + entries.size(); }
};

absl::StatusOr<ChunkRow> ReadChunk(const rocksdb::Iterator& row) {
  if (!row.status().ok()) return ToStatus(row.status());
  if (!row.Valid()) return absl::DataLossError("a chunk of entries is missing");
  absl::StatusOr<uint64_t> first = ParseChunkKey(ToView(row.key()));
  if (!first.ok()) return first.status();
  absl::StatusOr<std::vector<absl::string_view>> entries = ParseChunk(*first, ToView(row.value()));
  if (!entries.ok()) return entries.status();
  return ChunkRow{*first, *std::move(entries)};
}

// Adds the entries of `chunk` from `first` up to `end`. False when the page is full.
bool AddEntries(const ChunkRow& chunk, uint64_t first, uint64_t end, EntryPage& page) {
  for (uint64_t index = first; index < end && index < chunk.end(); ++index) {
    if (!page.Add(chunk.entries[index - chunk.first])) return false;
  }
  return true;
}

}  // namespace

RocksDbSnapshot::RocksDbSnapshot(std::shared_ptr<const Database> database, uint64_t size,
                                 std::string head)
    : database_(std::move(database)), size_(size), head_(std::move(head)) {
  read_.snapshot = (*database_)->GetSnapshot();
}

RocksDbSnapshot::~RocksDbSnapshot() { (*database_)->ReleaseSnapshot(read_.snapshot); }

absl::StatusOr<std::shared_ptr<const Snapshot>> RocksDbSnapshot::Load(
    std::shared_ptr<const Database> database) {
  const RocksDbSnapshot rows(database, 0, "");
  absl::StatusOr<uint64_t> size = rows.FindSize(database->about(), kSizeKey);
  if (!size.ok()) return size.status();
  for (const absl::StatusOr<uint64_t>& other :
       {rows.EndOfEntries(), rows.FindSize(database->tiles(), kFamilySizeKey),
        rows.FindSize(database->records(), kFamilySizeKey)}) {
    if (!other.ok()) return other.status();
    if (*other != *size) {
      return absl::DataLossError(absl::StrCat("rows of ", *size, " and of ", *other, " entries"));
    }
  }
  absl::StatusOr<std::optional<std::string>> head = rows.Find(database->about(), kHeadKey);
  if (!head.ok()) return head.status();
  if (head->has_value() != (*size > 0)) return absl::DataLossError("head without size or reverse");
  return std::make_shared<RocksDbSnapshot>(std::move(database), *size, head->value_or(""));
}

absl::StatusOr<std::vector<std::string>> RocksDbSnapshot::ReadEntries(uint64_t first, uint64_t end,
                                                                      size_t max_bytes) const {
  if (absl::Status status = CheckRange(first, end, size_); !status.ok()) return status;
  std::unique_ptr<rocksdb::Iterator> row = Iterate(database_->entries());
  row->SeekForPrev(ChunkKey(first));
  EntryPage page(max_bytes);
  for (uint64_t next = first; next < end; row->Next()) {
    absl::StatusOr<ChunkRow> chunk = ReadChunk(*row);
    if (!chunk.ok()) return chunk.status();
    // The first chunk may begin before `first`; each other one begins where the last one ended.
    const bool joins = next == first ? chunk->first <= next : chunk->first == next;
    if (!joins || chunk->end() <= next) {
      return absl::DataLossError(absl::StrCat("no chunk holds entry ", next));
    }
    if (!AddEntries(*chunk, next, end, page)) break;
    next = chunk->end();
  }
  return std::move(page).Take();
}

absl::StatusOr<std::string> RocksDbSnapshot::ReadTile(uint32_t level, uint64_t index) const {
  if (level < kTileLevels) {
    absl::StatusOr<std::optional<std::string>> hashes =
        Find(database_->tiles(), TileKey(level, index));
    if (!hashes.ok()) return hashes.status();
    if (hashes->has_value()) return **std::move(hashes);
  }
  return absl::NotFoundError(absl::StrCat("tile ", level, "/", index));
}

absl::StatusOr<std::vector<TileRow>> RocksDbSnapshot::ListTiles(uint32_t level,
                                                                uint64_t first_index,
                                                                size_t limit) const {
  std::vector<TileRow> tiles;
  if (level >= kTileLevels) return tiles;
  std::unique_ptr<rocksdb::Iterator> row = Iterate(database_->tiles());
  for (row->Seek(TileKey(level, first_index)); row->Valid() && tiles.size() < limit; row->Next()) {
    absl::StatusOr<std::pair<uint32_t, uint64_t>> key = ParseTileKey(ToView(row->key()));
    if (!key.ok()) return key.status();
    if (key->first != level) break;
    tiles.push_back({level, key->second, row->value().ToString()});
  }
  if (!row->status().ok()) return ToStatus(row->status());
  return tiles;
}

absl::StatusOr<std::optional<std::string>> RocksDbSnapshot::FindRecord(
    absl::string_view key) const {
  if (key == kFamilySizeKey) return std::nullopt;
  return Find(database_->records(), key);
}

absl::StatusOr<std::optional<RecordRow>> RocksDbSnapshot::FindLastRecord(
    absl::string_view prefix, absl::string_view at_most) const {
  std::unique_ptr<rocksdb::Iterator> row = Iterate(database_->records());
  row->SeekForPrev(ToSlice(at_most));
  if (!row->status().ok()) return ToStatus(row->status());
  const bool found = row->Valid() && ToView(row->key()) != kFamilySizeKey &&
                     absl::StartsWith(ToView(row->key()), prefix);
  if (!found) return std::nullopt;
  return RecordRow{row->key().ToString(), row->value().ToString()};
}

absl::StatusOr<std::vector<RecordRow>> RocksDbSnapshot::ListRecords(absl::string_view prefix,
                                                                    absl::string_view after_key,
                                                                    size_t limit) const {
  std::unique_ptr<rocksdb::Iterator> row = Iterate(database_->records());
  row->Seek(ToSlice(std::max(prefix, after_key)));
  if (row->Valid() && ToView(row->key()) == kFamilySizeKey) row->Next();
  if (row->Valid() && ToView(row->key()) == after_key) row->Next();
  std::vector<RecordRow> records;
  for (; row->Valid() && records.size() < limit; row->Next()) {
    if (!absl::StartsWith(ToView(row->key()), prefix)) break;
    records.push_back({row->key().ToString(), row->value().ToString()});
  }
  if (!row->status().ok()) return ToStatus(row->status());
  return records;
}

absl::StatusOr<std::optional<std::string>> RocksDbSnapshot::Find(
    rocksdb::ColumnFamilyHandle* family, absl::string_view key) const {
  std::string value;
  rocksdb::Status found = (*database_)->Get(read_, family, ToSlice(key), &value);
  if (found.IsNotFound()) return std::nullopt;
  if (!found.ok()) return ToStatus(found);
  return value;
}

absl::StatusOr<uint64_t> RocksDbSnapshot::FindSize(rocksdb::ColumnFamilyHandle* family,
                                                   absl::string_view key) const {
  absl::StatusOr<std::optional<std::string>> row = Find(family, key);
  if (!row.ok()) return row.status();
  if (!row->has_value()) return 0;
  uint64_t size = 0;
  absl::string_view bytes = **row;
  if (crypto::TakeBigEndian(bytes, size) && bytes.empty()) return size;
  return absl::DataLossError("damaged size");
}

absl::StatusOr<uint64_t> RocksDbSnapshot::EndOfEntries() const {
  std::unique_ptr<rocksdb::Iterator> last = Iterate(database_->entries());
  last->SeekToLast();
  if (!last->Valid() && last->status().ok()) return 0;
  absl::StatusOr<ChunkRow> chunk = ReadChunk(*last);
  if (!chunk.ok()) return chunk.status();
  return chunk->end();
}

std::unique_ptr<rocksdb::Iterator> RocksDbSnapshot::Iterate(
    rocksdb::ColumnFamilyHandle* family) const {
  return std::unique_ptr<rocksdb::Iterator>((*database_)->NewIterator(read_, family));
}

}  // namespace linkcert::storage
