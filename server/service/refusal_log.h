// Counts refusals by reason, and logs them without flooding: at most ten lines a reason and minute,
// each with the count so far. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_REFUSAL_LOG_H_
#define LINKCERT_SERVER_SERVICE_REFUSAL_LOG_H_

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "server/events/event_log.h"
#include "server/log/clock.h"

namespace linkcert::server {

class RefusalLog {
 public:
  RefusalLog(const Clock* clock, EventLog* events) : clock_(clock), events_(events) {}

  // A call of `method` ended with `status`; nothing if OK. Our own errors are always logged, with
  // their text.
  void Note(const char* method, const absl::Status& status);

  std::map<std::string, uint64_t> Counts() const;

 private:
  struct Counter {
    uint64_t total = 0;
    uint64_t minute = 0;
    uint64_t lines = 0;  // in that minute
  };
  // The count so far, or 0 if no line is due.
  uint64_t Count(const std::string& reason);

  const Clock* const clock_;
  EventLog* const events_;
  mutable std::mutex mutex_;
  std::map<std::string, Counter> counters_;  // guarded by mutex_
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_REFUSAL_LOG_H_
