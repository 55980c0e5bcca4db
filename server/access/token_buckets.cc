#include "server/access/token_buckets.h"

#include <algorithm>

namespace linkcert::server {
namespace {

constexpr uint64_t kSweepIntervalMs = 1000;

}  // namespace

TokenBuckets::TokenBuckets(const RateLimit& limit, const Clock* clock, size_t max_names)
    : limit_(limit), clock_(clock), max_names_(max_names), shared_(Full(clock->ElapsedMs())) {}

TokenBuckets::Bucket TokenBuckets::At(const Bucket& bucket, uint64_t now_ms) const {
  const Bucket full = Full(now_ms);
  const uint64_t missing = full.thousandths - bucket.thousandths;
  // A token a second is a thousandth a millisecond. Divided, so that nothing overflows.
  if (now_ms - bucket.at_ms > missing / limit_.per_second) return full;
  return {bucket.thousandths + (now_ms - bucket.at_ms) * limit_.per_second, now_ms};
}

// A full bucket says the same as none.
void TokenBuckets::ForgetFull(uint64_t now_ms) {
  absl::erase_if(buckets_, [&](const auto& named) {
    return At(named.second, now_ms).thousandths >= Full(now_ms).thousandths;
  });
}

TokenBuckets::Bucket& TokenBuckets::BucketOf(absl::string_view name, uint64_t now_ms) {
  const auto known = buckets_.find(name);
  if (known != buckets_.end()) return known->second;
  if (buckets_.size() >= max_names_ && now_ms >= swept_at_ms_ + kSweepIntervalMs) {
    swept_at_ms_ = now_ms;
    ForgetFull(now_ms);
  }
  if (buckets_.size() >= max_names_) return shared_;
  return buckets_.emplace(std::string(name), Full(now_ms)).first->second;
}

uint64_t TokenBuckets::Take(absl::string_view name, uint64_t count) {
  if (limit_.per_second == 0) return 0;
  const uint64_t wanted = std::min(count, limit_.burst) * 1000;
  const std::lock_guard<std::mutex> lock(mutex_);
  // Under the lock, so that no bucket sees time go back.
  const uint64_t now_ms = clock_->ElapsedMs();
  Bucket& bucket = BucketOf(name, now_ms);
  bucket = At(bucket, now_ms);
  if (bucket.thousandths >= wanted) {
    bucket.thousandths -= wanted;
    return 0;
  }
  return (wanted - bucket.thousandths + limit_.per_second - 1) / limit_.per_second;
}

void TokenBuckets::GiveBack(absl::string_view name, uint64_t count) {
  if (limit_.per_second == 0) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  const uint64_t now_ms = clock_->ElapsedMs();
  Bucket& bucket = BucketOf(name, now_ms);
  const uint64_t missing = Full(now_ms).thousandths - At(bucket, now_ms).thousandths;
  const uint64_t returned = std::min(count, limit_.burst) * 1000;
  bucket = {Full(now_ms).thousandths - missing + std::min(missing, returned), now_ms};
}

}  // namespace linkcert::server
