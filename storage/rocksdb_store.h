// The Store on disk, on RocksDB. Layout and settings: docs/decisions/0020-chunks-and-rocksdb.md.
#ifndef LINKCERT_STORAGE_ROCKSDB_STORE_H_
#define LINKCERT_STORAGE_ROCKSDB_STORE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "storage/store.h"

namespace rocksdb {
class Env;
}

namespace linkcert::storage {

// The layout of the rows on disk, records among them. A store says which one it has; only this one
// is written.
inline constexpr uint32_t kStoreSchemaVersion = 2;
// Its entries still read, for whoever makes all other rows anew.
inline constexpr uint32_t kOldestSchemaVersion = 1;

struct RocksDbOptions {
  std::string directory;          // of this store alone; its parent must exist
  bool create_if_missing = true;  // else NotFound
  // Opens older schema versions too. WARNING: to read the entries, never to write.
  bool accept_older = false;
  // Commit is refused while the file system would have less than this left: RocksDB aborts the
  // process when a disk is full. Leaves room for flushing and compacting.
  uint64_t min_free_bytes = uint64_t{512} << 20;
  size_t block_cache_bytes = size_t{64} << 20;
  // Of each of four kinds of rows. Three times this is read again at start-up: 0.3 s for 8 MiB.
  size_t write_buffer_bytes = size_t{8} << 20;
  rocksdb::Env* env = nullptr;  // for tests that inject faults; must outlive store and snapshots
};

// FailedPrecondition: open elsewhere (also: by a snapshot that still lives), or written by a schema
// version other than ours, which the message names. DataLoss: the files contradict themselves.
// WARNING: damage in the newest write-ahead log can look like a write that was cut short. The store
// is then an earlier state of itself, whole but shorter; compare its head with the Anchor.
absl::StatusOr<std::unique_ptr<Store>> OpenRocksDbStore(const RocksDbOptions& options);

}  // namespace linkcert::storage

#endif  // LINKCERT_STORAGE_ROCKSDB_STORE_H_
