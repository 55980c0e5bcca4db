#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "crypto/keys.h"
#include "tests/testing/bytes.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::FromHex;
using testing::HasCode;
using testing::IsOk;
using testing::WithBitFlipped;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

class SignatureTest : public ::testing::TestWithParam<Algorithm> {
 protected:
  std::unique_ptr<Signer> signer_ = *KeyFromSeedForTesting(GetParam(), "signature");
  const PublicKey& key_ = signer_->public_key();
};
INSTANTIATE_TEST_SUITE_P(EachAlgorithm, SignatureTest,
                         ::testing::Values(Algorithm::kP256, Algorithm::kEd25519, Algorithm::kSm2),
                         [](const auto& info) { return std::string(AlgorithmName(info.param)); });

TEST_P(SignatureTest, RoundTripOfMessagesOfAnyLength) {
  for (const size_t size : {0, 1, 32, 1000, 1 << 20}) {
    const std::string message(size, 'm');
    auto signature = signer_->Sign(message);
    ASSERT_TRUE(signature.ok()) << signature.status();
    EXPECT_EQ(signature->size(), kSignatureSizeBytes);
    EXPECT_THAT(key_.Verify(message, *signature), IsOk());
  }
}

// Enough signatures that r and s with leading zero bytes are among them.
TEST_P(SignatureTest, ManySignaturesRoundTrip) {
  for (int i = 0; i < 300; ++i) {
    const std::string message = absl::StrCat("message ", i);
    ASSERT_THAT(key_.Verify(message, *signer_->Sign(message)), IsOk());
  }
}

TEST_P(SignatureTest, EveryFlippedBitIsRefused) {
  const std::string message = "message";
  const std::string signature = *signer_->Sign(message);
  for (size_t bit = 0; bit < signature.size() * 8; ++bit) {
    ASSERT_THAT(key_.Verify(message, WithBitFlipped(signature, bit)), HasCode(kInvalid)) << bit;
  }
  for (size_t bit = 0; bit < message.size() * 8; ++bit) {
    ASSERT_THAT(key_.Verify(WithBitFlipped(message, bit), signature), HasCode(kInvalid)) << bit;
  }
}

TEST_P(SignatureTest, OtherLengthsAreRefused) {
  const std::string signature = *signer_->Sign("message");
  for (size_t size = 0; size < signature.size(); ++size) {
    EXPECT_THAT(key_.Verify("message", signature.substr(0, size)), HasCode(kInvalid));
  }
  EXPECT_THAT(key_.Verify("message", signature + '\0'), HasCode(kInvalid));
  EXPECT_THAT(key_.Verify("message", signature + signature), HasCode(kInvalid));
}

TEST_P(SignatureTest, OtherKeysRefuse) {
  const std::string signature = *signer_->Sign("message");
  for (const Algorithm other : {Algorithm::kP256, Algorithm::kEd25519, Algorithm::kSm2}) {
    auto stranger = KeyFromSeedForTesting(other, "stranger");
    EXPECT_THAT((*stranger)->public_key().Verify("message", signature), HasCode(kInvalid));
  }
}

TEST_P(SignatureTest, ScalarsOutOfRangeAreRefused) {
  const std::string signature = *signer_->Sign("message");
  for (const char fill : {'\0', '\xFF'}) {
    const std::string half(32, fill);
    EXPECT_THAT(key_.Verify("message", half + signature.substr(32)), HasCode(kInvalid));
    EXPECT_THAT(key_.Verify("message", signature.substr(0, 32) + half), HasCode(kInvalid));
    EXPECT_THAT(key_.Verify("message", half + half), HasCode(kInvalid));
  }
}

absl::Status VerifyHex(absl::string_view spki, absl::string_view message,
                       absl::string_view signature) {
  auto key = PublicKey::FromSpki(FromHex(spki));
  if (!key.ok()) return key.status();
  return key->Verify(FromHex(message), FromHex(signature));
}

const std::string kEd25519 = "302a300506032b6570032100";

// RFC 8032 §7.1, tests 1 to 3.
TEST(SignatureVectorsTest, Ed25519OfRfc8032) {
  EXPECT_THAT(
      VerifyHex(kEd25519 + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
      IsOk());
  EXPECT_THAT(
      VerifyHex(kEd25519 + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e"
                "458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
      IsOk());
  EXPECT_THAT(
      VerifyHex(kEd25519 + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                "af82",
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290"
                "ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
      IsOk());
}

// RFC 6979 A.2.5 with SHA-256: messages "sample" and "test".
TEST(SignatureVectorsTest, P256OfRfc6979) {
  const std::string spki =
      "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
      "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
      "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
  EXPECT_THAT(VerifyHex(spki, absl::BytesToHexString("sample"),
                        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                        "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"),
              IsOk());
  EXPECT_THAT(VerifyHex(spki, absl::BytesToHexString("test"),
                        "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
                        "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"),
              IsOk());
}

// GB/T 32918.5 / GM/T 0003.5 Annex A: "message digest" under the id 1234567812345678.
TEST(SignatureVectorsTest, Sm2OfGmt0003) {
  EXPECT_THAT(VerifyHex("3059301306072a8648ce3d020106082a811ccf5501822d03420004"
                        "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
                        "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13",
                        absl::BytesToHexString("message digest"),
                        "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
                        "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"),
              IsOk());
}

}  // namespace
}  // namespace linkcert::crypto
