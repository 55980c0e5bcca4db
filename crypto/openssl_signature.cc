#include <openssl/err.h>

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "crypto/openssl_types.h"

namespace linkcert::crypto {
namespace {

constexpr int kScalarBytes = 32;

const uint8_t* Bytes(absl::string_view text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}

// Fetched once: a lookup by name in every call costs more than a short hash.
const EVP_MD* DigestOf(Algorithm algorithm) {
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  static const EVP_MD* const sm3 = EVP_MD_fetch(nullptr, "SM3", nullptr);
  switch (algorithm) {
    case Algorithm::kP256:
      return sha256;
    case Algorithm::kSm2:
      return sm3;
    case Algorithm::kEd25519:
      return nullptr;
  }
  return nullptr;
}

// A context that is ready for one signature or verification, with the SM2 id set.
struct Operation {
  PkeyCtxPtr key_context;  // outlives `context`, which refers to it
  MdCtxPtr context;
};

absl::StatusOr<Operation> StartOperation(EVP_PKEY* key, Algorithm algorithm) {
  Operation operation;
  operation.context.reset(EVP_MD_CTX_new());
  if (operation.context == nullptr) return OpenSslRefusal("no context");
  if (algorithm != Algorithm::kSm2) return operation;
  operation.key_context.reset(EVP_PKEY_CTX_new(key, nullptr));
  if (operation.key_context == nullptr ||
      EVP_PKEY_CTX_set1_id(operation.key_context.get(), kSm2SignerId, sizeof(kSm2SignerId) - 1) !=
          1) {
    return OpenSslRefusal("the SM2 signer id cannot be set");
  }
  EVP_MD_CTX_set_pkey_ctx(operation.context.get(), operation.key_context.get());
  return operation;
}

// SEQUENCE { r INTEGER, s INTEGER } of 64 raw bytes. OpenSSL refuses r or s outside 1..n-1.
absl::StatusOr<std::string> DerFromRaw(absl::string_view raw) {
  EcdsaSigPtr signature(ECDSA_SIG_new());
  BnPtr r(BN_bin2bn(Bytes(raw), kScalarBytes, nullptr));
  BnPtr s(BN_bin2bn(Bytes(raw) + kScalarBytes, kScalarBytes, nullptr));
  if (signature == nullptr || r == nullptr || s == nullptr ||
      ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) {
    return OpenSslRefusal("the signature is malformed");
  }
  r.release();  // both belong to `signature` now
  s.release();
  uint8_t der[80];
  uint8_t* end = der;
  const int size = i2d_ECDSA_SIG(signature.get(), nullptr);
  if (size <= 0 || size > static_cast<int>(sizeof(der)) ||
      i2d_ECDSA_SIG(signature.get(), &end) != size) {
    return OpenSslRefusal("the signature is malformed");
  }
  return std::string(reinterpret_cast<const char*>(der), static_cast<size_t>(size));
}

absl::StatusOr<std::string> RawFromDer(absl::string_view der) {
  const uint8_t* begin = Bytes(der);
  EcdsaSigPtr signature(d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(der.size())));
  std::string raw(kSignatureSizeBytes, '\0');
  auto* out = reinterpret_cast<uint8_t*>(&raw[0]);
  if (signature == nullptr ||
      BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, kScalarBytes) != kScalarBytes ||
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + kScalarBytes, kScalarBytes) !=
          kScalarBytes) {
    return OpenSslRefusal("the signature cannot be converted");
  }
  return raw;
}

}  // namespace

absl::Status OpenSslRefusal(absl::string_view what) {
  ERR_clear_error();
  return absl::InvalidArgumentError(what);
}

absl::StatusOr<std::string> SignRaw(EVP_PKEY* key, Algorithm algorithm, absl::string_view message) {
  absl::StatusOr<Operation> operation = StartOperation(key, algorithm);
  if (!operation.ok()) return operation.status();
  EVP_MD_CTX* const context = operation->context.get();
  uint8_t signature[80];
  size_t size = sizeof(signature);
  if (EVP_DigestSignInit(context, nullptr, DigestOf(algorithm), nullptr, key) != 1 ||
      EVP_DigestSign(context, signature, &size, Bytes(message), message.size()) != 1) {
    return OpenSslRefusal("signing failed");
  }
  const absl::string_view made(reinterpret_cast<const char*>(signature), size);
  if (algorithm == Algorithm::kEd25519) return std::string(made);
  return RawFromDer(made);
}

absl::Status VerifyRaw(EVP_PKEY* key, Algorithm algorithm, absl::string_view message,
                       absl::string_view signature) {
  if (signature.size() != kSignatureSizeBytes) {
    return absl::InvalidArgumentError("a signature has 64 bytes");
  }
  absl::StatusOr<Operation> operation = StartOperation(key, algorithm);
  if (!operation.ok()) return operation.status();
  std::string der;
  if (algorithm != Algorithm::kEd25519) {
    absl::StatusOr<std::string> converted = DerFromRaw(signature);
    if (!converted.ok()) return converted.status();
    der = *std::move(converted);
    signature = der;
  }
  EVP_MD_CTX* const context = operation->context.get();
  if (EVP_DigestVerifyInit(context, nullptr, DigestOf(algorithm), nullptr, key) != 1 ||
      EVP_DigestVerify(context, Bytes(signature), signature.size(), Bytes(message),
                       message.size()) != 1) {
    return OpenSslRefusal("the signature does not verify");
  }
  return absl::OkStatus();
}

}  // namespace linkcert::crypto
