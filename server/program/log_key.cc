#include "server/program/log_key.h"

#include <stdlib.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/note_key.h"
#include "storage/posix_file.h"
#include "storage/small_file.h"

namespace linkcert::server {
namespace {

std::string Variable(const char* name) {
  const char* value = getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

absl::StatusOr<std::string> ReadPassphrase(const std::string& file,
                                           const PassphraseVariables& variables) {
  const std::string path = file.empty() ? Variable(variables.passphrase_file) : file;
  std::string passphrase = Variable(variables.passphrase);
  if (!path.empty()) {
    absl::StatusOr<std::string> content = storage::ReadSmallFile(path);
    if (!content.ok()) return content.status();
    passphrase = content->substr(0, content->find_first_of("\r\n"));
  }
  if (!passphrase.empty()) return passphrase;
  return absl::InvalidArgumentError(
      absl::StrCat(variables.key, " needs a passphrase: name a file with its flag or ",
                   variables.passphrase_file, ", or set ", variables.passphrase));
}

absl::StatusOr<std::string> CreateLogKey(const std::string& path, const std::string& origin,
                                         absl::string_view passphrase) {
  const std::unique_ptr<crypto::Signer> key = crypto::GenerateKey(crypto::Algorithm::kEd25519);
  auto note_key =
      crypto::NoteKey::Create(origin, crypto::NoteAlgorithm::kEd25519, key->public_key());
  if (!note_key.ok()) return note_key.status();
  absl::StatusOr<std::string> pem = crypto::PrivateKeyToPem(*key, passphrase);
  if (!pem.ok()) return pem.status();
  absl::Status status = storage::WriteNewPrivateFile(path, *pem);
  if (status.ok())
    status = storage::WriteNewFile(path + ".pub", crypto::PublicKeyToPem(key->public_key()));
  if (status.ok()) status = storage::WriteNewFile(path + ".vkey", note_key->vkey() + "\n");
  if (status.ok()) status = storage::SyncParentDirectory(path);
  if (!status.ok()) return status;
  return note_key->vkey();
}

absl::StatusOr<std::unique_ptr<crypto::Signer>> ReadPrivateKey(const std::string& path,
                                                               absl::string_view passphrase) {
  absl::StatusOr<std::string> pem = storage::ReadSmallFile(path);
  if (!pem.ok()) return pem.status();
  auto key = crypto::PrivateKeyFromPem(*pem, passphrase);
  if (!key.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": wrong passphrase, or no private key"));
  }
  return key;
}

absl::StatusOr<std::unique_ptr<crypto::Signer>> ReadLogKey(const std::string& path,
                                                           absl::string_view passphrase) {
  auto key = ReadPrivateKey(path, passphrase);
  if (!key.ok()) return key;
  if ((*key)->public_key().algorithm() != crypto::Algorithm::kEd25519) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": checkpoints need an Ed25519 key"));
  }
  return key;
}

}  // namespace linkcert::server
