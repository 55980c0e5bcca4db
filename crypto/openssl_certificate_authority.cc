#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <utility>

#include "crypto/certificate_authority.h"
#include "crypto/openssl_x509.h"

namespace linkcert::crypto {
namespace {

using GeneralNamePtr = std::unique_ptr<GENERAL_NAME, Freer<GENERAL_NAME_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;

constexpr size_t kSerialBytes = 16;
constexpr size_t kMaxNameBytes = 64;  // RFC 5280, ub-common-name

absl::Status SetSerial(X509* certificate) {
  std::string bytes = RandomBytes(kSerialBytes);
  bytes[0] = static_cast<char>((bytes[0] & 0x3f) | 0x40);  // positive, never short
  const BnPtr number(
      BN_bin2bn(reinterpret_cast<const uint8_t*>(bytes.data()), kSerialBytes, nullptr));
  if (number == nullptr ||
      BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) == nullptr) {
    return OpenSslRefusal("no serial number");
  }
  return absl::OkStatus();
}

absl::Status SetName(X509* certificate, const std::string& common_name) {
  X509_NAME* name = X509_get_subject_name(certificate);
  if (common_name.empty() || common_name.size() > kMaxNameBytes ||
      X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                 reinterpret_cast<const uint8_t*>(common_name.data()),
                                 static_cast<int>(common_name.size()), -1, 0) != 1) {
    return OpenSslRefusal("a common name needs 1 to 64 bytes of UTF-8");
  }
  return absl::OkStatus();
}

absl::Status SetTimes(X509* certificate, uint64_t not_before_ms, uint64_t not_after_ms) {
  if (not_after_ms < not_before_ms) return absl::InvalidArgumentError("it ends before it begins");
  ASN1_TIME_set(X509_getm_notBefore(certificate), static_cast<time_t>(not_before_ms / 1000));
  ASN1_TIME_set(X509_getm_notAfter(certificate), static_cast<time_t>(not_after_ms / 1000));
  return absl::OkStatus();
}

// `text` as openssl-x509v3_config(5) has it; never made of foreign words.
absl::Status AddExtension(X509* certificate, X509* issuer, int nid, const char* text) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, nid, text));
  if (extension == nullptr || X509_add_ext(certificate, extension.get(), -1) != 1) {
    return OpenSslRefusal("an extension can't be made");
  }
  return absl::OkStatus();
}

bool IsPrintable(const std::string& text) {
  return !text.empty() && text.size() <= 255 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

absl::Status AddName(GENERAL_NAMES* names, int type, const std::string& text) {
  GeneralNamePtr name(GENERAL_NAME_new());
  ASN1_STRING* value = nullptr;
  if (ASN1_OCTET_STRING* address = type == GEN_DNS ? a2i_IPADDRESS(text.c_str()) : nullptr) {
    type = GEN_IPADD;
    value = address;
  } else {
    ERR_clear_error();
    value = ASN1_IA5STRING_new();
    if (!IsPrintable(text) || value == nullptr ||
        ASN1_STRING_set(value, text.data(), static_cast<int>(text.size())) != 1) {
      ASN1_STRING_free(value);
      return absl::InvalidArgumentError("a name must be 1 to 255 printable ASCII characters");
    }
  }
  GENERAL_NAME_set0_value(name.get(), type, value);
  sk_GENERAL_NAME_push(names, name.release());
  return absl::OkStatus();
}

absl::Status AddNames(X509* certificate, const CertificateContent& content) {
  const GeneralNamesPtr names(GENERAL_NAMES_new());
  for (const std::string& uri : content.uris) {
    if (auto status = AddName(names.get(), GEN_URI, uri); !status.ok()) return status;
  }
  for (const std::string& host : content.hosts) {
    if (auto status = AddName(names.get(), GEN_DNS, host); !status.ok()) return status;
  }
  if (sk_GENERAL_NAME_num(names.get()) == 0) return absl::OkStatus();
  if (X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0, 0) != 1) {
    return OpenSslRefusal("the names can't be carried");
  }
  return absl::OkStatus();
}

// All but issuer, public key, extensions and signature.
absl::StatusOr<X509Ptr> Begin(const std::string& common_name, uint64_t not_before_ms,
                              uint64_t not_after_ms, EVP_PKEY* key) {
  X509Ptr made(X509_new());
  if (made == nullptr || X509_set_version(made.get(), X509_VERSION_3) != 1 ||
      X509_set_pubkey(made.get(), key) != 1) {
    return OpenSslRefusal("the certificate can't be begun");
  }
  absl::Status status = SetSerial(made.get());
  if (status.ok()) status = SetName(made.get(), common_name);
  if (status.ok()) status = SetTimes(made.get(), not_before_ms, not_after_ms);
  if (!status.ok()) return status;
  return made;
}

