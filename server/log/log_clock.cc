#include "server/log/log_clock.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "proto/refusal.h"

namespace linkcert::server {

LogClock::LogClock(const Clock* clock, proto::LogTime last, bool accept_jump)
    : clock_(clock), last_(last), reference_elapsed_ms_(clock->ElapsedMs()) {
  const uint64_t wall_ms = clock->WallMs();
  const bool believed = last == 0 || accept_jump || wall_ms <= last + kMaxStoppedMs;
  reference_ms_ = believed ? std::max(wall_ms, last) : last;
}

absl::StatusOr<proto::LogTime> LogClock::Now() const {
  const uint64_t wall_ms = clock_->WallMs();
  if (wall_ms + kMaxClockBackMs < last_) {
    return proto::Refuse(
        proto::Reason::kClockImplausible,
        absl::StrCat("the clock is ", last_ - wall_ms, " ms behind the log's last entry"));
  }
  const uint64_t expected_ms = reference_ms_ + (clock_->ElapsedMs() - reference_elapsed_ms_);
  if (wall_ms > expected_ms + kMaxClockAheadMs) {
    return proto::Refuse(proto::Reason::kClockImplausible,
                         absl::StrCat("the clock is ", wall_ms - expected_ms,
                                      " ms ahead; if it is right, restart to say so"));
  }
  return std::max(wall_ms, last_);
}

void LogClock::Advance(proto::LogTime logged_at) {
  last_ = logged_at;
  reference_ms_ = logged_at;
  reference_elapsed_ms_ = clock_->ElapsedMs();
}

}  // namespace linkcert::server
