// Units that wait for the sequencer, in the order of their arrival. Thread-safe.
#ifndef LINKCERT_SERVER_LOG_UNIT_QUEUE_H_
#define LINKCERT_SERVER_LOG_UNIT_QUEUE_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rules/prepare.h"
#include "server/log/published.h"

namespace linkcert::server {

// Where a unit stands in the log.
struct Placement {
  uint64_t begin = 0;  // [begin, end)
  uint64_t end = 0;
  proto::LogTime logged_at = 0;
  bool already_logged = false;  // by an earlier unit with the same statement bytes
};

// A unit that was answered: it stands in `published`, or in an older part of it.
struct Sequenced {
  Placement placement;
  PublishedPtr published;
};

struct PendingUnit {
  rules::PreparedUnit unit;
  // A key of the published log signed it. Whoever has none may fill but a small part of the queue.
  bool has_known_signer = false;
  // Asked once, when the unit is taken: nobody waits any more, so it is dropped. May be empty.
  std::function<bool()> is_abandoned;
  // Called exactly once, by the sequencer's thread: must not block.
  std::function<void(absl::StatusOr<Sequenced>)> done;
};

struct UnitQueueLimits {
  size_t max_units = 4096;
  size_t max_bytes = size_t{64} << 20;  // of statements and leaves
  // Of these, units without a known signer.
  size_t max_stranger_units = 64;
  size_t max_stranger_bytes = size_t{4} << 20;
};

class UnitQueue {
 public:
  explicit UnitQueue(const UnitQueueLimits& limits) : limits_(limits) {}

  // QUEUE_FULL, or SHUTTING_DOWN once closed; `done` is not called then.
  absl::Status Push(PendingUnit unit);
  // What waits, up to the limits, but at least one unit if there is any. Does not block.
  std::vector<PendingUnit> Take(size_t max_entries, size_t max_bytes);
  // Blocks until something waits, but no longer than `max_ms`. False when the queue is closed and
  // empty: then nothing will ever come.
  bool WaitForUnits(uint64_t max_ms);
  // Nothing more comes in; what waits can still be taken.
  void Close();

 private:
  struct Waiting {
    PendingUnit unit;
    size_t bytes = 0;
  };
  struct Load {
    size_t units = 0;
    size_t bytes = 0;
  };
  bool HasRoom(size_t bytes, bool stranger) const;  // mutex_ is held

  const UnitQueueLimits limits_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  std::deque<Waiting> units_;
  Load all_;
  Load strangers_;
  bool closed_ = false;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_LOG_UNIT_QUEUE_H_
