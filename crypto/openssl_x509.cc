#include "crypto/openssl_x509.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <utility>

namespace linkcert::crypto {
namespace {

constexpr size_t kMaxPemBytes = size_t{16} << 20;

// Whether the reader stopped because no block was left.
bool IsAtEnd() {
  const unsigned long error = ERR_peek_last_error();
  return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

template <typename Owner, typename Read>
absl::StatusOr<std::vector<Owner>> ReadAll(absl::string_view pem, absl::string_view what,
                                           Read read) {
  if (pem.size() > kMaxPemBytes) return absl::InvalidArgumentError("the PEM file is too large");
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (bio == nullptr) return OpenSslRefusal("out of memory");
  ERR_clear_error();
  std::vector<Owner> found;
  while (Owner next{read(bio.get(), nullptr, nullptr, nullptr)}) found.push_back(std::move(next));
  const bool whole = IsAtEnd() && !found.empty();
  if (!whole) return OpenSslRefusal(what);
  ERR_clear_error();
  return found;
}

}  // namespace

absl::StatusOr<std::vector<X509Ptr>> ReadCertificates(absl::string_view pem) {
  return ReadAll<X509Ptr>(pem, "no certificate in PEM, or a damaged one", PEM_read_bio_X509);
}

absl::StatusOr<std::vector<X509CrlPtr>> ReadRevocationLists(absl::string_view pem) {
  return ReadAll<X509CrlPtr>(pem, "no revocation list in PEM, or a damaged one",
                             PEM_read_bio_X509_CRL);
}

absl::StatusOr<X509Ptr> ReadOneCertificate(absl::string_view pem) {
  absl::StatusOr<std::vector<X509Ptr>> all = ReadCertificates(pem);
  if (!all.ok()) return all.status();
  if (all->size() != 1) return absl::InvalidArgumentError("more than one certificate");
  return std::move(all->front());
}

std::string ContentsOf(BIO* bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  return std::string(bytes, static_cast<size_t>(size));
}

}  // namespace linkcert::crypto
