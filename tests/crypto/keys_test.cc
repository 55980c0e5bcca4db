#include "crypto/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/testing/bytes.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::FromHex;
using testing::HasCode;
using testing::IsOkAndHolds;
using testing::WithBitFlipped;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

// The P-256 key of RFC 6979 A.2.5.
constexpr char kX[] = "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6";
constexpr char kY[] = "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
constexpr char kP256Prefix[] = "3059301306072a8648ce3d020106082a8648ce3d030107034200";
constexpr char kSm2Prefix[] = "3059301306072a8648ce3d020106082a811ccf5501822d034200";

std::string P256Spki() { return FromHex(absl::StrCat(kP256Prefix, "04", kX, kY)); }

std::string SpkiOf(Algorithm algorithm) {
  return std::string((*KeyFromSeedForTesting(algorithm, "keys"))->public_key().spki());
}

class EachAlgorithm : public ::testing::TestWithParam<Algorithm> {};
INSTANTIATE_TEST_SUITE_P(KeysTest, EachAlgorithm,
                         ::testing::Values(Algorithm::kP256, Algorithm::kEd25519, Algorithm::kSm2),
                         [](const auto& info) { return std::string(AlgorithmName(info.param)); });

TEST_P(EachAlgorithm, SpkiRoundTrip) {
  const std::string spki = SpkiOf(GetParam());
  auto key = PublicKey::FromSpki(spki);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->algorithm(), GetParam());
  EXPECT_EQ(key->spki(), spki);
  EXPECT_EQ(key->id(), Sha256(spki));
  EXPECT_EQ(spki.size(), GetParam() == Algorithm::kEd25519 ? 44u : 91u);
}

TEST_P(EachAlgorithm, NameRoundTrip) {
  EXPECT_THAT(ParseAlgorithm(AlgorithmName(GetParam())), IsOkAndHolds(GetParam()));
}

// A flipped bit either breaks the key or makes it another key; about half of all Ed25519
// encodings are points, of the curves' encodings none one bit away is.
TEST_P(EachAlgorithm, FlippedBitsGiveNoKeyOrAnother) {
  const std::string spki = SpkiOf(GetParam());
  const size_t prefix_bits = spki.size() * 8 - (GetParam() == Algorithm::kEd25519 ? 256 : 520);
  for (size_t bit = 0; bit < spki.size() * 8; ++bit) {
    const auto key = PublicKey::FromSpki(WithBitFlipped(spki, bit));
    if (bit < prefix_bits || GetParam() != Algorithm::kEd25519) {
      EXPECT_THAT(key, HasCode(kInvalid)) << bit;
    } else if (key.ok()) {
      EXPECT_NE(key->id(), Sha256(spki));
    }
  }
}

TEST_P(EachAlgorithm, CutAndLengthenedEncodingsAreRefused) {
  const std::string spki = SpkiOf(GetParam());
  for (size_t size = 0; size < spki.size(); ++size) {
    EXPECT_THAT(PublicKey::FromSpki(spki.substr(0, size)), HasCode(kInvalid));
  }
  EXPECT_THAT(PublicKey::FromSpki(spki + std::string(1, '\0')), HasCode(kInvalid));
  EXPECT_THAT(PublicKey::FromSpki(spki + spki), HasCode(kInvalid));
}

TEST(KeysTest, UnknownAlgorithmNamesAreRefused) {
  for (const char* name : {"", "P256", "ed25519 ", "rsa"}) {
    EXPECT_THAT(ParseAlgorithm(name), HasCode(kInvalid)) << name;
  }
}

TEST(KeysTest, OtherEncodingsOfOnePointAreRefused) {
  ASSERT_TRUE(PublicKey::FromSpki(P256Spki()).ok());
  // compressed, hybrid, and the point at infinity
  for (const std::string& hex :
       {absl::StrCat("3039301306072a8648ce3d020106082a8648ce3d030107032200", "03", kX),
        absl::StrCat(kP256Prefix, "07", kX, kY), absl::StrCat(kP256Prefix, "06", kX, kY),
        std::string("3019301306072a8648ce3d020106082a8648ce3d03010703020000")}) {
    EXPECT_THAT(PublicKey::FromSpki(FromHex(hex)), HasCode(kInvalid)) << hex;
  }
}

TEST(KeysTest, ExplicitCurveParametersAreRefused) {
  const std::string spki = FromHex(absl::StrCat(
      "3082014b3082010306072a8648ce3d02013081f7020101302c06072a8648ce3d0101022100ffffffff00000001",
      "000000000000000000000000ffffffffffffffffffffffff305b0420ffffffff000000010000000000000000",
      "00000000fffffffffffffffffffffffc04205ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce",
      "3c3e27d2604b031500c49d360886e704936a6678e1139d26b7819f7e900441046b17d1f2e12c4247f8bce6e5",
      "63a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ece",
      "cbb6406837bf51f5022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63255102",
      "010103420004", kX, kY));
  ASSERT_EQ(spki.size(), 335u);
  EXPECT_THAT(PublicKey::FromSpki(spki), HasCode(kInvalid));
}

TEST(KeysTest, PointsOffTheCurveAreRefused) {
  // The P-256 point is not on the SM2 curve; coordinates from the prime on are no coordinates.
  EXPECT_THAT(PublicKey::FromSpki(FromHex(absl::StrCat(kSm2Prefix, "04", kX, kY))),
              HasCode(kInvalid));
  EXPECT_THAT(PublicKey::FromSpki(FromHex(absl::StrCat(kP256Prefix, "04", kY, kX))),
              HasCode(kInvalid));
  for (const char* prefix : {kP256Prefix, kSm2Prefix}) {
    const std::string zero(64, '0'), large(64, 'f');
    EXPECT_THAT(PublicKey::FromSpki(FromHex(absl::StrCat(prefix, "04", zero, zero))),
                HasCode(kInvalid));
    EXPECT_THAT(PublicKey::FromSpki(FromHex(absl::StrCat(prefix, "04", large, large))),
                HasCode(kInvalid));
  }
}

TEST(KeysTest, SmallOrderEd25519KeysAreRefused) {
  for (const char* hex : {"0100000000000000000000000000000000000000000000000000000000000000",
                          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"}) {
    EXPECT_THAT(PublicKey::FromSpki(FromHex(absl::StrCat("302a300506032b6570032100", hex))),
                HasCode(kInvalid));
  }
}

}  // namespace
}  // namespace linkcert::crypto
