#include "server/log/unit_queue.h"

#include <chrono>
#include <utility>

#include "proto/refusal.h"

namespace linkcert::server {

bool UnitQueue::HasRoom(size_t bytes, bool stranger) const {
  if (all_.units >= limits_.max_units || all_.bytes + bytes > limits_.max_bytes) return false;
  return !stranger || (strangers_.units < limits_.max_stranger_units &&
                       strangers_.bytes + bytes <= limits_.max_stranger_bytes);
}

absl::Status UnitQueue::Push(PendingUnit unit) {
  const size_t bytes = unit.unit.size_bytes();
  const bool stranger = !unit.has_known_signer;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (closed_) return proto::Refuse(proto::Reason::kShuttingDown);
    if (!HasRoom(bytes, stranger)) return proto::Refuse(proto::Reason::kQueueFull);
    all_ = {all_.units + 1, all_.bytes + bytes};
    if (stranger) strangers_ = {strangers_.units + 1, strangers_.bytes + bytes};
    units_.push_back({std::move(unit), bytes});
  }
  changed_.notify_one();
  return absl::OkStatus();
}

std::vector<PendingUnit> UnitQueue::Take(size_t max_entries, size_t max_bytes) {
  std::vector<PendingUnit> taken;
  size_t entries = 0;
  size_t bytes = 0;
  const std::lock_guard<std::mutex> lock(mutex_);
  while (!units_.empty()) {
    Waiting& next = units_.front();
    entries += next.unit.unit.entry_count();
    bytes += next.bytes;
    if (!taken.empty() && (entries > max_entries || bytes > max_bytes)) break;
    all_ = {all_.units - 1, all_.bytes - next.bytes};
    if (!next.unit.has_known_signer) {
      strangers_ = {strangers_.units - 1, strangers_.bytes - next.bytes};
    }
    taken.push_back(std::move(next.unit));
    units_.pop_front();
  }
  return taken;
}

bool UnitQueue::WaitForUnits(uint64_t max_ms) {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait_for(lock, std::chrono::milliseconds(max_ms),
                    [this] { return closed_ || !units_.empty(); });
  return !closed_ || !units_.empty();
}

void UnitQueue::Close() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
}

}  // namespace linkcert::server
