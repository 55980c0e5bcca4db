#include <openssl/err.h>
#include <openssl/pem.h>

#include <utility>

#include "crypto/certificate_trust.h"
#include "crypto/openssl_x509.h"

namespace linkcert::crypto {
namespace {

using X509StackPtr =
    std::unique_ptr<STACK_OF(X509),
                    decltype([](STACK_OF(X509) * stack) { sk_X509_pop_free(stack, X509_free); })>;

// OpenSSL's level of 112 bits: no SHA-1, no RSA below 2048 bits.
constexpr int kSecurityLevel = 2;

CertificateFault FaultOf(int error) {
  switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return CertificateFault::kExpired;
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return CertificateFault::kNotYetValid;
    case X509_V_ERR_CERT_REVOKED:
      return CertificateFault::kRevoked;
    case X509_V_ERR_INVALID_PURPOSE:
      return CertificateFault::kWrongUsage;
    case X509_V_ERR_UNABLE_TO_GET_CRL:
    case X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE:
    case X509_V_ERR_CRL_SIGNATURE_FAILURE:
    case X509_V_ERR_CRL_NOT_YET_VALID:
    case X509_V_ERR_CRL_HAS_EXPIRED:
    case X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD:
    case X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD:
    case X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
    case X509_V_ERR_KEYUSAGE_NO_CRL_SIGN:
    case X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION:
    case X509_V_ERR_DIFFERENT_CRL_SCOPE:
    case X509_V_ERR_CRL_PATH_VALIDATION_ERROR:
      return CertificateFault::kRevocationUnknown;
    default:
      return CertificateFault::kUntrusted;
  }
}

absl::Status AddAuthorities(absl::string_view pem, X509_STORE* store) {
  absl::StatusOr<std::vector<X509Ptr>> all = ReadCertificates(pem);
  if (!all.ok()) return all.status();
  for (const X509Ptr& authority : *all) {
    if (X509_check_ca(authority.get()) != 1) {
      return absl::InvalidArgumentError("a certificate that is no authority's");
    }
    if (X509_STORE_add_cert(store, authority.get()) != 1) return OpenSslRefusal("not accepted");
  }
  return absl::OkStatus();
}

absl::Status AddLists(const std::vector<std::string>& lists, X509_STORE* store) {
  for (const std::string& pem : lists) {
    absl::StatusOr<std::vector<X509CrlPtr>> all = ReadRevocationLists(pem);
    if (!all.ok()) return all.status();
    for (const X509CrlPtr& list : *all) {
      if (X509_STORE_add_crl(store, list.get()) != 1) return OpenSslRefusal("not accepted");
    }
  }
  X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  return absl::OkStatus();
}

X509StackPtr ReadChain(absl::string_view pem) {
  X509StackPtr stack(sk_X509_new_null());
  if (pem.empty()) return stack;
  absl::StatusOr<std::vector<X509Ptr>> all = ReadCertificates(pem);
  if (!all.ok()) return stack;  // it only helps
  for (X509Ptr& certificate : *all) sk_X509_push(stack.get(), certificate.release());
  return stack;
}

}  // namespace

struct CertificateTrust::Store {
  X509StorePtr store;
};

CertificateTrust::CertificateTrust(std::unique_ptr<Store> store) : store_(std::move(store)) {}
CertificateTrust::~CertificateTrust() = default;

absl::StatusOr<std::unique_ptr<CertificateTrust>> CertificateTrust::Create(
    absl::string_view authorities, const std::optional<std::vector<std::string>>& lists) {
  auto made = std::make_unique<Store>(Store{X509StorePtr(X509_STORE_new())});
  if (made->store == nullptr) return OpenSslRefusal("out of memory");
  absl::Status status = AddAuthorities(authorities, made->store.get());
  if (status.ok() && lists.has_value()) status = AddLists(*lists, made->store.get());
  if (!status.ok()) return status;
  return std::unique_ptr<CertificateTrust>(new CertificateTrust(std::move(made)));
}

std::optional<CertificateFault> CertificateTrust::CheckClient(absl::string_view certificate,
                                                              absl::string_view chain,
                                                              uint64_t now_ms) const {
  absl::StatusOr<X509Ptr> leaf = ReadOneCertificate(certificate);
  if (!leaf.ok()) return CertificateFault::kMalformed;
  const X509StackPtr helpers = ReadChain(chain);
  const X509StoreCtxPtr context(X509_STORE_CTX_new());
  if (helpers == nullptr || context == nullptr ||
      X509_STORE_CTX_init(context.get(), store_->store.get(), leaf->get(), helpers.get()) != 1) {
    ERR_clear_error();
    return CertificateFault::kUntrusted;
  }
  X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_time(parameters, static_cast<time_t>(now_ms / 1000));
  X509_VERIFY_PARAM_set_auth_level(parameters, kSecurityLevel);
  X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_SSL_CLIENT);
  const bool good = X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  if (good) return std::nullopt;
  return FaultOf(X509_STORE_CTX_get_error(context.get()));
}

absl::StatusOr<std::vector<std::string>> UriNames(absl::string_view certificate) {
  absl::StatusOr<X509Ptr> parsed = ReadOneCertificate(certificate);
  if (!parsed.ok()) return parsed.status();
  const GeneralNamesPtr names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(parsed->get(), NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> uris;
  for (int i = 0; names != nullptr && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) continue;
    const ASN1_IA5STRING* text = name->d.uniformResourceIdentifier;
    uris.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                      static_cast<size_t>(ASN1_STRING_length(text)));
  }
  ERR_clear_error();
  return uris;
}

absl::Status CheckKeyBelongs(absl::string_view key, absl::string_view certificate) {
  absl::StatusOr<std::vector<X509Ptr>> chain = ReadCertificates(certificate);
  if (!chain.ok()) return chain.status();
  const BioPtr bio(BIO_new_mem_buf(key.data(), static_cast<int>(key.size())));
  // Without a callback OpenSSL would ask for a passphrase on the terminal.
  const auto no_passphrase = [](char*, int, int, void*) { return -1; };
  const PkeyPtr parsed(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr));
  if (parsed == nullptr) return OpenSslRefusal("no private key in PEM that is not encrypted");
  if (X509_check_private_key(chain->front().get(), parsed.get()) != 1) {
    return OpenSslRefusal("the private key does not belong to the certificate");
  }
  return absl::OkStatus();
}

}  // namespace linkcert::crypto
