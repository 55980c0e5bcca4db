#include "crypto/keys.h"

#include <openssl/pem.h>

#include <array>
#include <cstdint>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "crypto/ed25519_point.h"
#include "crypto/openssl_types.h"

namespace linkcert::crypto {
namespace {

// All that precedes the point in the one encoding of each algorithm (RFC 5480, RFC 8410,
// GB/T 35276). For the two curves the last byte says "uncompressed".
constexpr char kP256Prefix[] =
    "\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07"
    "\x03\x42\x00\x04";
constexpr char kSm2Prefix[] =
    "\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x81\x1c\xcf\x55\x01\x82\x2d"
    "\x03\x42\x00\x04";

struct Encoding {
  Algorithm algorithm;
  absl::string_view name;
  absl::string_view prefix;
  size_t size_bytes;
};

constexpr std::array<Encoding, 3> kEncodings = {{
    {Algorithm::kP256, "p256", {kP256Prefix, sizeof(kP256Prefix) - 1}, 91},
    {Algorithm::kEd25519, "ed25519", kEd25519SpkiPrefix, 44},
    {Algorithm::kSm2, "sm2", {kSm2Prefix, sizeof(kSm2Prefix) - 1}, 91},
}};

absl::StatusOr<Encoding> EncodingOf(absl::string_view spki) {
  for (const Encoding& encoding : kEncodings) {
    if (spki.size() == encoding.size_bytes && absl::StartsWith(spki, encoding.prefix)) {
      return encoding;
    }
  }
  return absl::InvalidArgumentError("not a P-256, Ed25519 or SM2 key in the accepted encoding");
}

}  // namespace

absl::string_view AlgorithmName(Algorithm algorithm) {
  for (const Encoding& encoding : kEncodings) {
    if (encoding.algorithm == algorithm) return encoding.name;
  }
  return "unknown";
}

absl::StatusOr<Algorithm> ParseAlgorithm(absl::string_view name) {
  for (const Encoding& encoding : kEncodings) {
    if (encoding.name == name) return encoding.algorithm;
  }
  return absl::InvalidArgumentError("an algorithm is p256, ed25519 or sm2");
}

struct PublicKey::Parsed {
  Algorithm algorithm;
  KeyId id;
  std::string spki;
  PkeyPtr key;
};

absl::StatusOr<PublicKey> PublicKey::FromSpki(absl::string_view spki) {
  absl::StatusOr<Encoding> encoding = EncodingOf(spki);
  if (!encoding.ok()) return encoding.status();
  if (encoding->algorithm == Algorithm::kEd25519) {
    auto status = CheckEd25519Point(spki.substr(encoding->prefix.size()));
    if (!status.ok()) return status;
  }
  const auto* next = reinterpret_cast<const uint8_t*>(spki.data());
  const uint8_t* const end = next + spki.size();
  PkeyPtr key(d2i_PUBKEY(nullptr, &next, static_cast<long>(spki.size())));
  if (key == nullptr || next != end) return OpenSslRefusal("the key's point is not on its curve");
  return PublicKey(std::make_shared<Parsed>(
      Parsed{encoding->algorithm, Sha256(spki), std::string(spki), std::move(key)}));
}

Algorithm PublicKey::algorithm() const { return parsed_->algorithm; }
const KeyId& PublicKey::id() const { return parsed_->id; }
absl::string_view PublicKey::spki() const { return parsed_->spki; }

absl::Status PublicKey::Verify(absl::string_view message, absl::string_view signature) const {
  return VerifyRaw(parsed_->key.get(), parsed_->algorithm, message, signature);
}

}  // namespace linkcert::crypto
