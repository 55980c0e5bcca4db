// Parsed public keys by id: parsing one costs more than a verification.
#ifndef LINKCERT_CRYPTO_KEY_CACHE_H_
#define LINKCERT_CRYPTO_KEY_CACHE_H_

#include <cstddef>
#include <mutex>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/keys.h"

namespace linkcert::crypto {

// Thread-safe. Holds at most `capacity` keys; when full it forgets all and begins again, which
// keeps it correct and its cost bounded.
class KeyCache {
 public:
  explicit KeyCache(size_t capacity = 65536) : capacity_(capacity) {}

  // The parsed form of `spki`; PublicKey::FromSpki's errors are not remembered.
  absl::StatusOr<PublicKey> Get(absl::string_view spki);

 private:
  const size_t capacity_;
  std::mutex mutex_;
  absl::flat_hash_map<KeyId, PublicKey> keys_;  // guarded by mutex_
};

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_KEY_CACHE_H_
