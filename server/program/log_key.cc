#include "server/program/log_key.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/note_key.h"
#include "storage/posix_file.h"

namespace linkcert::server {
namespace {

constexpr size_t kMaxKeyFileBytes = 16384;
constexpr mode_t kOwnerOnly = 0600;

absl::StatusOr<std::string> ReadSmallFile(const std::string& path) {
  auto file = storage::PosixFile::Open(path, O_RDONLY);
  if (!file.ok()) return file.status();
  return file->Read(kMaxKeyFileBytes);
}

absl::Status WriteNewFile(const std::string& path, absl::string_view bytes) {
  auto file = storage::PosixFile::Open(path, O_WRONLY | O_CREAT | O_EXCL);
  if (!file.ok()) return file.status();
  absl::Status status = file->WriteAt(0, bytes);
  return status.ok() ? file->Sync() : status;
}

// The bytes go into a file that nobody else can read already.
absl::Status WriteNewPrivateFile(const std::string& path, absl::string_view bytes) {
  const mode_t before = umask(0077);
  const absl::Status status = WriteNewFile(path, bytes);
  umask(before);
  if (!status.ok()) return status;
  return chmod(path.c_str(), kOwnerOnly) == 0 ? absl::OkStatus() : absl::ErrnoToStatus(errno, path);
}

std::string Variable(const char* name) {
  const char* value = getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

absl::StatusOr<std::string> ReadLogKeyPassphrase(const std::string& file) {
  const std::string path = file.empty() ? Variable(kPassphraseFileVariable) : file;
  std::string passphrase = Variable(kPassphraseVariable);
  if (!path.empty()) {
    absl::StatusOr<std::string> content = ReadSmallFile(path);
    if (!content.ok()) return content.status();
    passphrase = content->substr(0, content->find_first_of("\r\n"));
  }
  if (!passphrase.empty()) return passphrase;
  return absl::InvalidArgumentError(
      absl::StrCat("the log key needs a passphrase: name a file with --passphrase-file or ",
                   kPassphraseFileVariable, ", or set ", kPassphraseVariable));
}

absl::StatusOr<std::string> CreateLogKey(const std::string& path, const std::string& origin,
                                         absl::string_view passphrase) {
  const std::unique_ptr<crypto::Signer> key = crypto::GenerateKey(crypto::Algorithm::kEd25519);
  auto note_key =
      crypto::NoteKey::Create(origin, crypto::NoteAlgorithm::kEd25519, key->public_key());
  if (!note_key.ok()) return note_key.status();
  absl::StatusOr<std::string> pem = crypto::PrivateKeyToPem(*key, passphrase);
  if (!pem.ok()) return pem.status();
  absl::Status status = WriteNewPrivateFile(path, *pem);
  if (status.ok()) status = WriteNewFile(path + ".pub", crypto::PublicKeyToPem(key->public_key()));
  if (status.ok()) status = WriteNewFile(path + ".vkey", note_key->vkey() + "\n");
  if (status.ok()) status = storage::SyncParentDirectory(path);
  if (!status.ok()) return status;
  return note_key->vkey();
}

absl::StatusOr<std::unique_ptr<crypto::Signer>> ReadLogKey(const std::string& path,
                                                           absl::string_view passphrase) {
  absl::StatusOr<std::string> pem = ReadSmallFile(path);
  if (!pem.ok()) return pem.status();
  auto key = crypto::PrivateKeyFromPem(*pem, passphrase);
  if (!key.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": wrong passphrase, or no private key"));
  }
  if ((*key)->public_key().algorithm() != crypto::Algorithm::kEd25519) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": checkpoints need an Ed25519 key"));
  }
  return key;
}

}  // namespace linkcert::server
