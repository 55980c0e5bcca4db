// Which X.509 certificates of TLS clients are good (RFC 5280 §6): authorities, revocation lists,
// usage and dates. OpenSSL stands behind this header only.
#ifndef LINKCERT_CRYPTO_CERTIFICATE_TRUST_H_
#define LINKCERT_CRYPTO_CERTIFICATE_TRUST_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkcert::crypto {

// Why a certificate is not good; the first that applies.
enum class CertificateFault {
  kMalformed,          // not one X.509 certificate
  kUntrusted,          // self-signed, of another authority, or with a weak key or signature
  kWrongUsage,         // not for TLS clients
  kRevoked,            // it, or an authority above it
  kRevocationUnknown,  // an authority's list is missing, outdated or not its own
  kNotYetValid,
  kExpired,
};

// Immutable and thread-safe.
class CertificateTrust {
 public:
  // `authorities`: one or more certificates of authorities in PEM. Every chain must end in one of
  // them that is self-signed. With `lists` (one or more CRLs in PEM each) every authority must have
  // a current list; without, nothing is asked about revocation. InvalidArgument for a file that
  // holds none, or a damaged one.
  static absl::StatusOr<std::unique_ptr<CertificateTrust>> Create(
      absl::string_view authorities, const std::optional<std::vector<std::string>>& lists);
  ~CertificateTrust();

  // Whether a TLS client may show `certificate` (PEM) at `now_ms` (milliseconds since 1970 UTC).
  // `chain` (PEM) may help to reach an authority and is not believed. Costs about 0.2 ms.
  std::optional<CertificateFault> CheckClient(absl::string_view certificate,
                                              absl::string_view chain, uint64_t now_ms) const;

 private:
  struct Store;
  explicit CertificateTrust(std::unique_ptr<Store> store);
  const std::unique_ptr<Store> store_;
};

// The URIs in subjectAltName, in order; empty when there are none. WARNING: says nothing about
// trust. InvalidArgument unless `certificate` is one certificate in PEM.
absl::StatusOr<std::vector<std::string>> UriNames(absl::string_view certificate);

// InvalidArgument unless `certificate` (the first of its chain) belongs to the private key, both in
// PEM, the key not encrypted.
absl::Status CheckKeyBelongs(absl::string_view key, absl::string_view certificate);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_CERTIFICATE_TRUST_H_
