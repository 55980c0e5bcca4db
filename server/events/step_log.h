// What the sequencer did, as one log line every ten seconds in which it did something.
// Not thread-safe: the sequencer's thread writes; Flush comes after it has ended.
#ifndef LINKCERT_SERVER_EVENTS_STEP_LOG_H_
#define LINKCERT_SERVER_EVENTS_STEP_LOG_H_

#include <cstdint>

#include "server/events/event_log.h"
#include "server/log/clock.h"
#include "server/log/sequencer.h"

namespace linkcert::server {

class StepLog {
 public:
  StepLog(const Clock* clock, EventLog* events)
      : clock_(clock), events_(events), last_line_ms_(clock->ElapsedMs()) {}

  void Note(const StepFigures& figures);
  void Flush();  // writes the line if there is anything to say

 private:
  const Clock* const clock_;
  EventLog* const events_;
  uint64_t last_line_ms_;
  uint64_t steps_ = 0;
  StepFigures sum_;  // since the last line; of `heartbeat` the last
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_EVENTS_STEP_LOG_H_
