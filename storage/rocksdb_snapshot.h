// The Snapshot of the RocksDB engine.
#ifndef LINKCERT_STORAGE_ROCKSDB_SNAPSHOT_H_
#define LINKCERT_STORAGE_ROCKSDB_SNAPSHOT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rocksdb/db.h"
#include "storage/rocksdb_database.h"
#include "storage/store.h"

namespace linkcert::storage {

class RocksDbSnapshot final : public Snapshot {
 public:
  // Of the database as it is now; size and head are the last commit's.
  RocksDbSnapshot(std::shared_ptr<const Database> database, uint64_t size, std::string head);
  // Reads size and head from the rows. DataLoss if the column families contradict each other.
  static absl::StatusOr<std::shared_ptr<const Snapshot>> Load(
      std::shared_ptr<const Database> database);
  ~RocksDbSnapshot() override;

  uint64_t size() const override { return size_; }
  absl::string_view head() const override { return head_; }
  absl::StatusOr<std::vector<std::string>> ReadEntries(uint64_t first, uint64_t end,
                                                       size_t max_bytes) const override;
  absl::StatusOr<std::string> ReadTile(uint32_t level, uint64_t index) const override;
  absl::StatusOr<std::vector<TileRow>> ListTiles(uint32_t level, uint64_t first_index,
                                                 size_t limit) const override;
  absl::StatusOr<std::optional<std::string>> FindRecord(absl::string_view key) const override;
  absl::StatusOr<std::optional<RecordRow>> FindLastRecord(absl::string_view prefix,
                                                          absl::string_view at_most) const override;
  absl::StatusOr<std::vector<RecordRow>> ListRecords(absl::string_view prefix,
                                                     absl::string_view after_key,
                                                     size_t limit) const override;

 private:
  absl::StatusOr<std::optional<std::string>> Find(rocksdb::ColumnFamilyHandle* family,
                                                  absl::string_view key) const;
  absl::StatusOr<uint64_t> FindSize(rocksdb::ColumnFamilyHandle* family,
                                    absl::string_view key) const;
  absl::StatusOr<uint64_t> EndOfEntries() const;
  std::unique_ptr<rocksdb::Iterator> Iterate(rocksdb::ColumnFamilyHandle* family) const;

  const std::shared_ptr<const Database> database_;
  const uint64_t size_;
  const std::string head_;
  rocksdb::ReadOptions read_;  // holds the RocksDB snapshot
};

}  // namespace linkcert::storage

#endif  // LINKCERT_STORAGE_ROCKSDB_SNAPSHOT_H_
