#include "storage/rocksdb_store.h"

#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/big_endian.h"
#include "rocksdb/write_batch.h"
#include "storage/batch_check.h"
#include "storage/chunk.h"
#include "storage/latest_snapshot.h"
#include "storage/posix_file.h"
#include "storage/rocksdb_database.h"
#include "storage/rocksdb_settings.h"
#include "storage/rocksdb_snapshot.h"
#include "storage/rocksdb_status.h"

namespace linkcert::storage {
namespace {

template <typename Unsigned>
std::string BigEndian(Unsigned value) {
  std::string bytes;
  crypto::AppendBigEndian(value, bytes);
  return bytes;
}

// A put into memory fails only over RocksDB's own limits (4 GiB), so the first error is kept.
rocksdb::Status AddRows(const Database& database, uint64_t size, const Batch& batch,
                        rocksdb::WriteBatch& rows) {
  rocksdb::Status status;
  auto put = [&](rocksdb::ColumnFamilyHandle* family, absl::string_view key,
                 absl::string_view value) {
    if (status.ok()) status = rows.Put(family, ToSlice(key), ToSlice(value));
  };
  const uint64_t new_size = size + batch.entries.size();
  for (const Chunk& chunk : CutIntoChunks(size, batch.entries)) {
    put(database.entries(), ChunkKey(chunk.first), chunk.bytes);
  }
  for (const TileRow& tile : batch.tiles) {
    put(database.tiles(), TileKey(tile.level, tile.index), tile.hashes);
  }
  for (const RecordRow& record : batch.records) put(database.records(), record.key, record.value);
  put(database.about(), kHeadKey, batch.head);
  put(database.about(), kSizeKey, BigEndian(new_size));
  put(database.tiles(), kFamilySizeKey, BigEndian(new_size));
  put(database.records(), kFamilySizeKey, BigEndian(new_size));
  return status;
}

class RocksDbStore final : public Store {
 public:
  RocksDbStore(RocksDbOptions options, std::shared_ptr<Database> database,
               std::shared_ptr<const Snapshot> latest)
      : options_(std::move(options)), database_(std::move(database)), latest_(std::move(latest)) {}

  absl::Status Commit(uint64_t expected_size, const Batch& batch) override {
    std::lock_guard lock(commit_mutex_);
    if (outcome_unknown_) return absl::UnknownError("an earlier commit failed; reopen the store");
    if (absl::Status status = CheckBatch(batch); !status.ok()) return status;
    const uint64_t size = TakeSnapshot()->size();
    if (absl::Status status = CheckFence(expected_size, size); !status.ok()) return status;
    rocksdb::WriteBatch rows;
    rocksdb::Status added = AddRows(*database_, size, batch, rows);
    if (!added.ok()) return absl::InvalidArgumentError(added.ToString());
    if (absl::Status status = CheckSpace(options_, rows.GetDataSize()); !status.ok()) return status;

    rocksdb::Status written = (*database_)->Write(DurableWrite(), &rows);
    if (!written.ok()) {
      outcome_unknown_ = true;
      return absl::UnknownError(written.ToString());
    }
    latest_.Replace(
        std::make_shared<RocksDbSnapshot>(database_, size + batch.entries.size(), batch.head));
    return absl::OkStatus();
  }

  std::shared_ptr<const Snapshot> TakeSnapshot() const override { return latest_.Take(); }

 private:
  const RocksDbOptions options_;
  const std::shared_ptr<Database> database_;
  std::mutex commit_mutex_;       // one commit at a time
  bool outcome_unknown_ = false;  // guarded by commit_mutex_; never false again
  LatestSnapshot latest_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> OpenRocksDbStore(const RocksDbOptions& options) {
  absl::StatusOr<std::shared_ptr<Database>> database =
      Database::Open(options, Database::StoreFamilies());
  if (!database.ok()) return database.status();
  const SchemaVersions versions = {
      .oldest = options.accept_older ? kOldestSchemaVersion : kStoreSchemaVersion,
      .newest = kStoreSchemaVersion};
  absl::Status status = CheckSchema(**database, versions, kSizeKey);
  if (!status.ok()) return status;
  absl::StatusOr<std::shared_ptr<const Snapshot>> latest = RocksDbSnapshot::Load(*database);
  if (!latest.ok()) return latest.status();
  return std::make_unique<RocksDbStore>(options, *std::move(database), *std::move(latest));
}

}  // namespace linkcert::storage
