// Verification receipts from a served registry, checked as whoever is shown one would.
#include "server/service/verification_receipts.h"

#include "client/verify/receipt_verifier.h"
#include "crypto/note_key.h"
#include "proto/canonical.h"
#include "proto/verification_receipt.h"
#include "tests/server/served_vault_fixture.h"
#include "tests/testing/world_standing.h"

namespace linkcert::server {
namespace {

constexpr char kNonce[] = "a nonce of 16 by";

class VerificationReceiptsTest : public ServedVaultTest {
 protected:
  void SetUp() override {
    ServedVaultTest::SetUp();
    IssueSeven();
    request_.mutable_request()->set_certificate(CertificateAt(2));
    request_.set_nonce(kNonce);
    request_.set_purpose("tender 2026-17");
  }
  std::string Create(v1::VerificationReceiptFile* file) {
    return ReasonOf(CallOnce(
        *verification_, &v1::VerificationService::Stub::CreateVerificationReceipt, request_, file));
  }
  std::string Create() {
    v1::VerificationReceiptFile ignored;
    return Create(&ignored);
  }
  client::Trust Trust() {
    const auto key = crypto::NoteKey::Create(testing::kOrigin, crypto::NoteAlgorithm::kEd25519,
                                             world_.Key("log").public_key());
    return *client::ParseTrust(absl::StrCat("log ", key->vkey(), "\nquorum none\n"),
                               absl::BytesToHexString(world_.registry()));
  }
  client::ReceiptVerification Verify(const v1::VerificationReceiptFile& file) {
    return client::VerifyReceipt(*proto::EncodeCanonical(file), Trust(),
                                 {.now_ms = registry_.clock_.WallMs()},
                                 {.nonce = kNonce, .purpose = "tender 2026-17"});
  }
  client::ReceiptVerification CreateAndVerify() {
    v1::VerificationReceiptFile file;
    EXPECT_EQ(Create(&file), "OK");
    return Verify(file);
  }

  v1::CreateVerificationReceiptRequest request_;
};

TEST_F(VerificationReceiptsTest, VerifiesOffline) {
  const client::ReceiptVerification verification = CreateAndVerify();
  EXPECT_EQ(verification.conclusion, v1::CONCLUSION_VALID);
  EXPECT_TRUE(verification.genuine);
  const v1::VerificationReceipt& receipt = verification.receipt;
  EXPECT_EQ(receipt.certificate(), CertificateAt(2));
  EXPECT_EQ(receipt.requester(), testing::kLeader);
  EXPECT_EQ(receipt.log_size(), Size());
  EXPECT_EQ(receipt.as_of(), registry_.log_->Latest()->logged_at);
  EXPECT_TRUE(receipt.shown_tags().empty());
}

TEST_F(VerificationReceiptsTest, RevokedCertificateHasAGenuineReceiptThatSaysSo) {
  const std::string leader = testing::kLeader;
  const v1::Statement act =
      testing::RevokeCertificates(world_, {{CertificateAt(2), CertificateAt(3)}});
  ASSERT_EQ(ReasonOf(Submit(world_.Sign(act, {leader + "-1", leader + "-2"}))), "OK");
  const client::ReceiptVerification verification = CreateAndVerify();
  EXPECT_TRUE(verification.genuine);
  EXPECT_EQ(verification.conclusion, v1::CONCLUSION_INVALID);
  EXPECT_EQ(verification.receipt.reason(), "CERTIFICATE_REVOKED");
  EXPECT_EQ(verification.receipt.status_root(), Size() - 1);
}

TEST_F(VerificationReceiptsTest, NumberAndHolderAreWhatWasShown) {
  v1::NumberQuery& query = *request_.mutable_request()->mutable_number_query();
  query.set_number(ValueAt(2, 1));
  query.set_name(ValueAt(2, 2));
  query.set_purpose("tender 2026-17");
  const client::ReceiptVerification verification = CreateAndVerify();
  EXPECT_EQ(verification.receipt.certificate(), CertificateAt(2));
  EXPECT_THAT(verification.receipt.shown_tags(), ::testing::ElementsAre(1u, 2u));
  query.set_name("another");
  EXPECT_EQ(Create(), "NUMBER_NO_MATCH");
}

TEST_F(VerificationReceiptsTest, WithoutACertificateThereIsNone) {
  request_.mutable_request()->set_certificate(1);
  EXPECT_EQ(Create(), "CERTIFICATE_UNKNOWN");
  request_.mutable_request()->set_certificate(1'000'000);
  EXPECT_EQ(Create(), "ENTRY_NOT_LOGGED");
  request_.mutable_request()->set_certificate_file("rubbish");
  EXPECT_NE(Create(), "OK");
}

TEST_F(VerificationReceiptsTest, OccasionMustBeSaid) {
  request_.set_nonce(std::string(15, 'n'));
  EXPECT_EQ(Create(), "REQUEST_MALFORMED");
  request_.set_nonce(std::string(65, 'n'));
  EXPECT_EQ(Create(), "REQUEST_MALFORMED");
  request_.set_nonce(std::string(64, 'n'));
  EXPECT_EQ(Create(), "OK");
  request_.set_purpose("");
  EXPECT_EQ(Create(), "REQUEST_MALFORMED");
  request_.set_purpose("of 990000199001011234");
  EXPECT_EQ(Create(), "REQUEST_MALFORMED") << "looks like an ID number";
}

TEST_F(VerificationReceiptsTest, TellsOfTheCertificateAlone) {
  request_.mutable_request()->set_audience(testing::kMember);
  EXPECT_EQ(Create(), "REQUEST_MALFORMED");
}

TEST_F(VerificationReceiptsTest, KeyMustBeInTheLogAndInForce) {
  ASSERT_EQ(ReasonOf(Submit(world_.Sign(testing::RevokeKey(world_, "registry-1"), {"registry-1"}))),
            "OK");
  EXPECT_EQ(Create(), "RECEIPTS_NOT_ENABLED");
}

TEST_F(VerificationReceiptsTest, WithoutAKeyThereAreNone) {
  vault_parts_ = {};
  CallAs(testing::kLeader);
  EXPECT_EQ(Create(), "RECEIPTS_NOT_ENABLED");
}

TEST_F(VerificationReceiptsTest, OldProofsDoNotHideThatTheKeyEnded) {
  v1::VerificationReceiptFile file;
  ASSERT_EQ(Create(&file), "OK");
  ASSERT_EQ(ReasonOf(Submit(world_.Sign(testing::RevokeKey(world_, "registry-1"), {"registry-1"}))),
            "OK");
  auto receipt = proto::OpenReceipt(file.signed_receipt())->receipt;
  receipt.set_verified_at(receipt.verified_at() + 3 * client::kReceiptEvidenceMs);
  file.set_signed_receipt(*proto::SignReceipt(receipt, world_.Key("registry-1")));
  EXPECT_FALSE(Verify(file).signed_by_registry);
}

}  // namespace
}  // namespace linkcert::server
