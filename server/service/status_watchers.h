// Streams that wait for the log to grow: woken when it says something new, ended when the server
// drains, and not too many of them. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_STATUS_WATCHERS_H_
#define LINKCERT_SERVER_SERVICE_STATUS_WATCHERS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "server/log/clock.h"
#include "server/log/registry_log.h"

namespace linkcert::server {

inline constexpr size_t kMaxWatchesOfACaller = 16;
inline constexpr size_t kMaxWatches = 1024;
// While nothing changes but the log grows, how far it is told at most so often.
inline constexpr uint64_t kWatchProgressMs = 10'000;

// One stream. While it waits nobody else touches it; each of these gives it back to itself.
class Waiter {
 public:
  virtual ~Waiter() = default;
  virtual void Wake() = 0;                            // by the sequencer's thread: must be quick
  virtual void EndWith(const absl::Status& why) = 0;  // the server drains
};

class StatusWatchers {
 public:
  // Both must outlive it. No log has two.
  StatusWatchers(RegistryLog* log, const Clock* clock);
  ~StatusWatchers();  // all streams are over

  // A stream of this organisation begins: WATCHES_EXCEEDED, SHUTTING_DOWN. When OK, Leave follows.
  absl::Status Enter(const std::string& organisation);
  void Leave(const std::string& organisation);

  enum class Waiting { kYes, kChanged, kClosed };
  // The stream has told all of a log whose status map has this root, at `told_at_ms` (elapsed).
  // With kYes it waits from now on; else the log says something new already, or the server drains.
  Waiting Wait(Waiter* waiter, const std::string& map_root, uint64_t told_at_ms);
  // It does not wait any more; false when it did not, or was woken before.
  bool Remove(Waiter* waiter);

  // Ends all with SHUTTING_DOWN; no other begins.
  void Close();

 private:
  struct Told {
    std::string map_root;
    uint64_t at_ms = 0;
  };

  void OnPublished(const Published& published);

  RegistryLog* const log_;
  const Clock* const clock_;
  std::mutex mutex_;
  // Guarded by mutex_.
  std::map<Waiter*, Told> waiting_;
  std::map<std::string, size_t> entered_;  // by organisation
  size_t all_entered_ = 0;
  bool closed_ = false;
};

// The root of the status map of a published log; two logs with one root have one map.
std::string MapRootOf(const Published& published);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_STATUS_WATCHERS_H_
