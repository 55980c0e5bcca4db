#include "crypto/cosignature.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "crypto/big_endian.h"

namespace linkcert::crypto {
namespace {

constexpr size_t kTimeBytes = 8;

std::string SignedMessage(absl::string_view note_text, uint64_t time_s) {
  return absl::StrCat("cosignature/v1\ntime ", time_s, "\n", note_text);
}

absl::Status TimeOutOfRange() {
  return absl::InvalidArgumentError("the cosignature's time exceeds 2^63 - 1");
}

}  // namespace

absl::StatusOr<NoteSignature> SignCosignature(absl::string_view note_text, uint64_t time_s,
                                              absl::string_view name, const Signer& signer) {
  if (time_s > kMaxCosignatureTimeS) return TimeOutOfRange();
  auto key = NoteKey::Create(name, NoteAlgorithm::kCosignatureV1, signer.public_key());
  if (!key.ok()) return key.status();
  absl::StatusOr<std::string> signature = signer.Sign(SignedMessage(note_text, time_s));
  if (!signature.ok()) return signature.status();
  return NoteSignature{key->name(), key->key_hash(),
                       absl::StrCat(ToBigEndian(time_s, kTimeBytes), *signature)};
}

absl::StatusOr<uint64_t> VerifyCosignature(absl::string_view note_text, const NoteKey& key,
                                           absl::string_view signature) {
  if (key.algorithm() != NoteAlgorithm::kCosignatureV1) {
    return absl::InvalidArgumentError("the key is not for cosignatures");
  }
  if (signature.size() != kTimeBytes + kSignatureSizeBytes) {
    return absl::InvalidArgumentError("a cosignature has 72 bytes");
  }
  const uint64_t time_s = FromBigEndian(signature.substr(0, kTimeBytes));
  if (time_s > kMaxCosignatureTimeS) return TimeOutOfRange();
  auto status =
      key.public_key().Verify(SignedMessage(note_text, time_s), signature.substr(kTimeBytes));
  if (!status.ok()) return status;
  return time_s;
}

}  // namespace linkcert::crypto
