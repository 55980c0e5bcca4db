#include "tests/province/shared_clock.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

namespace linkcert::province {
namespace {

constexpr size_t kBytes = sizeof(std::atomic<uint64_t>);
static_assert(std::atomic<uint64_t>::is_always_lock_free, "else no two processes could share it");

}  // namespace

absl::StatusOr<std::unique_ptr<SharedClock>> SharedClock::Open(const std::string& path) {
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return absl::ErrnoToStatus(errno, path);
  void* mapped = MAP_FAILED;
  if (ftruncate(file, kBytes) == 0) {
    mapped = mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  }
  const int error = errno;
  close(file);
  if (mapped == MAP_FAILED) return absl::ErrnoToStatus(error, path);
  return std::unique_ptr<SharedClock>(new SharedClock(static_cast<std::atomic<uint64_t>*>(mapped)));
}

SharedClock::~SharedClock() { munmap(now_ms_, kBytes); }

}  // namespace linkcert::province
