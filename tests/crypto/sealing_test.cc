#include "crypto/sealing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/escaping.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::HasCode;
using testing::IsOk;
using testing::IsOkAndHolds;

SecretKey KeyOf(char byte) { return *SecretKey::FromBytes(std::string(32, byte)); }

TEST(SealingTest, OpensWhatWasSealed) {
  const SecretKey key = SecretKey::Random();
  for (size_t size : {0, 1, 15, 16, 17, 1000}) {
    const std::string plaintext(size, 'x');
    const std::string sealed = Seal(key, plaintext, "context");
    EXPECT_EQ(sealed.size(), size + kSealOverheadBytes);
    EXPECT_THAT(Unseal(key, sealed, "context"), IsOkAndHolds(plaintext));
  }
}

TEST(SealingTest, EveryFlippedBitIsRefused) {
  const SecretKey key = KeyOf('k');
  const std::string sealed = Seal(key, "personal", "context");
  for (size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string damaged = sealed;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_THAT(Unseal(key, damaged, "context"), HasCode(absl::StatusCode::kDataLoss));
  }
}

TEST(SealingTest, AnotherKeyContextOrLengthIsRefused) {
  const SecretKey key = KeyOf('k');
  const std::string sealed = Seal(key, "personal", "context");
  EXPECT_THAT(Unseal(KeyOf('l'), sealed, "context"), HasCode(absl::StatusCode::kDataLoss));
  EXPECT_THAT(Unseal(key, sealed, "contexu"), HasCode(absl::StatusCode::kDataLoss));
  for (size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_THAT(Unseal(key, sealed.substr(0, size), "context"),
                HasCode(absl::StatusCode::kDataLoss));
  }
}

TEST(SealingTest, NeverSealsTheSameTwice) {
  const SecretKey key = KeyOf('k');
  std::set<std::string> sealed;
  for (int i = 0; i < 1000; ++i) sealed.insert(Seal(key, "", ""));
  EXPECT_EQ(sealed.size(), 1000u);
}

// McGrew and Viega, "The Galois/Counter Mode of Operation", test case 14.
TEST(SealingTest, IsAes256Gcm) {
  const std::string sealed = absl::HexStringToBytes(
      "000000000000000000000000cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
  EXPECT_THAT(Unseal(KeyOf('\0'), sealed, ""), IsOkAndHolds(std::string(16, '\0')));
}

TEST(SealingTest, KeyHas32Bytes) {
  EXPECT_THAT(SecretKey::FromBytes(std::string(31, 'k')),
              HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(SecretKey::FromBytes(std::string(33, 'k')),
              HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_NE(SecretKey::Random().view(), SecretKey::Random().view());
}

// RFC 4231 §4.3 has a short key; with zero bytes up to 32 HMAC gives the same.
TEST(SealingTest, IsHmacSha256) {
  std::string key = "Jefe";
  key.resize(32, '\0');
  EXPECT_EQ(HmacSha256(*SecretKey::FromBytes(key), "what do ya want for nothing?").ToHex(),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(SealingTest, WipedStringIsEmpty) {
  std::string secret = "secret";
  Wipe(secret);
  EXPECT_EQ(secret, "");
}

}  // namespace
}  // namespace linkcert::crypto
