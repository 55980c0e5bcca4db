#include "proto/verification_receipt.h"

#include "proto/canonical.h"
#include "tests/testing/reason_matcher.h"

namespace linkcert::proto {
namespace {

using ::linkcert::testing::HasReason;
using ::linkcert::testing::IsOk;

class VerificationReceiptTest : public ::testing::Test {
 protected:
  VerificationReceiptTest() {
    receipt_.set_registry(std::string(32, 'r'));
    receipt_.set_certificate(28);
    receipt_.set_verdict(v1::RECEIPT_VERDICT_VALID);
    receipt_.add_shown_tags(1);
    receipt_.set_nonce("a nonce of 16 by");
    receipt_.set_purpose("tender 7");
    receipt_.set_requester("example-member");
    receipt_.set_verified_at(1778810400000);
    receipt_.set_log_size(36);
    receipt_.set_as_of(1778810000000);
  }

  std::unique_ptr<crypto::Signer> key_ = crypto::GenerateKey(crypto::Algorithm::kP256);
  v1::VerificationReceipt receipt_;
};

TEST_F(VerificationReceiptTest, SignedReceiptOpensAndVerifiesUnderEachAlgorithm) {
  for (crypto::Algorithm algorithm :
       {crypto::Algorithm::kP256, crypto::Algorithm::kEd25519, crypto::Algorithm::kSm2}) {
    key_ = crypto::GenerateKey(algorithm);
    const auto bytes = SignReceipt(receipt_, *key_);
    ASSERT_THAT(bytes, IsOk());
    const auto sealed = OpenReceipt(*bytes);
    ASSERT_THAT(sealed, IsOk());
    EXPECT_EQ(sealed->receipt.certificate(), 28u);
    EXPECT_THAT(CheckReceiptSignature(*sealed, key_->public_key()), IsOk());
  }
}

TEST_F(VerificationReceiptTest, AnotherKeyIsNotTheSigner) {
  const auto sealed = OpenReceipt(*SignReceipt(receipt_, *key_));
  const auto other = crypto::GenerateKey(crypto::Algorithm::kP256);
  EXPECT_THAT(CheckReceiptSignature(*sealed, other->public_key()),
              HasReason(Reason::kSignerUnknown));
}

TEST_F(VerificationReceiptTest, EveryBitIsSigned) {
  const auto sealed = OpenReceipt(*SignReceipt(receipt_, *key_));
  for (size_t bit = 0; bit < sealed->receipt_bytes.size() * 8; bit += 5) {
    SealedReceipt changed = *sealed;
    changed.receipt_bytes[bit / 8] =
        static_cast<char>(changed.receipt_bytes[bit / 8] ^ 1 << bit % 8);
    EXPECT_THAT(CheckReceiptSignature(changed, key_->public_key()),
                HasReason(Reason::kSignatureInvalid));
  }
}

TEST_F(VerificationReceiptTest, ShortNonceIsNeitherSignedNorOpened) {
  receipt_.set_nonce("15 bytes of it.");
  EXPECT_THAT(SignReceipt(receipt_, *key_), HasReason(Reason::kFieldOutOfRange));
  v1::SignedVerificationReceipt envelope;
  envelope.set_receipt(*EncodeCanonical(receipt_));
  envelope.set_signer(std::string(32, 's'));
  envelope.set_signature(std::string(64, 's'));
  EXPECT_THAT(OpenReceipt(*EncodeCanonical(envelope)), HasReason(Reason::kFieldOutOfRange));
}

TEST_F(VerificationReceiptTest, ValidHasNoReason) {
  receipt_.set_reason("CERTIFICATE_REVOKED");
  EXPECT_THAT(SignReceipt(receipt_, *key_), HasReason(Reason::kFieldOutOfRange));
  receipt_.set_verdict(v1::RECEIPT_VERDICT_INVALID);
  EXPECT_THAT(SignReceipt(receipt_, *key_), IsOk());
}

TEST_F(VerificationReceiptTest, CutAtEveryLengthItIsRefused) {
  const std::string bytes = *SignReceipt(receipt_, *key_);
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(OpenReceipt(bytes.substr(0, size)).ok()) << size;
  }
}

}  // namespace
}  // namespace linkcert::proto
