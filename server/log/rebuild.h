// Makes every row of a store again from its entries, and compares byte for byte.
#ifndef LINKCERT_SERVER_LOG_REBUILD_H_
#define LINKCERT_SERVER_LOG_REBUILD_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "storage/store.h"

namespace linkcert::server {

struct RebuildReport {
  uint64_t entries = 0;
  uint64_t tiles = 0;  // made again, as are the records
  uint64_t records = 0;
  uint64_t findings = 0;      // entries that the rules refuse on replay
  uint64_t differences = 0;   // rows that differ, are missing, or are too many
  std::string first_finding;  // e.g. "entry 17: SIGNER_UNKNOWN …"; empty if there is none
  std::string first_difference;

  bool clean() const { return findings == 0 && differences == 0; }
};

// Replays all entries of `stored` through the rules. If `into` is not null it must be an empty
// store, and gets the entries with the rows as made again. Holds all records in memory.
// An error is the store's own: a row that can't be read, a commit that fails.
absl::StatusOr<RebuildReport> Rebuild(const storage::Snapshot& stored, storage::Store* into);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_LOG_REBUILD_H_
