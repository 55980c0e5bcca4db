// The keys of C2SP signed notes (c2sp.org/signed-note) in their text form, the vkey:
//   example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
#ifndef LINKCERT_CRYPTO_NOTE_KEY_H_
#define LINKCERT_CRYPTO_NOTE_KEY_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/keys.h"

namespace linkcert::crypto {

inline constexpr size_t kKeyHashBytes = 4;

// The signature types that LinkCert uses; both are Ed25519.
enum class NoteAlgorithm : uint8_t {
  kEd25519 = 0x01,        // a log's own signature over the note's text
  kCosignatureV1 = 0x04,  // a witness's timestamped one (c2sp.org/tlog-cosignature)
};

// A name, a type and a public key. Immutable, thread-safe.
class NoteKey {
 public:
  // InvalidArgument unless `name` is a key name (not empty, no Unicode space, no '+') and `key` is
  // an Ed25519 key.
  static absl::StatusOr<NoteKey> Create(absl::string_view name, NoteAlgorithm algorithm,
                                        const PublicKey& key);
  // InvalidArgument for anything that vkey() does not make, so also for other types and for a key
  // hash that does not fit.
  static absl::StatusOr<NoteKey> Parse(absl::string_view vkey);

  const std::string& name() const { return name_; }
  NoteAlgorithm algorithm() const { return algorithm_; }
  const PublicKey& public_key() const { return public_key_; }
  // First four bytes, big-endian, of SHA-256(name ‖ "\n" ‖ type ‖ 32-byte key).
  uint32_t key_hash() const { return key_hash_; }
  std::string vkey() const;

 private:
  NoteKey(absl::string_view name, NoteAlgorithm algorithm, const PublicKey& key);

  std::string name_;
  NoteAlgorithm algorithm_;
  PublicKey public_key_;
  uint32_t key_hash_ = 0;
};

// One signature line of a note. `signature` is what follows the key hash.
struct NoteSignature {
  std::string name;
  uint32_t key_hash = 0;
  std::string signature;

  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

// Whether the line claims to be by `key`. Both name and hash count: either alone may collide.
bool IsBy(const NoteKey& key, const NoteSignature& signature);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_NOTE_KEY_H_
