// Private to crypto/: owners of OpenSSL objects, and the two ends that keys.h stands on.
#ifndef LINKCERT_CRYPTO_OPENSSL_TYPES_H_
#define LINKCERT_CRYPTO_OPENSSL_TYPES_H_

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/keys.h"

namespace linkcert::crypto {

template <auto kFree>
struct Freer {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

using BioPtr = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using BnPtr = std::unique_ptr<BIGNUM, Freer<BN_clear_free>>;
using BnCtxPtr = std::unique_ptr<BN_CTX, Freer<BN_CTX_free>>;
using EcGroupPtr = std::unique_ptr<EC_GROUP, Freer<EC_GROUP_free>>;
using EcPointPtr = std::unique_ptr<EC_POINT, Freer<EC_POINT_free>>;
using EcdsaSigPtr = std::unique_ptr<ECDSA_SIG, Freer<ECDSA_SIG_free>>;
using MdCtxPtr = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>>;
using PkeyPtr = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using PkeyCtxPtr = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;
using Pkcs8Ptr = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Freer<PKCS8_PRIV_KEY_INFO_free>>;
using EncryptedPkcs8Ptr = std::unique_ptr<X509_SIG, Freer<X509_SIG_free>>;

// A failure of OpenSSL as a status: InvalidArgument with `what`. Empties OpenSSL's error queue,
// which would otherwise grow with every refusal.
absl::Status OpenSslRefusal(absl::string_view what);

// crypto/openssl_signature.cc: 64 raw bytes to and from OpenSSL's own forms.
absl::StatusOr<std::string> SignRaw(EVP_PKEY* key, Algorithm algorithm, absl::string_view message);
absl::Status VerifyRaw(EVP_PKEY* key, Algorithm algorithm, absl::string_view message,
                       absl::string_view signature);

// crypto/openssl_private_key.cc: a key in memory as a Signer; InvalidArgument unless the private
// part is of a known algorithm and belongs to its public part.
absl::StatusOr<std::unique_ptr<Signer>> SignerFromPkey(PkeyPtr key);
// The key inside a Signer of this library; InvalidArgument for any other (an HSM's stays there).
absl::StatusOr<EVP_PKEY*> PkeyOfSigner(const Signer& signer);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_OPENSSL_TYPES_H_
