#include "server/program/stop_signal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace linkcert::server {

absl::StatusOr<std::unique_ptr<StopSignal>> StopSignal::Create() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  if (pthread_sigmask(SIG_BLOCK, &signals, nullptr) != 0) {
    return absl::InternalError("can't block signals");
  }
  const int signal_fd = signalfd(-1, &signals, SFD_CLOEXEC);
  const int raised_fd = eventfd(0, EFD_CLOEXEC);
  std::unique_ptr<StopSignal> made(new StopSignal(signal_fd, raised_fd));
  if (signal_fd < 0 || raised_fd < 0) return absl::ErrnoToStatus(errno, "signalfd or eventfd");
  return made;
}

StopSignal::~StopSignal() {
  close(signals_);
  close(raised_);
}

StopSignal::Wish StopSignal::Wait() {
  pollfd waits[] = {{signals_, POLLIN, 0}, {raised_, POLLIN, 0}};
  while (poll(waits, 2, -1) < 0 && errno == EINTR) {
  }
  if ((waits[1].revents & POLLIN) != 0 || (waits[0].revents & POLLIN) == 0) return Wish::kStop;
  signalfd_siginfo signal = {};
  const bool whole = read(signals_, &signal, sizeof(signal)) == sizeof(signal);
  if (whole && signal.ssi_signo == SIGHUP) return Wish::kReload;
  Raise();  // whoever waits again is to see it, too
  return Wish::kStop;
}

void StopSignal::Raise() {
  const uint64_t one = 1;
  // Can't fail: the counter is far from its end.
  [[maybe_unused]] const ssize_t written = write(raised_, &one, sizeof(one));
}

}  // namespace linkcert::server
