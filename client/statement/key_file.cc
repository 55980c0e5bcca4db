#include "client/statement/key_file.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/local_file.h"

namespace linkcert::client {
namespace {

bool IsPrivateKeyPem(absl::string_view pem) { return absl::StrContains(pem, "PRIVATE KEY-----"); }

absl::Status About(const std::string& path, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
}

}  // namespace

absl::StatusOr<std::string> ReadPassphrase(const std::string& file) {
  if (file.empty()) {
    const char* value = std::getenv(kPassphraseVariable);
    if (value != nullptr && *value != '\0') return std::string(value);
    return absl::InvalidArgumentError(
        absl::StrCat("no passphrase: set --passphrase-file or ", kPassphraseVariable));
  }
  struct stat facts = {};
  if (stat(file.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) && (facts.st_mode & 0077) != 0) {
    return absl::PermissionDeniedError(
        absl::StrCat(file, ": others may read this passphrase; chmod 600 it"));
  }
  absl::StatusOr<std::string> text = ReadLocalFile(file);
  if (!text.ok()) return text;
  text->resize(std::min(text->find_first_of("\r\n"), text->size()));
  if (text->empty()) return absl::InvalidArgumentError(absl::StrCat(file, ": empty passphrase"));
  return text;
}

absl::Status WriteKeyPair(const crypto::Signer& key, absl::string_view passphrase,
                          const std::string& path) {
  absl::StatusOr<std::string> pem = crypto::PrivateKeyToPem(key, passphrase);
  if (!pem.ok()) return pem.status();
  absl::Status status = CreateLocalFile(path, *pem, FileAccess::kPrivate);
  if (!status.ok()) return status;
  return CreateLocalFile(absl::StrCat(path, ".pub"), crypto::PublicKeyToPem(key.public_key()),
                         FileAccess::kPublic);
}

absl::StatusOr<std::unique_ptr<crypto::Signer>> ReadPrivateKey(const std::string& path,
                                                               absl::string_view passphrase) {
  absl::StatusOr<std::string> pem = ReadLocalFile(path);
  if (!pem.ok()) return pem.status();
  if (!IsPrivateKeyPem(*pem)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": not a private key"));
  }
  absl::StatusOr<std::unique_ptr<crypto::Signer>> key = crypto::PrivateKeyFromPem(*pem, passphrase);
  if (!key.ok()) return About(path, key.status());
  return key;
}

absl::StatusOr<crypto::PublicKey> ReadPublicKey(const std::string& path) {
  absl::StatusOr<std::string> pem = ReadLocalFile(path);
  if (!pem.ok()) return pem.status();
  if (IsPrivateKeyPem(*pem)) return ReadPublicKey(absl::StrCat(path, ".pub"));
  absl::StatusOr<crypto::PublicKey> key = crypto::PublicKeyFromPem(*pem);
  if (!key.ok()) return About(path, key.status());
  return key;
}

}  // namespace linkcert::client
