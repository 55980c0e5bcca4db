// Log time: the time that entries are stamped with. It never goes back, and it does not follow a
// wall clock that is plainly wrong: a stamp too far ahead can't be taken back.
//
// While running, the wall clock may be at most 10 minutes ahead of the last entry's time plus the
// time that has passed since. At start-up nobody knows how long the log stood still. A restart is
// an operator's act, and a registry may well rest over a long holiday, so the wall clock is
// believed up to 31 days ahead of the last entry; beyond that, only with `accept_jump`.
// Not thread-safe: the sequencer owns it.
#ifndef LINKCERT_SERVER_LOG_LOG_CLOCK_H_
#define LINKCERT_SERVER_LOG_LOG_CLOCK_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "proto/entry.h"
#include "server/log/clock.h"

namespace linkcert::server {

inline constexpr uint64_t kMaxClockBackMs = 5'000;
inline constexpr uint64_t kMaxClockAheadMs = 10 * 60'000;
inline constexpr uint64_t kMaxStoppedMs = uint64_t{31} * 24 * 3'600'000;

class LogClock {
 public:
  // `last` is the time of the log's last entry; 0 for an empty log, which takes any wall clock.
  LogClock(const Clock* clock, proto::LogTime last, bool accept_jump);

  // The time for entries that are logged now: max(last, wall clock).
  // CLOCK_IMPLAUSIBLE while the wall clock is out of the bounds above.
  absl::StatusOr<proto::LogTime> Now() const;
  // Entries with this time, which Now() gave, are durable.
  void Advance(proto::LogTime logged_at);

 private:
  const Clock* const clock_;
  proto::LogTime last_;
  // The wall clock said or should have said `reference_ms_` when ElapsedMs() was this.
  uint64_t reference_ms_;
  uint64_t reference_elapsed_ms_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_LOG_LOG_CLOCK_H_
