#include "crypto/ed25519_point.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "crypto/openssl_types.h"

namespace linkcert::crypto {
namespace {

// 2^255 - 19 and the curve's d = -121665/121666 (RFC 8032 §5.1).
constexpr char kPrime[] = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed";
constexpr char kCurveD[] = "52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3";

// The y coordinates of the eight points whose order divides 8: 0 (order 4), 1 (order 1), p - 1
// (order 2) and the two of order 8. The sign bit is cut off, so both signs of x are caught.
constexpr std::array<const char*, 5> kSmallOrderY = {
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000001",
    "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec",
    "05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826",
    "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7",
};

BnPtr FromHex(const char* hex) {
  BIGNUM* number = nullptr;
  BN_hex2bn(&number, hex);
  return BnPtr(number);
}

// Whether (y² - 1)/(d·y² + 1) is a square modulo p, that is, whether some x belongs to this y.
bool IsOnCurve(const BIGNUM* y, const BIGNUM* prime) {
  BnCtxPtr context(BN_CTX_new());
  BnPtr square(BN_new()), numerator(BN_new()), denominator(BN_new());
  const BnPtr d = FromHex(kCurveD);
  if (context == nullptr || d == nullptr || square == nullptr || numerator == nullptr ||
      denominator == nullptr || BN_mod_sqr(square.get(), y, prime, context.get()) != 1 ||
      BN_mod_mul(denominator.get(), square.get(), d.get(), prime, context.get()) != 1 ||
      BN_add_word(denominator.get(), 1) != 1 || BN_copy(numerator.get(), square.get()) == nullptr ||
      BN_sub_word(numerator.get(), 1) != 1 ||
      // a/b is a square exactly when a·b is, and a multiplication is cheaper than an inverse
      BN_mod_mul(numerator.get(), numerator.get(), denominator.get(), prime, context.get()) != 1) {
    return false;
  }
  return BN_kronecker(numerator.get(), prime, context.get()) == 1;
}

}  // namespace

absl::Status CheckEd25519Point(absl::string_view encoded) {
  if (encoded.size() != kEd25519PointBytes)
    return absl::InvalidArgumentError("an Ed25519 key is 32 bytes");
  std::array<uint8_t, kEd25519PointBytes> bytes;
  std::copy(encoded.begin(), encoded.end(), bytes.begin());
  bytes.back() &= 0x7f;  // the sign of x
  const BnPtr y(BN_lebin2bn(bytes.data(), kEd25519PointBytes, nullptr));
  const BnPtr prime = FromHex(kPrime);
  if (y == nullptr || prime == nullptr) return OpenSslRefusal("out of memory");
  if (BN_cmp(y.get(), prime.get()) >= 0) {
    return absl::InvalidArgumentError("the Ed25519 key is not canonical");
  }
  for (const char* hex : kSmallOrderY) {
    if (BN_cmp(y.get(), FromHex(hex).get()) == 0) {
      return absl::InvalidArgumentError("the Ed25519 key is of small order");
    }
  }
  if (!IsOnCurve(y.get(), prime.get())) {
    return OpenSslRefusal("the Ed25519 key is not on the curve");
  }
  return absl::OkStatus();
}

}  // namespace linkcert::crypto
