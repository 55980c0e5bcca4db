// Keys as files: FILE is an encrypted PKCS #8 PEM readable by its owner only, FILE.pub the public
// key as PEM. Passphrases come from a file or the environment, never from a flag or a pipe that
// others can see. Thread-safe.
#ifndef LINKCERT_CLIENT_STATEMENT_KEY_FILE_H_
#define LINKCERT_CLIENT_STATEMENT_KEY_FILE_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/keys.h"

namespace linkcert::client {

inline constexpr char kPassphraseVariable[] = "LINKCERT_PASSPHRASE";

// The first line of `file`; without a file, the environment's LINKCERT_PASSPHRASE.
// InvalidArgument when there is none or it is empty; PermissionDenied when others than the owner
// may read the file.
absl::StatusOr<std::string> ReadPassphrase(const std::string& file);

// Writes `path` and `path`.pub durably; AlreadyExists rather than replace a key.
absl::Status WriteKeyPair(const crypto::Signer& key, absl::string_view passphrase,
                          const std::string& path);

// InvalidArgument naming the file for a wrong passphrase or a file that is no private key.
absl::StatusOr<std::unique_ptr<crypto::Signer>> ReadPrivateKey(const std::string& path,
                                                               absl::string_view passphrase);

// From a public key PEM; for the path of a private key, from the .pub beside it.
absl::StatusOr<crypto::PublicKey> ReadPublicKey(const std::string& path);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_STATEMENT_KEY_FILE_H_
