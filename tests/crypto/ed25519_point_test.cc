#include "crypto/ed25519_point.h"

#include <gtest/gtest.h>

#include "tests/testing/bytes.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::FromHex;
using testing::HasCode;
using testing::IsOk;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

// 32 bytes, little-endian: `low`, then `fill`, then `high`.
std::string Encoded(uint8_t low, char fill, uint8_t high) {
  std::string bytes(32, fill);
  bytes.front() = static_cast<char>(low);
  bytes.back() = static_cast<char>(high);
  return bytes;
}

TEST(Ed25519PointTest, AcceptsKeysOfRfc8032) {
  for (const char* hex : {"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                          "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                          "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"}) {
    EXPECT_THAT(CheckEd25519Point(FromHex(hex)), IsOk()) << hex;
  }
}

TEST(Ed25519PointTest, RefusesEverySmallOrderPointWithEitherSign) {
  for (const char* hex : {"0000000000000000000000000000000000000000000000000000000000000000",
                          "0100000000000000000000000000000000000000000000000000000000000000",
                          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
    const std::string point = FromHex(hex);
    EXPECT_THAT(CheckEd25519Point(point), HasCode(kInvalid)) << hex;
    EXPECT_THAT(CheckEd25519Point(testing::WithBitFlipped(point, 255)), HasCode(kInvalid)) << hex;
  }
}

TEST(Ed25519PointTest, RefusesEveryCoordinateFromThePrimeOn) {
  for (int low = 0xED; low <= 0xFF; ++low) {
    EXPECT_THAT(CheckEd25519Point(Encoded(static_cast<uint8_t>(low), '\xFF', 0x7F)),
                HasCode(kInvalid));
    EXPECT_THAT(CheckEd25519Point(Encoded(static_cast<uint8_t>(low), '\xFF', 0xFF)),
                HasCode(kInvalid));
  }
}

// Which small y have a point: computed apart from this code, by Euler's criterion.
TEST(Ed25519PointTest, RefusesCoordinatesWithoutAPoint) {
  for (const uint8_t y : {3, 4, 5, 6, 9, 10}) {
    EXPECT_THAT(CheckEd25519Point(Encoded(y, 0, 0)), IsOk()) << int{y};
  }
  for (const uint8_t y : {2, 7, 8, 11}) {
    EXPECT_THAT(CheckEd25519Point(Encoded(y, 0, 0)), HasCode(kInvalid)) << int{y};
  }
}

TEST(Ed25519PointTest, RefusesOtherLengths) {
  EXPECT_THAT(CheckEd25519Point(""), HasCode(kInvalid));
  EXPECT_THAT(CheckEd25519Point(std::string(31, 3)), HasCode(kInvalid));
  EXPECT_THAT(CheckEd25519Point(std::string(33, 3)), HasCode(kInvalid));
}

}  // namespace
}  // namespace linkcert::crypto
