// The vault on disk: rows of bytes that may be taken away for good, unlike those of the Store. A
// RocksDB of its own, so that it can lie on another volume and be backed up on other terms. It sees
// only what is sealed already.
#ifndef LINKCERT_STORAGE_VAULT_STORE_H_
#define LINKCERT_STORAGE_VAULT_STORE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/rocksdb_store.h"

namespace linkcert::storage {

class Database;

inline constexpr uint32_t kVaultSchemaVersion = 1;

enum class VaultTable : size_t {
  kAbout,    // of the vault itself
  kClaims,   // sealed claims
  kKeys,     // wrapped keys: without its key a row of kClaims is noise
  kLookups,  // keyed hashes of what is searched for
  kStates,   // restricted, erased
  kJournal,  // who read what
};

// One row to write; without a value the row is taken away.
struct VaultWrite {
  VaultTable table = VaultTable::kAbout;
  std::string key;
  std::optional<std::string> value;
};

struct VaultRow {
  std::string key;
  std::string value;
};

// Thread-safe.
class VaultStore {
 public:
  // As OpenRocksDbStore.
  static absl::StatusOr<std::unique_ptr<VaultStore>> Open(const RocksDbOptions& options);

  // All or nothing, durable when OK; later rows win. ResourceExhausted: refused while there is
  // still space, nothing written. Unknown: it may or may not be there after a restart.
  absl::Status Write(absl::Span<const VaultWrite> rows);

  // Reads return DataLoss for damage and Unavailable when the device fails.
  absl::StatusOr<std::optional<std::string>> Find(VaultTable table, absl::string_view key) const;
  // Up to `limit` rows whose keys begin with `prefix` and are greater than `after_key`, ascending.
  absl::StatusOr<std::vector<VaultRow>> List(VaultTable table, absl::string_view prefix,
                                             absl::string_view after_key, size_t limit) const;

  // Makes sure that no file of the vault holds what rows of kAbout, and rows of kKeys between these
  // keys (inclusive), held before they were taken away or replaced: flushes what is in memory, so
  // that the write-ahead logs go, and rewrites the files of that stretch. What the file system or
  // the disk keeps of deleted files is beyond it.
  absl::Status Purge(absl::string_view first_key, absl::string_view last_key);

 private:
  VaultStore(RocksDbOptions options, std::shared_ptr<Database> database)
      : options_(std::move(options)), database_(std::move(database)) {}

  const RocksDbOptions options_;
  const std::shared_ptr<Database> database_;
};

}  // namespace linkcert::storage

#endif  // LINKCERT_STORAGE_VAULT_STORE_H_
