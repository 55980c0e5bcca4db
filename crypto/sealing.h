// Secrets at rest: AES-256-GCM (NIST SP 800-38D) and HMAC-SHA-256 (RFC 2104). Thread-safe.
#ifndef LINKCERT_CRYPTO_SEALING_H_
#define LINKCERT_CRYPTO_SEALING_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/hash.h"

namespace linkcert::crypto {

// 32 secret bytes, wiped from memory with the object.
class SecretKey {
 public:
  static constexpr size_t kSizeBytes = 32;

  // From the operating system's generator.
  static SecretKey Random();
  // InvalidArgument unless `bytes` is exactly 32 bytes long.
  static absl::StatusOr<SecretKey> FromBytes(absl::string_view bytes);

  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;
  ~SecretKey();

  // WARNING: the secret itself.
  absl::string_view view() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }
  const uint8_t* data() const { return bytes_.data(); }

 private:
  SecretKey() = default;
  std::array<uint8_t, kSizeBytes> bytes_{};
};

// Wipes what a string holds before it goes.
void Wipe(std::string& secret);

inline constexpr size_t kSealOverheadBytes = 28;  // nonce of 12, tag of 16

// nonce ‖ ciphertext ‖ tag, with a random nonce: at most 2^32 messages a key (SP 800-38D §8.3).
// Whoever opens it must give the same `context`, which is authenticated and not stored.
std::string Seal(const SecretKey& key, absl::string_view plaintext, absl::string_view context);
// DataLoss when key, context or any bit differs.
absl::StatusOr<std::string> Unseal(const SecretKey& key, absl::string_view sealed,
                                   absl::string_view context);

Hash HmacSha256(const SecretKey& key, absl::string_view message);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_SEALING_H_
