#include "server/log/clock.h"

#include <time.h>

namespace linkcert::server {
namespace {

uint64_t ReadMs(clockid_t id) {
  timespec now{};
  clock_gettime(id, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1000 + static_cast<uint64_t>(now.tv_nsec) / 1000000;
}

}  // namespace

uint64_t SystemClock::WallMs() const { return ReadMs(CLOCK_REALTIME); }
uint64_t SystemClock::ElapsedMs() const { return ReadMs(CLOCK_BOOTTIME); }

}  // namespace linkcert::server
