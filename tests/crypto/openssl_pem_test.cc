#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "crypto/keys.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::HasCode;
using testing::IsOk;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

std::string Pem(absl::string_view name, absl::string_view base64) {
  return absl::StrCat("-----BEGIN ", name, "-----\n", base64, "\n-----END ", name, "-----\n");
}

// Made with "openssl pkcs8 -topk8 -v2 aes-256-cbc" (PBKDF2), passphrase "secret".
std::string PemOfTheOpenSslProgram() {
  return Pem("ENCRYPTED PRIVATE KEY",
             "MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAg284q+Zi4vLwICCAAw\n"
             "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEELb5hF1ASiU/J4Fj8KyyyskEgZBI\n"
             "J086BCI07er54DL6wsL/td+JBHLKEineIwz/Gu+TNTI5WPdTA1gphLNrNGz0cTA/\n"
             "H3GUs+Ltw/RZh5OVB8raZ41RRirBd8ajXeon/VrkFl7Y7kk9GpKICLJPJ3Jdzdqh\n"
             "BEKjT7fny90FbJ7EkruCHSaTWGBfwuD5BhMKcWxO+vXd9zZqByVtrmdRYkZKvGE=");
}

// The same private scalar beside another key's public point.
std::string PemOfAFalsePair() {
  return Pem("ENCRYPTED PRIVATE KEY",
             "MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjrQPy7gA0VjQICCAAw\n"
             "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEKo/UKmHHE5GCSsvtNKVw+4EgZCB\n"
             "tJSkiwkO7sloxzOFTsNqsbnnS7kibnqCRSyFbgDflBIsWyCmUnv5OQg+ED0pxRVD\n"
             "0cQtkh6nhtXYZ34nCrR/3FF6ujkRLHHQ70hMg8/EoiaMiRDAPWxgDg1oslj4xXWn\n"
             "VFYZVdO+wxfBEQcbEEABwdShTiA9HYBKCpbbIWH2FQPUVmo7KwWpTLWBIKE2y50=");
}

// The same key in the clear.
std::string UnencryptedPem() {
  return Pem("PRIVATE KEY",
             "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgE3L0+0GdQPDdeLW+\n"
             "rAZiBawnTsKzwE/410w8NLPzM/yhRANCAASctePNytihXVibKDvBcz/ztw69sJkx\n"
             "4koqqr4I7L0qa8WunsCW3Xz3hrSZBkmN52lZHcdjCuLAdoXgEGjLf6xW");
}

class PemTest : public ::testing::TestWithParam<Algorithm> {
 protected:
  std::unique_ptr<Signer> signer_ = *KeyFromSeedForTesting(GetParam(), "pem");
};
INSTANTIATE_TEST_SUITE_P(EachAlgorithm, PemTest,
                         ::testing::Values(Algorithm::kP256, Algorithm::kEd25519, Algorithm::kSm2),
                         [](const auto& info) { return std::string(AlgorithmName(info.param)); });

