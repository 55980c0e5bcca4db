// How people write the bytes fields of a statement: not as bytes, but as what they stand for.
//   hex:4f2a…            the bytes themselves
//   base64:TyoA…         the same
//   random:16            fresh random bytes
//   public-key:FILE      SubjectPublicKeyInfo of a key file
//   key-id:FILE          SHA-256 of that
//   sha256:FILE          digest of a document
//   statement-id:FILE    statement_id of a statement file
// Thread-safe.
#ifndef LINKCERT_CLIENT_STATEMENT_BYTES_REFERENCE_H_
#define LINKCERT_CLIENT_STATEMENT_BYTES_REFERENCE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkcert::client {

// The bytes that `text` stands for, nullopt when it is no reference. Files are looked for in
// `directory` unless absolute. InvalidArgument or the file's error when it cannot be resolved.
absl::StatusOr<std::optional<std::string>> ResolveReference(absl::string_view text,
                                                            const std::string& directory);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_STATEMENT_BYTES_REFERENCE_H_
