// The strict text forms that the C2SP formats share: each value has one spelling.
// All functions are thread-safe.
#ifndef LINKCERT_CRYPTO_TEXT_H_
#define LINKCERT_CRYPTO_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/hash.h"

namespace linkcert::crypto {

// RFC 4648 §4 with padding, no white space, no stray bits in the last digit. (absl's own decoder
// accepts all three.) InvalidArgument for anything else.
absl::StatusOr<std::string> DecodeBase64(absl::string_view text);
absl::StatusOr<Hash> DecodeBase64Hash(absl::string_view text);
std::string EncodeBase64(absl::string_view bytes);

// ASCII digits without sign, space or leading zero, within uint64; else InvalidArgument.
absl::StatusOr<uint64_t> ParseDecimal(absl::string_view text);

// Valid UTF-8 (RFC 3629: no surrogates, no overlong forms).
bool IsUtf8(absl::string_view text);
// The character set of a signed note: UTF-8 without control characters below U+0020 but newline.
bool IsNoteText(absl::string_view text);
// A key name of a signed note: not empty, no Unicode space, no control character, no '+'.
bool IsKeyName(absl::string_view name);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_TEXT_H_
