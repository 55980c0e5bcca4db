// A clock that another process sets: both map one file of eight bytes, the milliseconds since 1970
// UTC. It goes forward only, so time that passes is time on the wall.
#ifndef LINKCERT_TESTS_PROVINCE_SHARED_CLOCK_H_
#define LINKCERT_TESTS_PROVINCE_SHARED_CLOCK_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "server/log/clock.h"

namespace linkcert::province {

// Thread-safe.
class SharedClock final : public server::Clock {
 public:
  // Makes the file if it is missing; it then says 0.
  static absl::StatusOr<std::unique_ptr<SharedClock>> Open(const std::string& path);
  ~SharedClock() override;
  SharedClock(const SharedClock&) = delete;
  SharedClock& operator=(const SharedClock&) = delete;

  uint64_t WallMs() const override { return now_ms_->load(); }
  uint64_t ElapsedMs() const override { return now_ms_->load(); }
  void Set(uint64_t now_ms) { now_ms_->store(now_ms); }

 private:
  explicit SharedClock(std::atomic<uint64_t>* now_ms) : now_ms_(now_ms) {}

  std::atomic<uint64_t>* const now_ms_;  // mapped
};

}  // namespace linkcert::province

#endif  // LINKCERT_TESTS_PROVINCE_SHARED_CLOCK_H_
