// Private to crypto/: which 32 bytes are an acceptable Ed25519 public key.
#ifndef LINKCERT_CRYPTO_ED25519_POINT_H_
#define LINKCERT_CRYPTO_ED25519_POINT_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace linkcert::crypto {

inline constexpr size_t kEd25519PointBytes = 32;
// What precedes the point in a SubjectPublicKeyInfo (RFC 8410 §4).
inline constexpr absl::string_view kEd25519SpkiPrefix(
    "\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);

// OK if `encoded` is the one encoding (RFC 8032 §5.1.2: y < 2^255 - 19) of a point that lies on
// the curve and is not of small order. OpenSSL itself accepts any 32 bytes as a key, and with a
// key of small order one signature verifies for many messages. Thread-safe.
absl::Status CheckEd25519Point(absl::string_view encoded);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_ED25519_POINT_H_
