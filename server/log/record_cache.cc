#include "server/log/record_cache.h"

#include <utility>

namespace linkcert::server {
namespace {

// One row for each statement ever, looked up once: it would only push others out.
bool IsWorthKeeping(const rules::Record& record) {
  return record.kind_case() != rules::Record::kStatement;
}

}  // namespace

rules::RecordPtr RecordCache::Find(uint64_t size, absl::string_view key) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (auto found = recent_.find(key); found != recent_.end()) {
    return found->second.since <= size ? found->second.record : nullptr;
  }
  const auto found = older_.find(key);
  if (found == older_.end() || found->second.since > size) return nullptr;
  Entry entry = found->second;
  Put(key, entry);
  return entry.record;
}

void RecordCache::Remember(uint64_t size, absl::string_view key, const rules::RecordPtr& record) {
  if (!IsWorthKeeping(*record)) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (size == size_) Put(key, {record, size});
}

void RecordCache::Grow(uint64_t size, const rules::Records& changed) {
  const std::lock_guard<std::mutex> lock(mutex_);
  size_ = size;
  for (const auto& [key, record] : changed) {
    if (IsWorthKeeping(*record)) Put(key, {record, size});
  }
}

void RecordCache::Put(absl::string_view key, Entry entry) {
  const size_t bytes = key.size() + entry.record->ByteSizeLong();
  if (2 * (recent_bytes_ + bytes) > capacity_bytes_) {
    older_ = std::exchange(recent_, {});
    recent_bytes_ = 0;
  }
  recent_.insert_or_assign(key, std::move(entry));
  recent_bytes_ += bytes;  // counts a replaced entry twice: only forgets a little sooner
}

}  // namespace linkcert::server
