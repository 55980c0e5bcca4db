// The server's keys as files: that which signs checkpoints, and the registry's own. Encrypted PKCS
// #8 PEM, readable by its owner only. Beside it FILE.pub (the public key, which genesis names) and
// FILE.vkey (the line that a C2SP policy needs). Thread-safe.
#ifndef LINKCERT_SERVER_PROGRAM_LOG_KEY_H_
#define LINKCERT_SERVER_PROGRAM_LOG_KEY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/keys.h"

namespace linkcert::server {

// WARNING: a flag would show the passphrase to everyone on the machine; there is none.
struct PassphraseVariables {
  const char* key;              // what the passphrase is for
  const char* passphrase;       // variable with the passphrase itself
  const char* passphrase_file;  // variable that names a file with it
};
inline constexpr PassphraseVariables kLogKeyPassphrase = {
    "the log key", "LINKCERT_LOG_KEY_PASSPHRASE", "LINKCERT_LOG_KEY_PASSPHRASE_FILE"};
inline constexpr PassphraseVariables kRegistryKeyPassphrase = {
    "the registry's key", "LINKCERT_REGISTRY_KEY_PASSPHRASE",
    "LINKCERT_REGISTRY_KEY_PASSPHRASE_FILE"};

// From the first line of `file`; if that is empty, of the file that the environment names; else
// the environment's passphrase itself. InvalidArgument if there is none.
absl::StatusOr<std::string> ReadPassphrase(const std::string& file,
                                           const PassphraseVariables& variables);

// Makes an Ed25519 key and the three files, durably, and returns the vkey. AlreadyExists rather
// than replace a key; InvalidArgument for an origin that is no key name.
absl::StatusOr<std::string> CreateLogKey(const std::string& path, const std::string& origin,
                                         absl::string_view passphrase);

// InvalidArgument for a wrong passphrase, or no private key.
absl::StatusOr<std::unique_ptr<crypto::Signer>> ReadPrivateKey(const std::string& path,
                                                               absl::string_view passphrase);
// The same; InvalidArgument for a key that is not Ed25519, too.
absl::StatusOr<std::unique_ptr<crypto::Signer>> ReadLogKey(const std::string& path,
                                                           absl::string_view passphrase);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_PROGRAM_LOG_KEY_H_
