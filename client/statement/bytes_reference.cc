#include "client/statement/bytes_reference.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/local_file.h"
#include "client/statement/key_file.h"
#include "client/statement/statement_file.h"
#include "crypto/hash.h"
#include "crypto/text.h"

namespace linkcert::client {
namespace {

constexpr uint32_t kMaxRandomBytes = 64;

absl::StatusOr<std::string> FromHex(absl::string_view text, const std::string&) {
  const bool digits =
      std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isxdigit(c); });
  if (!digits || text.empty() || text.size() % 2 != 0) {
    return absl::InvalidArgumentError("hex: needs an even number of hexadecimal digits");
  }
  return absl::HexStringToBytes(text);
}

absl::StatusOr<std::string> FromBase64(absl::string_view text, const std::string&) {
  return crypto::DecodeBase64(text);
}

absl::StatusOr<std::string> FromRandom(absl::string_view text, const std::string&) {
  uint32_t count = 0;
  if (!absl::SimpleAtoi(text, &count) || count == 0 || count > kMaxRandomBytes) {
    return absl::InvalidArgumentError("random: needs a count of 1 to 64");
  }
  return crypto::RandomBytes(count);
}

absl::StatusOr<std::string> FromPublicKey(absl::string_view name, const std::string& directory) {
  const absl::StatusOr<crypto::PublicKey> key = ReadPublicKey(PathIn(directory, name));
  if (!key.ok()) return key.status();
  return std::string(key->spki().data(), key->spki().size());
}

absl::StatusOr<std::string> FromKeyId(absl::string_view name, const std::string& directory) {
  const absl::StatusOr<crypto::PublicKey> key = ReadPublicKey(PathIn(directory, name));
  if (!key.ok()) return key.status();
  return key->id().str();
}

absl::StatusOr<std::string> FromDocument(absl::string_view name, const std::string& directory) {
  const absl::StatusOr<std::string> bytes = ReadLocalFile(PathIn(directory, name));
  if (!bytes.ok()) return bytes.status();
  return crypto::Sha256(*bytes).str();
}

absl::StatusOr<std::string> FromStatement(absl::string_view name, const std::string& directory) {
  const absl::StatusOr<StatementInMaking> file = ReadStatementFile(PathIn(directory, name));
  if (!file.ok()) return file.status();
  return file->statement().statement_id();
}

struct Scheme {
  absl::string_view prefix;
  absl::StatusOr<std::string> (*resolve)(absl::string_view rest, const std::string& directory);
};
constexpr Scheme kSchemes[] = {
    {"hex:", FromHex},
    {"base64:", FromBase64},
    {"random:", FromRandom},
    {"public-key:", FromPublicKey},
    {"key-id:", FromKeyId},
    {"sha256:", FromDocument},
    {"statement-id:", FromStatement},
};

}  // namespace

absl::StatusOr<std::optional<std::string>> ResolveReference(absl::string_view text,
                                                            const std::string& directory) {
  for (const Scheme& scheme : kSchemes) {
    if (text.substr(0, scheme.prefix.size()) != scheme.prefix) continue;
    absl::StatusOr<std::string> bytes =
        scheme.resolve(text.substr(scheme.prefix.size()), directory);
    if (!bytes.ok()) return bytes.status();
    return std::optional<std::string>(*std::move(bytes));
  }
  return std::optional<std::string>();
}

}  // namespace linkcert::client
