// Keys and signatures: ECDSA P-256 with SHA-256, Ed25519, and SM2 with SM3 (GB/T 32918, 32905).
// A public key has one encoding and one id; a signature is always 64 raw bytes (r‖s or Ed25519).
// OpenSSL stands behind this header only.
#ifndef LINKCERT_CRYPTO_KEYS_H_
#define LINKCERT_CRYPTO_KEYS_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/hash.h"

namespace linkcert::crypto {

enum class Algorithm { kP256, kEd25519, kSm2 };
absl::string_view AlgorithmName(Algorithm algorithm);  // "p256", "ed25519", "sm2"
absl::StatusOr<Algorithm> ParseAlgorithm(absl::string_view name);

inline constexpr size_t kSignatureSizeBytes = 64;
// GB/T 35276: the signer id that both sides of an SM2 signature use.
inline constexpr char kSm2SignerId[] = "1234567812345678";

// SHA-256 of a public key's SubjectPublicKeyInfo.
using KeyId = Hash;

// A parsed public key. Immutable, cheap to copy, thread-safe.
class PublicKey {
 public:
  // Accepts one encoding only: 91 bytes for P-256 and SM2 (named curve, uncompressed point on the
  // curve), 44 for Ed25519 (canonical, not of small order). InvalidArgument for anything else.
  // Costs ~0.2 ms: keep the result, see KeyCache.
  static absl::StatusOr<PublicKey> FromSpki(absl::string_view spki);

  Algorithm algorithm() const;
  const KeyId& id() const;
  absl::string_view spki() const;
  // InvalidArgument unless `signature` is this key's over `message`.
  // WARNING: from one ECDSA signature anyone can make a second valid one (r, n - s): a signature
  // is never an id.
  absl::Status Verify(absl::string_view message, absl::string_view signature) const;

 private:
  struct Parsed;
  explicit PublicKey(std::shared_ptr<const Parsed> parsed) : parsed_(std::move(parsed)) {}
  std::shared_ptr<const Parsed> parsed_;
};

// Whoever can sign: a key in memory today, an HSM tomorrow. Thread-safe.
class Signer {
 public:
  virtual ~Signer() = default;
  virtual const PublicKey& public_key() const = 0;
  virtual absl::StatusOr<std::string> Sign(absl::string_view message) const = 0;
};

std::unique_ptr<Signer> GenerateKey(Algorithm algorithm);

// PKCS #8 PEM, encrypted under the passphrase (PBES2, scrypt or PBKDF2, AES-256-CBC). An empty
// passphrase is InvalidArgument: a private key never lies in the clear.
absl::StatusOr<std::string> PrivateKeyToPem(const Signer& key, absl::string_view passphrase);
absl::StatusOr<std::unique_ptr<Signer>> PrivateKeyFromPem(absl::string_view pem,
                                                          absl::string_view passphrase);
// "-----BEGIN PUBLIC KEY-----"
std::string PublicKeyToPem(const PublicKey& key);
absl::StatusOr<PublicKey> PublicKeyFromPem(absl::string_view pem);

// WARNING: for tests and vectors only. The key whose private scalar (P-256, SM2) or seed (Ed25519)
// is SHA-256 of `seed`; InvalidArgument for the one scalar in 2^32 that is out of range.
absl::StatusOr<std::unique_ptr<Signer>> KeyFromSeedForTesting(Algorithm algorithm,
                                                              absl::string_view seed);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_KEYS_H_