absl::StatusOr<std::string> SignAndWrite(X509* certificate, X509* issuer, EVP_PKEY* key) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  if (X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) != 1 ||
      X509_sign(certificate, key, EVP_sha256()) == 0 || bio == nullptr ||
      PEM_write_bio_X509(bio.get(), certificate) != 1) {
    return OpenSslRefusal("the certificate can't be signed");
  }
  return ContentsOf(bio.get());
}

absl::Status AddLeafExtensions(X509* certificate, X509* issuer, const CertificateContent& content) {
  const bool client = content.use == CertificateUse::kTlsClient;
  const std::pair<int, const char*> extensions[] = {
      {NID_basic_constraints, "critical,CA:FALSE"},
      {NID_key_usage, "critical,digitalSignature"},
      {NID_ext_key_usage, client ? "clientAuth" : "serverAuth"},
      {NID_subject_key_identifier, "hash"}};
  for (const auto& [nid, text] : extensions) {
    if (auto status = AddExtension(certificate, issuer, nid, text); !status.ok()) return status;
  }
  if (issuer != certificate) {
    auto status = AddExtension(certificate, issuer, NID_authority_key_identifier, "keyid");
    if (!status.ok()) return status;
  }
  return AddNames(certificate, content);
}

absl::StatusOr<CertificateWithKey> MakeLeaf(const CertificateContent& content, X509* issuer,
                                            EVP_PKEY* issuer_key) {
  const PkeyPtr key(EVP_EC_gen("P-256"));
  if (key == nullptr) return OpenSslRefusal("no key");
  auto made = Begin(content.common_name, content.not_before_ms, content.not_after_ms, key.get());
  if (!made.ok()) return made.status();
  if (issuer == nullptr) {
    issuer = made->get();
    issuer_key = key.get();
  }
  absl::Status status = AddLeafExtensions(made->get(), issuer, content);
  if (!status.ok()) return status;
  absl::StatusOr<std::string> certificate = SignAndWrite(made->get(), issuer, issuer_key);
  if (!certificate.ok()) return certificate.status();
  const BioPtr bio(BIO_new(BIO_s_mem()));
  if (bio == nullptr || PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0,
                                                      nullptr, nullptr) != 1) {
    return OpenSslRefusal("the key can't be written");
  }
  return CertificateWithKey{*std::move(certificate), ContentsOf(bio.get())};
}

}  // namespace

absl::StatusOr<CertificateAuthority> CertificateAuthority::Create(
    const std::string& common_name, uint64_t not_before_ms, uint64_t not_after_ms,
    std::shared_ptr<const Signer> key) {
  absl::StatusOr<EVP_PKEY*> pkey = PkeyOfSigner(*key);
  if (!pkey.ok()) return pkey.status();
  absl::StatusOr<X509Ptr> made = Begin(common_name, not_before_ms, not_after_ms, *pkey);
  if (!made.ok()) return made.status();
  const std::pair<int, const char*> extensions[] = {
      {NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
      {NID_key_usage, "critical,keyCertSign,cRLSign"},
      {NID_subject_key_identifier, "hash"}};
  for (const auto& [nid, text] : extensions) {
    absl::Status status = AddExtension(made->get(), made->get(), nid, text);
    if (!status.ok()) return status;
  }
  absl::StatusOr<std::string> certificate = SignAndWrite(made->get(), made->get(), *pkey);
  if (!certificate.ok()) return certificate.status();
  return CertificateAuthority(*std::move(certificate), std::move(key));
}

absl::StatusOr<CertificateAuthority> CertificateAuthority::Open(absl::string_view certificate,
                                                                std::shared_ptr<const Signer> key) {
  absl::StatusOr<EVP_PKEY*> pkey = PkeyOfSigner(*key);
  if (!pkey.ok()) return pkey.status();
  absl::StatusOr<X509Ptr> parsed = ReadOneCertificate(certificate);
  if (!parsed.ok()) return parsed.status();
  if (X509_check_private_key(parsed->get(), *pkey) != 1) {
    return OpenSslRefusal("the key does not belong to the authority's certificate");
  }
  return CertificateAuthority(std::string(certificate), std::move(key));
}

absl::StatusOr<CertificateWithKey> CertificateAuthority::Issue(
    const CertificateContent& content) const {
  absl::StatusOr<X509Ptr> own = ReadOneCertificate(certificate_);
  if (!own.ok()) return own.status();
  absl::StatusOr<EVP_PKEY*> key = PkeyOfSigner(*key_);
  if (!key.ok()) return key.status();
  return MakeLeaf(content, own->get(), *key);
}

absl::StatusOr<CertificateWithKey> IssueSelfSigned(const CertificateContent& content) {
  return MakeLeaf(content, nullptr, nullptr);
}

}  // namespace linkcert::crypto
