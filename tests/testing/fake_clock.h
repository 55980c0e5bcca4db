// A clock that stands still until a test moves it.
#ifndef LINKCERT_TESTS_TESTING_FAKE_CLOCK_H_
#define LINKCERT_TESTS_TESTING_FAKE_CLOCK_H_

#include <atomic>
#include <cstdint>

#include "server/log/clock.h"

namespace linkcert::testing {

// Thread-safe.
class FakeClock final : public server::Clock {
 public:
  explicit FakeClock(uint64_t wall_ms) : wall_ms_(wall_ms) {}

  uint64_t WallMs() const override { return wall_ms_; }
  uint64_t ElapsedMs() const override { return elapsed_ms_; }

  // Time goes by.
  void Pass(uint64_t ms) {
    wall_ms_ += ms;
    elapsed_ms_ += ms;
  }
  // Somebody sets the wall clock; no time goes by.
  void Set(uint64_t wall_ms) { wall_ms_ = wall_ms; }

 private:
  std::atomic<uint64_t> wall_ms_;
  std::atomic<uint64_t> elapsed_ms_{1'000'000};
};

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_FAKE_CLOCK_H_
