#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>

#include <cstdlib>
#include <memory>
#include <utility>

#include "crypto/keys.h"
#include "crypto/openssl_types.h"

namespace linkcert::crypto {
namespace {

constexpr size_t kPointBytes = 65;

class KeyInMemory final : public Signer {
 public:
  KeyInMemory(PkeyPtr key, PublicKey public_key)
      : key_(std::move(key)), public_key_(std::move(public_key)) {}

  const PublicKey& public_key() const override { return public_key_; }
  absl::StatusOr<std::string> Sign(absl::string_view message) const override {
    return SignRaw(key_.get(), public_key_.algorithm(), message);
  }
  EVP_PKEY* key() const { return key_.get(); }

 private:
  const PkeyPtr key_;
  const PublicKey public_key_;
};

// The uncompressed point `scalar` times the curve's generator; OpenSSL's fromdata doesn't make it.
absl::StatusOr<std::string> PointOfScalar(int curve, const BIGNUM* scalar) {
  EcGroupPtr group(EC_GROUP_new_by_curve_name(curve));
  if (group == nullptr) return OpenSslRefusal("no such curve");
  // SM2 signs with 1/(1 + d): n - 1 has no inverse there (GB/T 32918.1 §6.1).
  BnPtr limit(BN_dup(EC_GROUP_get0_order(group.get())));
  if (limit == nullptr || (curve == NID_sm2 && BN_sub_word(limit.get(), 1) != 1) ||
      BN_is_zero(scalar) || BN_cmp(scalar, limit.get()) >= 0) {
    return OpenSslRefusal("the private scalar is out of range");
  }
  EcPointPtr point(EC_POINT_new(group.get()));
  uint8_t bytes[kPointBytes];
  if (point == nullptr ||
      EC_POINT_mul(group.get(), point.get(), scalar, nullptr, nullptr, nullptr) != 1 ||
      EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes,
                         sizeof(bytes), nullptr) != sizeof(bytes)) {
    return OpenSslRefusal("the public point cannot be computed");
  }
  return std::string(reinterpret_cast<const char*>(bytes), sizeof(bytes));
}

absl::StatusOr<PkeyPtr> CurveKeyFromScalar(Algorithm algorithm, const Hash& scalar_bytes) {
  const bool is_sm2 = algorithm == Algorithm::kSm2;
  BnPtr scalar(BN_secure_new());
  if (scalar == nullptr ||
      BN_bin2bn(scalar_bytes.data(), Hash::kSizeBytes, scalar.get()) == nullptr) {
    return OpenSslRefusal("out of memory");
  }
  auto point = PointOfScalar(is_sm2 ? NID_sm2 : NID_X9_62_prime256v1, scalar.get());
  if (!point.ok()) return point.status();
  const std::unique_ptr<OSSL_PARAM_BLD, Freer<OSSL_PARAM_BLD_free>> build(OSSL_PARAM_BLD_new());
  const char* const group = is_sm2 ? "SM2" : "P-256";
  OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, group, 0);
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar.get());
  OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point->data(),
                                   point->size());
  const std::unique_ptr<OSSL_PARAM, Freer<OSSL_PARAM_free>> parameters(
      OSSL_PARAM_BLD_to_param(build.get()));
  PkeyCtxPtr context(EVP_PKEY_CTX_new_from_name(nullptr, is_sm2 ? "SM2" : "EC", nullptr));
  EVP_PKEY* key = nullptr;
  if (parameters == nullptr || context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, parameters.get()) != 1) {
    return OpenSslRefusal("the private scalar is not accepted");
  }
  return PkeyPtr(key);
}

// One signature made and checked: a public part that belongs to another key would make every
// later signature worthless, and with Ed25519 would leak the private part.
absl::Status CheckPair(const Signer& signer) {
  absl::StatusOr<std::string> signature = signer.Sign("pair");
  if (!signature.ok()) return signature.status();
  return signer.public_key().Verify("pair", *signature);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Signer>> SignerFromPkey(PkeyPtr key) {
  uint8_t* der = nullptr;
  const int size = i2d_PUBKEY(key.get(), &der);
  if (size <= 0) return OpenSslRefusal("the key has no public part");
  const std::string spki(reinterpret_cast<const char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  absl::StatusOr<PublicKey> public_key = PublicKey::FromSpki(spki);
  if (!public_key.ok()) return public_key.status();
  auto signer = std::make_unique<KeyInMemory>(std::move(key), *std::move(public_key));
  if (auto status = CheckPair(*signer); !status.ok()) return status;
  return signer;
}

absl::StatusOr<EVP_PKEY*> PkeyOfSigner(const Signer& signer) {
  const auto* in_memory = dynamic_cast<const KeyInMemory*>(&signer);
  if (in_memory == nullptr) return absl::InvalidArgumentError("the key is not held in memory");
  return in_memory->key();
}

std::unique_ptr<Signer> GenerateKey(Algorithm algorithm) {
  EVP_PKEY* key = nullptr;
  switch (algorithm) {
    case Algorithm::kP256:
      key = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
      break;
    case Algorithm::kEd25519:
      key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
      break;
    case Algorithm::kSm2:
      key = EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2");
      break;
  }
  if (key == nullptr) std::abort();  // no randomness or no memory
  absl::StatusOr<std::unique_ptr<Signer>> signer = SignerFromPkey(PkeyPtr(key));
  if (!signer.ok()) std::abort();
  return *std::move(signer);
}

absl::StatusOr<std::unique_ptr<Signer>> KeyFromSeedForTesting(Algorithm algorithm,
                                                              absl::string_view seed) {
  Hash secret = Sha256(seed);
  absl::StatusOr<PkeyPtr> key;
  if (algorithm == Algorithm::kEd25519) {
    key = PkeyPtr(
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, secret.data(), Hash::kSizeBytes));
  } else {
    key = CurveKeyFromScalar(algorithm, secret);
  }
  OPENSSL_cleanse(secret.data(), Hash::kSizeBytes);
  if (!key.ok()) return key.status();
  if (*key == nullptr) return OpenSslRefusal("the seed is not accepted");
  return SignerFromPkey(*std::move(key));
}

}  // namespace linkcert::crypto
