// How much each may ask: a token bucket a name. It holds `burst` tokens, gains `per_second`, and a
// call or a row takes one. Thread-safe; the lock is held for arithmetic only.
#ifndef LINKCERT_SERVER_ACCESS_TOKEN_BUCKETS_H_
#define LINKCERT_SERVER_ACCESS_TOKEN_BUCKETS_H_

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "server/log/clock.h"

namespace linkcert::server {

struct RateLimit {
  uint64_t per_second = 0;  // 0 = no limit
  uint64_t burst = 1;       // at least 1
};

class TokenBuckets {
 public:
  // Keeps at most `max_names` buckets; names beyond that share one. `clock` must outlive it.
  TokenBuckets(const RateLimit& limit, const Clock* clock, size_t max_names = 65536);

  // Takes `count` tokens, or none: then how long until they are there, milliseconds. 0 = taken.
  // More than the burst count as the burst: a full bucket gives to whoever asks.
  uint64_t Take(absl::string_view name, uint64_t count = 1);
  // Puts back what Take took, when it does not count after all.
  void GiveBack(absl::string_view name, uint64_t count);

 private:
  struct Bucket {
    uint64_t thousandths = 0;  // of a token
    uint64_t at_ms = 0;        // when it held them
  };

  // mutex_ is held.
  Bucket& BucketOf(absl::string_view name, uint64_t now_ms);
  void ForgetFull(uint64_t now_ms);
  Bucket At(const Bucket& bucket, uint64_t now_ms) const;
  Bucket Full(uint64_t now_ms) const { return {limit_.burst * 1000, now_ms}; }

  const RateLimit limit_;
  const Clock* const clock_;
  const size_t max_names_;
  std::mutex mutex_;
  // Guarded by mutex_.
  absl::flat_hash_map<std::string, Bucket> buckets_;
  Bucket shared_;
  uint64_t swept_at_ms_ = 0;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_ACCESS_TOKEN_BUCKETS_H_
