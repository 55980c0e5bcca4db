// Waits for SIGTERM, SIGINT, SIGHUP, or the program's own wish to end.
#ifndef LINKCERT_SERVER_PROGRAM_STOP_SIGNAL_H_
#define LINKCERT_SERVER_PROGRAM_STOP_SIGNAL_H_

#include <memory>

#include "absl/status/statusor.h"

namespace linkcert::server {

class StopSignal {
 public:
  // From now on these signals no longer end the process. WARNING: call it before any other
  // thread begins; those inherit the signal mask.
  static absl::StatusOr<std::unique_ptr<StopSignal>> Create();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  enum class Wish { kStop, kReload };
  // Blocks until a signal came or Raise was called, ever: kReload for SIGHUP, once each.
  Wish Wait();
  void Raise();  // thread-safe

 private:
  StopSignal(int signals, int raised) : signals_(signals), raised_(raised) {}

  const int signals_;  // signalfd(2)
  const int raised_;   // eventfd(2)
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_PROGRAM_STOP_SIGNAL_H_
