// A witness's timestamped signature over a checkpoint: cosignature/v1 (c2sp.org/tlog-cosignature).
// All functions are thread-safe.
#ifndef LINKCERT_CRYPTO_COSIGNATURE_H_
#define LINKCERT_CRYPTO_COSIGNATURE_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/keys.h"
#include "crypto/note_key.h"

namespace linkcert::crypto {

// The spec's limit on a timestamp, 2^63 - 1.
inline constexpr uint64_t kMaxCosignatureTimeS = 0x7FFFFFFFFFFFFFFF;

// Signs `note_text` (a checkpoint without its signatures) as seen at `time_s`, seconds since 1970.
// InvalidArgument if the signer is not Ed25519, `name` is no key name or the time is out of range;
// else the signer's own error.
// WARNING: whoever cosigns says that it saw no larger checkpoint of this log, and no other history.
absl::StatusOr<NoteSignature> SignCosignature(absl::string_view note_text, uint64_t time_s,
                                              absl::string_view name, const Signer& signer);

// The time in seconds since 1970 at which `key`, of type kCosignatureV1, cosigned `note_text`.
// InvalidArgument if it did not.
absl::StatusOr<uint64_t> VerifyCosignature(absl::string_view note_text, const NoteKey& key,
                                           absl::string_view signature);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_COSIGNATURE_H_
