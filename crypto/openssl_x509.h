// Private to crypto/: owners of OpenSSL's X.509 objects, and PEM text to and from them.
#ifndef LINKCERT_CRYPTO_OPENSSL_X509_H_
#define LINKCERT_CRYPTO_OPENSSL_X509_H_

#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/openssl_types.h"

namespace linkcert::crypto {

using X509Ptr = std::unique_ptr<X509, Freer<X509_free>>;
using X509CrlPtr = std::unique_ptr<X509_CRL, Freer<X509_CRL_free>>;
using X509StorePtr = std::unique_ptr<X509_STORE, Freer<X509_STORE_free>>;
using X509StoreCtxPtr = std::unique_ptr<X509_STORE_CTX, Freer<X509_STORE_CTX_free>>;
using GeneralNamesPtr = std::unique_ptr<GENERAL_NAMES, Freer<GENERAL_NAMES_free>>;

// Every block of that kind in `pem`, in order; text around blocks is skipped. InvalidArgument when
// there is none, when one is damaged, or when a block is of another kind.
absl::StatusOr<std::vector<X509Ptr>> ReadCertificates(absl::string_view pem);
absl::StatusOr<std::vector<X509CrlPtr>> ReadRevocationLists(absl::string_view pem);
// Exactly one.
absl::StatusOr<X509Ptr> ReadOneCertificate(absl::string_view pem);

// What was written to a memory BIO.
std::string ContentsOf(BIO* bio);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_OPENSSL_X509_H_
