// A small X.509 authority (RFC 5280) for TLS between a registry and its callers: enough to try it
// out and for tests, no replacement for a firm's own. P-256 with SHA-256 throughout.
#ifndef LINKCERT_CRYPTO_CERTIFICATE_AUTHORITY_H_
#define LINKCERT_CRYPTO_CERTIFICATE_AUTHORITY_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/keys.h"

namespace linkcert::crypto {

enum class CertificateUse { kTlsClient, kTlsServer };

// What a certificate shall say. Times in milliseconds since 1970 UTC, from the first on, up to the
// last; seconds count.
struct CertificateContent {
  std::string common_name;
  CertificateUse use = CertificateUse::kTlsClient;
  std::vector<std::string> uris = {};   // subjectAltName
  std::vector<std::string> hosts = {};  // the same: DNS names and IP addresses
  uint64_t not_before_ms = 0;
  uint64_t not_after_ms = 0;
};

struct CertificateWithKey {
  std::string certificate;  // PEM
  // WARNING: PKCS #8 PEM in the clear: TLS programs start without anyone at a keyboard. Write it
  // where its owner alone can read it.
  std::string key;
};

// Immutable and thread-safe.
class CertificateAuthority {
 public:
  // A new one, self-signed by `key` (P-256, of this library).
  static absl::StatusOr<CertificateAuthority> Create(const std::string& common_name,
                                                     uint64_t not_before_ms, uint64_t not_after_ms,
                                                     std::shared_ptr<const Signer> key);
  // One that was made before; InvalidArgument unless `key` is its key.
  static absl::StatusOr<CertificateAuthority> Open(absl::string_view certificate,
                                                   std::shared_ptr<const Signer> key);

  const std::string& certificate() const { return certificate_; }  // PEM

  // A certificate over a new key. InvalidArgument for a host or URI that X.509 can't carry.
  absl::StatusOr<CertificateWithKey> Issue(const CertificateContent& content) const;

  // A list (PEM) that says, until `next_update_ms`, which certificates no longer count: those of
  // `previous` (a list of this authority; empty = none) and `revoked`, in PEM. Its number is one
  // above the previous list's. InvalidArgument for a certificate that is not of this authority.
  absl::StatusOr<std::string> Revoke(absl::string_view previous,
                                     const std::vector<std::string>& revoked, uint64_t now_ms,
                                     uint64_t next_update_ms) const;

  // The name under which OpenSSL's directories hold a list of this authority: `1a2b3c4d.r0`.
  std::string ListName() const;

 private:
  CertificateAuthority(std::string certificate, std::shared_ptr<const Signer> key)
      : certificate_(std::move(certificate)), key_(std::move(key)) {}

  std::string certificate_;
  std::shared_ptr<const Signer> key_;
};

// A certificate that vouches for itself, which no registry should believe.
absl::StatusOr<CertificateWithKey> IssueSelfSigned(const CertificateContent& content);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_CERTIFICATE_AUTHORITY_H_
