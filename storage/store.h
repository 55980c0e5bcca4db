// The store: the entries of the log, its hash tiles, the records made from it, and a head, kept as
// bytes. It knows no rules and no message formats. One atomic, durable change at a time.
//
// A store holds entries [0, size), in order, never changed once written. Keys sort by unsigned
// byte. Every class here is thread-safe.
#ifndef LINKCERT_STORAGE_STORE_H_
#define LINKCERT_STORAGE_STORE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkcert::storage {

inline constexpr size_t kMaxEntryBytes = 65535;  // C2SP tlog-tiles: the length is a uint16
inline constexpr uint64_t kTileWidth = 256;      // hashes in a full tile, entries in a full bundle
inline constexpr size_t kHashBytes = 32;         // of one hash in a tile
inline constexpr uint32_t kTileLevels = 8;       // 8 levels of 8 bits span all 2^64 indexes

// A hash tile, C2SP tlog-tiles: 1 to 256 hashes in a row. Level 0 is written once, when full;
// higher levels are overwritten as they grow.
struct TileRow {
  uint32_t level = 0;  // < kTileLevels
  uint64_t index = 0;
  std::string hashes;
  friend bool operator==(const TileRow&, const TileRow&) = default;
};

// A record replaces the one with the same key. Keys are not empty; values may be.
struct RecordRow {
  std::string key;
  std::string value;
  friend bool operator==(const RecordRow&, const RecordRow&) = default;
};

struct Batch {
  std::vector<std::string> entries;  // at least one: the size is what fences and reconciles
  std::vector<TileRow> tiles;
  std::vector<RecordRow> records;
  std::string head;  // replaces the head: what the writer wants to find again at start-up
  // If a tile or a record key stands in the batch twice, the later row wins.
};

// The store as it was after one commit; later commits don't show. Keeps the files open and locked
// while it lives, so it may outlive its Store, but the store can't be opened anew until it is gone.
// Every read returns DataLoss when the rows are damaged, missing or contradict each other, and
// Unavailable when the device fails.
class Snapshot {
 public:
  virtual ~Snapshot() = default;

  virtual uint64_t size() const = 0;           // number of entries
  virtual absl::string_view head() const = 0;  // of the last commit; empty before the first

  // Entries from `first` on: at least one, at most up to `end`, and no more than fit into
  // `max_bytes` together (the first one is returned whatever its size).
  // OutOfRange unless first < end <= size().
  virtual absl::StatusOr<std::vector<std::string>> ReadEntries(uint64_t first, uint64_t end,
                                                               size_t max_bytes) const = 0;

  // The tile as last written, full or not. NotFound if it never was.
  virtual absl::StatusOr<std::string> ReadTile(uint32_t level, uint64_t index) const = 0;
  // Up to `limit` tiles of one level in ascending index, from `first_index` on.
  virtual absl::StatusOr<std::vector<TileRow>> ListTiles(uint32_t level, uint64_t first_index,
                                                         size_t limit) const = 0;

  virtual absl::StatusOr<std::optional<std::string>> FindRecord(absl::string_view key) const = 0;
  // The record with the greatest key not above `at_most`, if that key begins with `prefix`.
  virtual absl::StatusOr<std::optional<RecordRow>> FindLastRecord(
      absl::string_view prefix, absl::string_view at_most) const = 0;
  // Up to `limit` records in ascending key order, whose keys begin with `prefix` and are greater
  // than `after_key` (the last key of the previous page; empty for the first page).
  virtual absl::StatusOr<std::vector<RecordRow>> ListRecords(absl::string_view prefix,
                                                             absl::string_view after_key,
                                                             size_t limit) const = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  // Appends the entries at `expected_size` and writes all the rows, all or nothing.
  //   OK                 it is durable, and TakeSnapshot() shows it.
  //   InvalidArgument    the batch breaks a limit above; nothing written.
  //   Aborted            fenced: the store's size is not `expected_size`; nothing written.
  //   ResourceExhausted  refused while there is still space; nothing written, may be tried again.
  //   Unknown            it may or may not be there when the store is opened again. WARNING: the
  //                      caller must stop and reopen: every later Commit returns Unknown too.
  // Snapshots, also new ones, go on showing the last commit that is known to be durable.
  virtual absl::Status Commit(uint64_t expected_size, const Batch& batch) = 0;

  // The store after the last commit. Costs a pointer copy.
  virtual std::shared_ptr<const Snapshot> TakeSnapshot() const = 0;
};

}  // namespace linkcert::storage

#endif  // LINKCERT_STORAGE_STORE_H_