TEST_P(PemTest, PrivateKeyRoundTrip) {
  auto pem = PrivateKeyToPem(*signer_, "secret");
  ASSERT_TRUE(pem.ok()) << pem.status();
  EXPECT_TRUE(absl::StartsWith(*pem, "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
  auto again = PrivateKeyFromPem(*pem, "secret");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ((*again)->public_key().spki(), signer_->public_key().spki());
  EXPECT_THAT(signer_->public_key().Verify("m", *(*again)->Sign("m")), IsOk());
}

TEST_P(PemTest, WrongPassphraseIsRefused) {
  auto pem = PrivateKeyToPem(*signer_, "secret");
  ASSERT_TRUE(pem.ok());
  EXPECT_THAT(PrivateKeyFromPem(*pem, "Secret"), HasCode(kInvalid));
  EXPECT_THAT(PrivateKeyFromPem(*pem, "secret "), HasCode(kInvalid));
}

TEST_P(PemTest, PublicKeyRoundTrip) {
  const std::string pem = PublicKeyToPem(signer_->public_key());
  EXPECT_TRUE(absl::StartsWith(pem, "-----BEGIN PUBLIC KEY-----\n"));
  auto again = PublicKeyFromPem(pem);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->spki(), signer_->public_key().spki());
}

TEST_P(PemTest, CutPublicKeysAreRefused) {
  const std::string pem = PublicKeyToPem(signer_->public_key());
  for (size_t size = 0; size + 1 < pem.size(); ++size) {
    EXPECT_THAT(PublicKeyFromPem(pem.substr(0, size)), HasCode(kInvalid)) << size;
  }
  EXPECT_THAT(PublicKeyFromPem(absl::StrCat(pem, pem)), HasCode(kInvalid));
  EXPECT_THAT(PublicKeyFromPem(absl::StrCat(pem, "\n \r\n")), IsOk());
}

TEST(PemRulesTest, ReadsWhatTheOpenSslProgramMakes) {
  auto key = PrivateKeyFromPem(PemOfTheOpenSslProgram(), "secret");
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ((*key)->public_key().id().ToHex(),
            "cbd9e8f6fccf914469feb4b7c0f64a0fe76f2d8b994958b6a505bdea7922b4ef");
}

TEST(PemRulesTest, EmptyAndHugePassphrasesAreRefused) {
  const auto key = GenerateKey(Algorithm::kEd25519);
  EXPECT_THAT(PrivateKeyToPem(*key, ""), HasCode(kInvalid));
  EXPECT_THAT(PrivateKeyToPem(*key, std::string(1025, 'x')), HasCode(kInvalid));
  EXPECT_THAT(PrivateKeyFromPem(PemOfTheOpenSslProgram(), ""), HasCode(kInvalid));
}

TEST(PemRulesTest, UnencryptedPrivateKeysAreRefused) {
  EXPECT_THAT(PrivateKeyFromPem(UnencryptedPem(), "secret"), HasCode(kInvalid));
  const std::string renamed =
      absl::StrReplaceAll(UnencryptedPem(), {{" PRIVATE", " ENCRYPTED PRIVATE"}});
  EXPECT_THAT(PrivateKeyFromPem(renamed, "secret"), HasCode(kInvalid));
}

TEST(PemRulesTest, APublicPointOfAnotherKeyIsRefused) {
  EXPECT_THAT(PrivateKeyFromPem(PemOfAFalsePair(), "secret"), HasCode(kInvalid));
}

TEST(PemRulesTest, OtherBlocksAreRefused) {
  const std::string public_pem = PublicKeyToPem(GenerateKey(Algorithm::kP256)->public_key());
  EXPECT_THAT(PrivateKeyFromPem(public_pem, "secret"), HasCode(kInvalid));
  EXPECT_THAT(PublicKeyFromPem(PemOfTheOpenSslProgram()), HasCode(kInvalid));
  EXPECT_THAT(PrivateKeyFromPem("", "secret"), HasCode(kInvalid));
  EXPECT_THAT(PrivateKeyFromPem(std::string(20000, 'x'), "secret"), HasCode(kInvalid));
}

TEST(PemRulesTest, EveryCutOrChangedByteIsRefusedOrTheSameKey) {
  const std::string pem = PemOfTheOpenSslProgram();
  const auto original = PrivateKeyFromPem(pem, "secret");
  for (size_t i = 0; i < pem.size(); i += 3) {
    EXPECT_THAT(PrivateKeyFromPem(pem.substr(0, i), "secret"), HasCode(kInvalid)) << i;
    std::string changed = pem;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    const auto key = PrivateKeyFromPem(changed, "secret");
    if (key.ok()) {
      EXPECT_EQ((*key)->public_key().id(), (*original)->public_key().id()) << i;
    }
  }
}

// A Signer of another make: an HSM, whose private part cannot be had.
class ForeignSigner : public Signer {
 public:
  const PublicKey& public_key() const override { return inner_->public_key(); }
  absl::StatusOr<std::string> Sign(absl::string_view message) const override {
    return inner_->Sign(message);
  }

 private:
  std::unique_ptr<Signer> inner_ = GenerateKey(Algorithm::kEd25519);
};

TEST(PemRulesTest, KeysOfAnotherMakeCannotBeWritten) {
  EXPECT_THAT(PrivateKeyToPem(ForeignSigner(), "secret"), HasCode(kInvalid));
}

}  // namespace
}  // namespace linkcert::crypto
