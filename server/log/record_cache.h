// Parsed records between commits: keys, accreditations, rule sets and number segments are asked
// for by every unit, and parsing one costs more than admitting by it.
//
// Holds, for a key, the newest record and the size of the log since which it has stood. A reader
// of an older snapshot than that misses and reads its own snapshot. Thread-safe; its lock is held
// for single look-ups only, never during I/O.
#ifndef LINKCERT_SERVER_LOG_RECORD_CACHE_H_
#define LINKCERT_SERVER_LOG_RECORD_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "rules/state.h"

namespace linkcert::server {

class RecordCache {
 public:
  // For a log that has `size` entries now. Keeps the recently used records, up to about
  // `capacity_bytes` of their encoded size.
  explicit RecordCache(uint64_t size, size_t capacity_bytes = size_t{32} << 20)
      : capacity_bytes_(capacity_bytes), size_(size) {}

  // The record as of a log of `size` entries; null if it is not known here.
  rules::RecordPtr Find(uint64_t size, absl::string_view key);
  // What a reader found in its snapshot of `size` entries. Ignored if the log has grown since.
  void Remember(uint64_t size, absl::string_view key, const rules::RecordPtr& record);
  // The log has grown to `size`, and these are the records that changed. By the sequencer alone,
  // after the commit and before anyone reads at `size`.
  void Grow(uint64_t size, const rules::Records& changed);

 private:
  struct Entry {
    rules::RecordPtr record;
    uint64_t since = 0;
  };
  using Entries = absl::flat_hash_map<std::string, Entry>;

  void Put(absl::string_view key, Entry entry);  // mutex_ is held

  const size_t capacity_bytes_;
  std::mutex mutex_;
  // Guarded by mutex_. When `recent_` holds half the capacity it becomes `older_`, and what nobody
  // asked for since the last time is forgotten. An entry in `recent_` overrides one in `older_`.
  uint64_t size_;
  size_t recent_bytes_ = 0;
  Entries recent_;
  Entries older_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_LOG_RECORD_CACHE_H_
