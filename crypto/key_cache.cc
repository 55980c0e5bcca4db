#include "crypto/key_cache.h"

#include "crypto/hash.h"

namespace linkcert::crypto {

absl::StatusOr<PublicKey> KeyCache::Get(absl::string_view spki) {
  const KeyId id = Sha256(spki);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (auto found = keys_.find(id); found != keys_.end()) return found->second;
  }
  // Parsed outside the lock: two threads may do the same work once, none waits for another's.
  absl::StatusOr<PublicKey> key = PublicKey::FromSpki(spki);
  if (!key.ok()) return key;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (keys_.size() >= capacity_) keys_.clear();
  keys_.emplace(id, *key);
  return key;
}

}  // namespace linkcert::crypto
