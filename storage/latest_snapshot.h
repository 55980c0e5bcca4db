// The pointer to the newest snapshot. Thread-safe; the lock is held to copy a pointer, nothing
// else. Not an atomic: libstdc++ 12's atomic<shared_ptr>::load unlocks with relaxed order, a data
// race.
#ifndef LINKCERT_STORAGE_LATEST_SNAPSHOT_H_
#define LINKCERT_STORAGE_LATEST_SNAPSHOT_H_

#include <memory>
#include <mutex>
#include <utility>

#include "storage/store.h"

namespace linkcert::storage {

class LatestSnapshot {
 public:
  explicit LatestSnapshot(std::shared_ptr<const Snapshot> first) : latest_(std::move(first)) {}

  std::shared_ptr<const Snapshot> Take() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return latest_;
  }
  void Replace(std::shared_ptr<const Snapshot> next) {
    const std::lock_guard<std::mutex> lock(mutex_);
    latest_.swap(next);  // the old one is freed after the lock, by whoever held it last
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Snapshot> latest_;  // guarded by mutex_
};

}  // namespace linkcert::storage

#endif  // LINKCERT_STORAGE_LATEST_SNAPSHOT_H_
