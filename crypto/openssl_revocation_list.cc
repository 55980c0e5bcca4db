// Revocation lists (RFC 5280 §5) of a CertificateAuthority.
#include <openssl/pem.h>

#include <utility>

#include "absl/strings/str_format.h"
#include "crypto/certificate_authority.h"
#include "crypto/openssl_x509.h"

namespace linkcert::crypto {
namespace {

using Asn1TimePtr = std::unique_ptr<ASN1_TIME, Freer<ASN1_TIME_free>>;
using Asn1IntegerPtr = std::unique_ptr<ASN1_INTEGER, Freer<ASN1_INTEGER_free>>;
using RevokedPtr = std::unique_ptr<X509_REVOKED, Freer<X509_REVOKED_free>>;

absl::Status AddRevoked(X509_CRL* list, const ASN1_INTEGER* serial, const ASN1_TIME* at) {
  RevokedPtr entry(X509_REVOKED_new());
  if (entry == nullptr ||
      X509_REVOKED_set_serialNumber(entry.get(), const_cast<ASN1_INTEGER*>(serial)) != 1 ||
      X509_REVOKED_set_revocationDate(entry.get(), const_cast<ASN1_TIME*>(at)) != 1 ||
      X509_CRL_add0_revoked(list, entry.get()) != 1) {
    return OpenSslRefusal("a revocation can't be listed");
  }
  (void)entry.release();
  return absl::OkStatus();
}

// Copies what `previous` lists; returns the number that follows its own.
absl::StatusOr<uint64_t> CopyPrevious(absl::string_view previous, X509* issuer, X509_CRL* list) {
  if (previous.empty()) return 1;
  absl::StatusOr<std::vector<X509CrlPtr>> read = ReadRevocationLists(previous);
  if (!read.ok()) return read.status();
  X509_CRL* old = read->front().get();
  if (X509_CRL_verify(old, X509_get0_pubkey(issuer)) != 1) {
    return OpenSslRefusal("the revocation list is not this authority's");
  }
  STACK_OF(X509_REVOKED)* entries = X509_CRL_get_REVOKED(old);
  for (int i = 0; i < sk_X509_REVOKED_num(entries); ++i) {
    const X509_REVOKED* entry = sk_X509_REVOKED_value(entries, i);
    absl::Status status = AddRevoked(list, X509_REVOKED_get0_serialNumber(entry),
                                     X509_REVOKED_get0_revocationDate(entry));
    if (!status.ok()) return status;
  }
  const Asn1IntegerPtr number(
      static_cast<ASN1_INTEGER*>(X509_CRL_get_ext_d2i(old, NID_crl_number, nullptr, nullptr)));
  uint64_t value = 0;
  if (number == nullptr || ASN1_INTEGER_get_uint64(&value, number.get()) != 1) {
    return OpenSslRefusal("the revocation list has no number");
  }
  return value + 1;
}

absl::Status AddNew(const std::vector<std::string>& revoked, X509* issuer, const ASN1_TIME* now,
                    X509_CRL* list) {
  for (const std::string& pem : revoked) {
    absl::StatusOr<X509Ptr> certificate = ReadOneCertificate(pem);
    if (!certificate.ok()) return certificate.status();
    if (X509_verify(certificate->get(), X509_get0_pubkey(issuer)) != 1) {
      return OpenSslRefusal("a certificate that this authority did not issue");
    }
    X509_REVOKED* known = nullptr;
    const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate->get());
    if (X509_CRL_get0_by_serial(list, &known, const_cast<ASN1_INTEGER*>(serial)) == 1) continue;
    if (auto status = AddRevoked(list, serial, now); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> FinishList(X509_CRL* list, uint64_t number_value, EVP_PKEY* key) {
  const Asn1IntegerPtr number(ASN1_INTEGER_new());
  const BioPtr bio(BIO_new(BIO_s_mem()));
  if (number == nullptr || bio == nullptr ||
      ASN1_INTEGER_set_uint64(number.get(), number_value) != 1 ||
      X509_CRL_add1_ext_i2d(list, NID_crl_number, number.get(), 0, 0) != 1 ||
      X509_CRL_sort(list) != 1 || X509_CRL_sign(list, key, EVP_sha256()) == 0 ||
      PEM_write_bio_X509_CRL(bio.get(), list) != 1) {
    return OpenSslRefusal("the revocation list can't be signed");
  }
  return ContentsOf(bio.get());
}

}  // namespace

absl::StatusOr<std::string> CertificateAuthority::Revoke(absl::string_view previous,
                                                         const std::vector<std::string>& revoked,
                                                         uint64_t now_ms,
                                                         uint64_t next_update_ms) const {
  absl::StatusOr<X509Ptr> own = ReadOneCertificate(certificate_);
  if (!own.ok()) return own.status();
  absl::StatusOr<EVP_PKEY*> key = PkeyOfSigner(*key_);
  if (!key.ok()) return key.status();
  const X509CrlPtr list(X509_CRL_new());
  const Asn1TimePtr now(ASN1_TIME_set(nullptr, static_cast<time_t>(now_ms / 1000)));
  const Asn1TimePtr next(ASN1_TIME_set(nullptr, static_cast<time_t>(next_update_ms / 1000)));
  if (list == nullptr || X509_CRL_set_version(list.get(), X509_CRL_VERSION_2) != 1 ||
      X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(own->get())) != 1 ||
      X509_CRL_set1_lastUpdate(list.get(), now.get()) != 1 ||
      X509_CRL_set1_nextUpdate(list.get(), next.get()) != 1) {
    return OpenSslRefusal("the revocation list can't be begun");
  }
  absl::StatusOr<uint64_t> number = CopyPrevious(previous, own->get(), list.get());
  if (!number.ok()) return number.status();
  absl::Status status = AddNew(revoked, own->get(), now.get(), list.get());
  if (!status.ok()) return status;
  return FinishList(list.get(), *number, *key);
}

std::string CertificateAuthority::ListName() const {
  absl::StatusOr<X509Ptr> own = ReadOneCertificate(certificate_);
  return own.ok() ? absl::StrFormat("%08x.r0", X509_subject_name_hash(own->get())) : "";
}

}  // namespace linkcert::crypto
