// Verification receipts from a served registry, checked as whoever is shown one would.
#include "server/service/verification_receipts.h"

#include "client/verify/receipt_verifier.h"
#include "crypto/note_key.h"
#include "proto/canonical.h"
#include "proto/verification_receipt.h"
#include "tests/server/certificate_fixture.h"
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

  // Of the third certificate.
  v1::CertificateFile File() {
    v1::GetCertificateRequest request;
    request.set_name(NameAt(2));
    v1::Certificate certificate;
    EXPECT_EQ(ReasonOf(CallOnce(*issuance_, &v1::IssuanceService::Stub::GetCertificate, request,
                                &certificate)),
              "OK");
    return FileOf(certificate, unit_.claims[2]);
  }
  std::string CreateFor(const v1::CertificateFile& shown, v1::VerificationReceiptFile* file) {
    request_.mutable_request()->set_certificate_file(*proto::EncodeCanonical(shown));
    return Create(file);
  }
  std::string CreateFor(const v1::CertificateFile& shown) {
    v1::VerificationReceiptFile ignored;
    return CreateFor(shown, &ignored);
  }
  // `unit_` is then three people's who all say to work there; kMember alone is on the roster.
  void CertifyUnder(const std::string& employer) {
    const std::string leader = testing::kLeader;
    plan_ = world_.Plan();
    roster_ = world_.SealRoster(plan_);
    auto& roster = *roster_.mutable_seal_roster()->mutable_roster();
    roster.clear_organisations();
    roster.add_organisations(testing::kMember);
    for (const v1::Statement& act : {plan_, roster_}) {
      ASSERT_EQ(ReasonOf(Submit(world_.Sign(act, {leader + "-1"}))), "OK");
    }
    v1::Statement batch = world_.Batch(plan_, roster_, 101);
    Unit unit = world_.MakeLeaves(batch, 3);
    SetClaim(batch, unit, proto::kEmployer, employer);
    unit_ = world_.SignBatchAs(batch, unit, {leader + "-1", leader + "-2"});
    ASSERT_EQ(ReasonOf(Issue(unit_, &receipt_)), "OK");
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

// Anybody can name the place of another's certificate.
TEST_F(VerificationReceiptsTest, FileThatIsNotTheCertificatesHasNone) {
  const v1::CertificateFile file = File();
  EXPECT_EQ(CreateFor(file), "OK");
  v1::CertificateFile damaged = file;
  damaged.set_checkpoint("no checkpoint");
  EXPECT_EQ(CreateFor(damaged), "CHECKPOINT_INVALID");
  damaged = file;
  damaged.mutable_accreditation()->set_path(0, std::string(32, 'x'));
  EXPECT_EQ(CreateFor(damaged), "INCLUSION_INVALID");
  damaged = file;
  damaged.set_leaf_path(0, std::string(32, 'x'));
  EXPECT_EQ(CreateFor(damaged), "LEAVES_ROOT_DIFFERS");
  damaged = file;
  *damaged.mutable_claims(1) = v1::ClaimSlot();
  damaged.mutable_claims(1)->set_hash(std::string(32, 'x'));
  EXPECT_EQ(CreateFor(damaged), "CLAIMS_ROOT_DIFFERS");
}

TEST_F(VerificationReceiptsTest, EmployerThatIsNotOnTheRosterIsWhy) {
  CertifyUnder("星辰芯片（虚构）");  // the issuer, which is not on this roster
  v1::VerificationReceiptFile file;
  ASSERT_EQ(CreateFor(File(), &file), "OK");
  const v1::VerificationReceipt receipt = Verify(file).receipt;
  EXPECT_EQ(receipt.verdict(), v1::RECEIPT_VERDICT_INVALID);
  EXPECT_EQ(receipt.reason(), "CLAIM_EMPLOYER_NOT_ON_ROSTER");
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
