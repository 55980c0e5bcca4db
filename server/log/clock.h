// The two clocks of a machine. Thread-safe.
#ifndef LINKCERT_SERVER_LOG_CLOCK_H_
#define LINKCERT_SERVER_LOG_CLOCK_H_

#include <cstdint>

namespace linkcert::server {

class Clock {
 public:
  virtual ~Clock() = default;
  // Milliseconds since 1970 UTC, as the operating system says; may jump either way.
  virtual uint64_t WallMs() const = 0;
  // Milliseconds since some fixed moment; never goes back, and goes on while the machine sleeps.
  virtual uint64_t ElapsedMs() const = 0;
};

class SystemClock final : public Clock {
 public:
  uint64_t WallMs() const override;
  uint64_t ElapsedMs() const override;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_LOG_CLOCK_H_
