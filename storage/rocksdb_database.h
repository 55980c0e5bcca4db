// An open RocksDB with its column families, and the keys of the store's rows.
#ifndef LINKCERT_STORAGE_ROCKSDB_DATABASE_H_
#define LINKCERT_STORAGE_ROCKSDB_DATABASE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rocksdb/db.h"
#include "storage/posix_file.h"
#include "storage/rocksdb_store.h"

namespace linkcert::storage {

inline rocksdb::Slice ToSlice(absl::string_view bytes) { return {bytes.data(), bytes.size()}; }
inline absl::string_view ToView(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

// Column family "default": rows about the store.
inline constexpr char kSchemaKey[] = "schema";  // kStoreSchemaVersion, big-endian uint32
inline constexpr char kSizeKey[] = "size";      // number of entries, big-endian uint64
inline constexpr char kHeadKey[] = "head";      // Batch::head

// Column family "entries": chunks (storage/chunk.h) by the big-endian index of the first entry.
std::string ChunkKey(uint64_t first);
absl::StatusOr<uint64_t> ParseChunkKey(absl::string_view key);

// Column family "tiles": the hashes, by one byte of level and the big-endian index.
std::string TileKey(uint32_t level, uint64_t index);
absl::StatusOr<std::pair<uint32_t, uint64_t>> ParseTileKey(absl::string_view key);

// Column family "records": the value, by the key as it is.

// Both "tiles" and "records" repeat the size under the empty key, so that a family whose last
// commits were lost shows.
inline constexpr char kFamilySizeKey[] = "";

// ResourceExhausted unless so much more can be written and options.min_free_bytes stay free:
// RocksDB aborts the process on a full disk.
absl::Status CheckSpace(const RocksDbOptions& options, uint64_t write_bytes);

// A column family beside "default", which is always there.
struct Family {
  std::string name;
  bool compressible = true;  // hashes and ciphertext are not
};

// Thread-safe. Closed, and its directory unlocked, when the last owner lets go.
class Database {
 public:
  // As OpenRocksDbStore; the rows are not looked at.
  static absl::StatusOr<std::shared_ptr<Database>> Open(const RocksDbOptions& options,
                                                        const std::vector<Family>& families);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  rocksdb::DB* operator->() const { return db_.get(); }
  // "default" is 0, then in the order of Open.
  rocksdb::ColumnFamilyHandle* family(size_t number) const { return families_[number]; }

  // Of the store.
  static std::vector<Family> StoreFamilies();
  rocksdb::ColumnFamilyHandle* about() const { return families_[0]; }
  rocksdb::ColumnFamilyHandle* entries() const { return families_[1]; }
  rocksdb::ColumnFamilyHandle* tiles() const { return families_[2]; }
  rocksdb::ColumnFamilyHandle* records() const { return families_[3]; }

 private:
  explicit Database(PosixFile directory) : directory_(std::move(directory)) {}

  PosixFile directory_;  // holds the lock; closed last
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;  // ours first, then ones unknown to us
};

// Both are opened, and all between.
struct SchemaVersions {
  uint32_t oldest = 0;
  uint32_t newest = 0;
};

// Writes the newest schema version into a new database. FailedPrecondition for one that has
// another, or none although the row of "default" that is always there is.
absl::Status CheckSchema(const Database& database, const SchemaVersions& versions,
                         const char* always_there);

}  // namespace linkcert::storage

#endif  // LINKCERT_STORAGE_ROCKSDB_DATABASE_H_
