#include "server/vault/master_keys.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "storage/posix_file.h"
#include "storage/small_file.h"

namespace linkcert::server {
namespace {

constexpr size_t kIdBytes = 8;
constexpr size_t kHexDigits = 2 * crypto::SecretKey::kSizeBytes;

bool IsHex(absl::string_view text) {
  for (char c : text) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) return false;
  }
  return true;
}

absl::StatusOr<MasterKeys::Key> ParseKey(absl::string_view line) {
  if (line.size() != kHexDigits || !IsHex(line)) {
    return absl::InvalidArgumentError("is no master key: 64 hexadecimal digits");
  }
  std::string bytes = absl::HexStringToBytes(line);
  const absl::StatusOr<crypto::SecretKey> key = crypto::SecretKey::FromBytes(bytes);
  crypto::Wipe(bytes);
  if (!key.ok()) return key.status();
  const crypto::Hash mac = crypto::HmacSha256(*key, "linkcert vault master key id");
  return MasterKeys::Key{std::string(mac.view().substr(0, kIdBytes)), *key};
}

absl::StatusOr<std::string> Variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value != nullptr) return std::string(value);
  return absl::NotFoundError(absl::StrCat("the environment has no ", name));
}

absl::StatusOr<std::string> ReadSource(absl::string_view source) {
  if (absl::ConsumePrefix(&source, "file:")) return storage::ReadPrivateFile(std::string(source));
  if (absl::ConsumePrefix(&source, "env:")) return Variable(std::string(source));
  if (absl::ConsumePrefix(&source, "credential:")) {
    const absl::StatusOr<std::string> directory = Variable("CREDENTIALS_DIRECTORY");
    if (!directory.ok()) return directory.status();
    return storage::ReadSmallFile(absl::StrCat(*directory, "/", source));  // systemd guards it
  }
  return absl::InvalidArgumentError("a master key is at file:PATH, env:NAME or credential:NAME");
}

}  // namespace

absl::StatusOr<MasterKeys> MasterKeys::Parse(absl::string_view text) {
  MasterKeys keys;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || absl::StartsWith(line, "#")) continue;
    absl::StatusOr<Key> key = ParseKey(line);
    if (!key.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("line ", number, " ", key.status().message()));
    }
    if (keys.Find(key->id) != nullptr) {
      return absl::InvalidArgumentError(absl::StrCat("line ", number, " repeats a master key"));
    }
    keys.keys_.push_back(*std::move(key));
  }
  if (keys.keys_.empty()) return absl::InvalidArgumentError("there is no master key");
  return keys;
}

absl::StatusOr<MasterKeys> MasterKeys::Load(absl::string_view source) {
  absl::StatusOr<std::string> text = ReadSource(source);
  if (!text.ok()) return text.status();
  absl::StatusOr<MasterKeys> keys = Parse(*text);
  crypto::Wipe(*text);
  return keys;
}

const MasterKeys::Key* MasterKeys::Find(absl::string_view id) const {
  for (const Key& key : keys_) {
    if (key.id == id) return &key;
  }
  return nullptr;
}

absl::Status WriteNewMasterKey(const std::string& path) {
  const crypto::SecretKey key = crypto::SecretKey::Random();
  std::string text = absl::StrCat(absl::BytesToHexString(key.view()), "\n");
  absl::Status status = storage::WriteNewPrivateFile(path, text);
  crypto::Wipe(text);
  return status.ok() ? storage::SyncParentDirectory(path) : status;
}

}  // namespace linkcert::server
