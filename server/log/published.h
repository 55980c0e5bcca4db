// The log as the world may see it: durable, signed, anchored. Readers take one pointer and hold a
// consistent log for as long as they like; the sequencer swaps the pointer and waits for nobody.
#ifndef LINKCERT_SERVER_LOG_PUBLISHED_H_
#define LINKCERT_SERVER_LOG_PUBLISHED_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "crypto/hash.h"
#include "crypto/tile_tree.h"
#include "proto/entry.h"
#include "server/log/stored_view.h"
#include "storage/store.h"

namespace linkcert::server {

// Immutable, so thread-safe.
struct Published {
  uint64_t size = 0;
  crypto::Hash root;
  std::string checkpoint;        // signed note over size and root
  proto::LogTime logged_at = 0;  // of the last entry; 0 while there is none
  std::shared_ptr<const storage::Snapshot> snapshot;
  crypto::TileTree edge;  // right edge of the tree
  StoredView view;        // the records of `snapshot`
};
using PublishedPtr = std::shared_ptr<const Published>;

// The newest one. Thread-safe; one thread replaces. The lock is held to copy a pointer, nothing
// else (why no atomic: docs/decisions/0030-one-sequencer-one-published-pointer.md).
class Publication {
 public:
  using Listener = std::function<void(const Published&)>;

  explicit Publication(PublishedPtr first) : latest_(std::move(first)) {}

  PublishedPtr Latest() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return latest_;
  }
  void Replace(PublishedPtr next) {
    const PublishedPtr published = next;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      latest_.swap(next);  // the old one is freed after the lock, by whoever held it last
    }
    const std::lock_guard<std::mutex> lock(listener_mutex_);
    if (listener_) listener_(*published);
  }
  // After each Replace, in the thread that replaces, which waits for it: it must be quick. There is
  // one at most; with an empty one the old one is not called any more once this returns.
  void Listen(Listener listener) {
    const std::lock_guard<std::mutex> lock(listener_mutex_);
    listener_ = std::move(listener);
  }

 private:
  mutable std::mutex mutex_;
  PublishedPtr latest_;  // guarded by mutex_
  std::mutex listener_mutex_;
  Listener listener_;  // guarded by listener_mutex_
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_LOG_PUBLISHED_H_
