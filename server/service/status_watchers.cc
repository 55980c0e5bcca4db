#include "server/service/status_watchers.h"

#include <utility>
#include <vector>

#include "proto/refusal.h"
#include "rules/records.h"

namespace linkcert::server {

using proto::Reason;
using proto::Refuse;

std::string MapRootOf(const Published& published) {
  const auto map = rules::FindStatusMap(published.view);
  // What cannot be read is read again by the stream itself, which says why it fails.
  return map.ok() && *map != nullptr ? (*map)->root().hash() : std::string();
}

StatusWatchers::StatusWatchers(RegistryLog* log, const Clock* clock) : log_(log), clock_(clock) {
  log_->Listen([this](const Published& published) { OnPublished(published); });
}

StatusWatchers::~StatusWatchers() { log_->Listen({}); }

absl::Status StatusWatchers::Enter(const std::string& organisation) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (closed_) return Refuse(Reason::kShuttingDown);
  size_t& own = entered_[organisation];
  if (own >= kMaxWatchesOfACaller || all_entered_ >= kMaxWatches) {
    return Refuse(Reason::kWatchesExceeded);
  }
  ++own;
  ++all_entered_;
  return absl::OkStatus();
}

void StatusWatchers::Leave(const std::string& organisation) {
  const std::lock_guard<std::mutex> lock(mutex_);
  --all_entered_;
  const auto own = entered_.find(organisation);
  if (--own->second == 0) entered_.erase(own);
}

StatusWatchers::Waiting StatusWatchers::Wait(Waiter* waiter, const std::string& map_root,
                                             uint64_t told_at_ms) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (closed_) return Waiting::kClosed;
  // What is published from here on wakes it: OnPublished comes after, and waits for the lock.
  if (MapRootOf(*log_->Latest()) != map_root) return Waiting::kChanged;
  waiting_[waiter] = {map_root, told_at_ms};
  return Waiting::kYes;
}

bool StatusWatchers::Remove(Waiter* waiter) {
  const std::lock_guard<std::mutex> lock(mutex_);
  return waiting_.erase(waiter) > 0;
}

void StatusWatchers::Close() {
  std::map<Waiter*, Told> ended;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    closed_ = true;
    ended.swap(waiting_);
  }
  for (const auto& [waiter, told] : ended) waiter->EndWith(Refuse(Reason::kShuttingDown));
}

void StatusWatchers::OnPublished(const Published& published) {
  std::vector<Waiter*> woken;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (waiting_.empty()) return;
    const std::string map_root = MapRootOf(published);
    const uint64_t now_ms = clock_->ElapsedMs();
    for (auto at = waiting_.begin(); at != waiting_.end();) {
      const bool due =
          at->second.map_root != map_root || now_ms >= at->second.at_ms + kWatchProgressMs;
      if (due) woken.push_back(at->first);
      at = due ? waiting_.erase(at) : std::next(at);
    }
  }
  for (Waiter* waiter : woken) waiter->Wake();
}

}  // namespace linkcert::server
