#include "crypto/note_key.h"

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "crypto/big_endian.h"
#include "crypto/ed25519_point.h"
#include "crypto/text.h"

namespace linkcert::crypto {
namespace {

constexpr size_t kRawKeyBytes = kEd25519PointBytes;
absl::string_view RawKey(const PublicKey& key) {
  return key.spki().substr(key.spki().size() - kRawKeyBytes);
}

// The type byte and the key, as both the vkey and the key hash have them.
std::string TypeAndKey(NoteAlgorithm algorithm, const PublicKey& key) {
  return absl::StrCat(absl::string_view(reinterpret_cast<const char*>(&algorithm), 1), RawKey(key));
}

absl::Status NotAVkey(absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("not a verifier key: ", why));
}

}  // namespace

NoteKey::NoteKey(absl::string_view name, NoteAlgorithm algorithm, const PublicKey& key)
    : name_(name), algorithm_(algorithm), public_key_(key) {
  const Hash hash = Sha256(absl::StrCat(name, "\n", TypeAndKey(algorithm, key)));
  key_hash_ = static_cast<uint32_t>(FromBigEndian(hash.view().substr(0, kKeyHashBytes)));
}

absl::StatusOr<NoteKey> NoteKey::Create(absl::string_view name, NoteAlgorithm algorithm,
                                        const PublicKey& key) {
  if (!IsKeyName(name)) return NotAVkey("the name is empty or has a space, a plus or a control");
  if (key.algorithm() != Algorithm::kEd25519) return NotAVkey("the key is not Ed25519");
  return NoteKey(name, algorithm, key);
}

absl::StatusOr<NoteKey> NoteKey::Parse(absl::string_view vkey) {
  const size_t name_end = vkey.find('+');
  if (name_end == absl::string_view::npos) return NotAVkey("no plus");
  const size_t hash_end = vkey.find('+', name_end + 1);
  if (hash_end == absl::string_view::npos) return NotAVkey("one plus only");
  absl::StatusOr<std::string> key = DecodeBase64(vkey.substr(hash_end + 1));
  if (!key.ok()) return key.status();
  if (key->size() != 1 + kRawKeyBytes) return NotAVkey("not 33 bytes");
  const auto algorithm = static_cast<NoteAlgorithm>((*key)[0]);
  if (algorithm != NoteAlgorithm::kEd25519 && algorithm != NoteAlgorithm::kCosignatureV1) {
    return NotAVkey("the signature type is neither 0x01 nor 0x04");
  }
  auto parsed = PublicKey::FromSpki(absl::StrCat(kEd25519SpkiPrefix, key->substr(1)));
  if (!parsed.ok()) return parsed.status();
  absl::StatusOr<NoteKey> note_key = Create(vkey.substr(0, name_end), algorithm, *parsed);
  if (!note_key.ok()) return note_key.status();
  if (note_key->vkey() != vkey) return NotAVkey("the key hash does not fit");
  return note_key;
}

std::string NoteKey::vkey() const {
  return absl::StrCat(name_, "+", absl::BytesToHexString(ToBigEndian(key_hash_, kKeyHashBytes)),
                      "+", EncodeBase64(TypeAndKey(algorithm_, public_key_)));
}

bool IsBy(const NoteKey& key, const NoteSignature& signature) {
  return key.key_hash() == signature.key_hash && key.name() == signature.name;
}

}  // namespace linkcert::crypto
