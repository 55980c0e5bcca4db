// Verification receipts: genuine, for this occasion, recent; and each way in which one is not.
#include "client/verify/receipt_verifier.h"

#include "client/verify/timeliness.h"
#include "tests/client/receipt_fixture.h"
#include "tests/testing/world_standing.h"

namespace linkcert::client {
namespace {

using ReceiptVerifierTest = ReceiptTest;

TEST_F(ReceiptVerifierTest, GenuineForThisOccasion) {
  const ReceiptVerification verification = Verify(File().SerializeAsString());
  EXPECT_EQ(Outcome(), "VALID");
  EXPECT_TRUE(verification.genuine);
  EXPECT_EQ(ExitCodeOf(verification), ExitCode::kValid);
}

TEST_F(ReceiptVerifierTest, NegativeVerdictIsGenuineAndSaysWhy) {
  receipt_.set_verdict(v1::RECEIPT_VERDICT_INVALID);
  receipt_.set_reason("CERTIFICATE_REVOKED");
  const ReceiptVerification verification = Verify(File().SerializeAsString());
  EXPECT_TRUE(verification.genuine);
  EXPECT_EQ(Outcome(), "INVALID RECEIPT_VERDICT CERTIFICATE_REVOKED");
  EXPECT_EQ(ExitCodeOf(verification), ExitCode::kInvalid);
}

TEST_F(ReceiptVerifierTest, UndecidedVerdictStaysUndecided) {
  receipt_.set_verdict(v1::RECEIPT_VERDICT_UNKNOWN);
  receipt_.set_reason("EVIDENCE_MISSING");
  EXPECT_EQ(Outcome(), "UNKNOWN RECEIPT_VERDICT EVIDENCE_MISSING");
}

TEST_F(ReceiptVerifierTest, ReceiptForOneTenderIsRefusedAtAnother) {
  occasion_ = {.nonce = "another nonce 16"};
  EXPECT_EQ(Outcome(), "INVALID RECEIPT_NONCE RECEIPT_NONCE_DIFFERS");
  occasion_ = {.purpose = "tender 2026-18"};
  EXPECT_EQ(Outcome(), "INVALID RECEIPT_PURPOSE RECEIPT_PURPOSE_DIFFERS");
  occasion_ = {.requester = testing::kMember2};
  EXPECT_EQ(Outcome(), "INVALID RECEIPT_REQUESTER RECEIPT_REQUESTER_DIFFERS");
  occasion_ = {.certificate = batch_ + 2};
  EXPECT_EQ(Outcome(), "INVALID RECEIPT_CERTIFICATE RECEIPT_CERTIFICATE_DIFFERS");
  const ReceiptVerification verification = Verify(File().SerializeAsString());
  EXPECT_TRUE(verification.signed_by_registry);
  EXPECT_FALSE(verification.genuine);
}

TEST_F(ReceiptVerifierTest, ChangedReceiptIsNotSigned) {
  v1::VerificationReceiptFile file = File();
  v1::SignedVerificationReceipt envelope;
  ASSERT_TRUE(envelope.ParseFromString(file.signed_receipt()));
  receipt_.set_certificate(batch_ + 3);
  envelope.set_receipt(*proto::EncodeCanonical(receipt_));
  file.set_signed_receipt(*proto::EncodeCanonical(envelope));
  EXPECT_EQ(OutcomeOf(file), "INVALID RECEIPT_SIGNATURE SIGNATURE_INVALID");
  EXPECT_FALSE(Verify(file.SerializeAsString()).signed_by_registry);
}

// A key of an issuer, of the authority, or that the log does not know speaks for no registry.
TEST_F(ReceiptVerifierTest, OnlyAKeyOfTheRegistrySpeaksForIt) {
  v1::VerificationReceiptFile file = File();
  file.set_signed_receipt(*proto::SignReceipt(receipt_, world_.Key("registry-2")));
  EXPECT_EQ(OutcomeOf(file), "INVALID REGISTRY_KEY SIGNER_UNKNOWN");
  EXPECT_EQ(OutcomeOf(File(leader_)), "INVALID REGISTRY_KEY SIGNER_FOREIGN");
  file = File();
  file.set_signed_receipt(*proto::SignReceipt(receipt_, world_.Key("authority-1")));
  EXPECT_EQ(OutcomeOf(file), "INVALID REGISTRY_KEY SIGNER_UNKNOWN");
}

TEST_F(ReceiptVerifierTest, KeyNeedsThePeopleOfTheAuthority) {
  const std::string alone = world_.Sign(
      world_.AddKey(rules::kRegistryOrganisation, "registry-2", {v1::KEY_PURPOSE_RECEIPT}),
      {"authority-1", "registry-2"});
  const uint64_t entry = log_.Force({alone, {}, {}});
  v1::VerificationReceiptFile file = File();
  *file.mutable_registry_keys(0) = log_.Logged(entry);
  file.set_signed_receipt(*proto::SignReceipt(receipt_, world_.Key("registry-2")));
  EXPECT_EQ(OutcomeOf(file), "INVALID REGISTRY_KEY THRESHOLD_NOT_MET");
}

TEST_F(ReceiptVerifierTest, KeyBehindWhatTheReceiptRestsOnIsUnknown) {
  receipt_.set_log_size(log_.EntryOfKey("registry-1"));
  EXPECT_EQ(Outcome(), "INVALID REGISTRY_KEY SIGNER_UNKNOWN");
}

TEST_F(ReceiptVerifierTest, KeyThatDidNotSignIsUnexpected) {
  AddRegistryKey("registry-2");
  v1::VerificationReceiptFile file = File();
  *file.add_registry_keys() = log_.Logged(log_.EntryOfKey("registry-2"));
  EXPECT_EQ(OutcomeOf(file), "INVALID REGISTRY_KEY ENTRY_UNEXPECTED");
}

TEST_F(ReceiptVerifierTest, RotatedKeySignsWithTheOneItReplaced) {
  log_.Submit(world_.Sign(testing::RotateKey(world_, "registry-1", "registry-1.b"),
                          {"authority-1", "authority-2", "registry-1.b"}));
  root_ = log_.SubmitStatusRoot();
  receipt_.set_log_size(root_ + 1);
  v1::VerificationReceiptFile file = File("registry-1.b");
  EXPECT_EQ(OutcomeOf(file), "INVALID REGISTRY_KEY KEY_UNKNOWN");
  *file.add_registry_keys() = log_.Logged(log_.EntryOfKey("registry-1"));
  std::swap(*file.mutable_registry_keys(0), *file.mutable_registry_keys(1));
  EXPECT_EQ(OutcomeOf(file), "VALID");
  EXPECT_EQ(Outcome(), "INVALID KEYS_IN_FORCE SIGNER_KEY_ENDED") << "the old one";
}

class ReceiptKeyStandingTest : public ReceiptTest {
 protected:
  void Change(v1::StandingState state, uint64_t since_ms = 0) {
    v1::StatusChange change;
    change.set_state(state);
    change.set_since(since_ms);
    world_.set_now_ms(receipt_.verified_at() + 1000);
    log_.ChangeStanding({log_.EntryOfKey("registry-1")}, std::move(change));
    root_ = log_.entries().size() - 1;
  }
};

TEST_F(ReceiptKeyStandingTest, EndedKeySignsNothingAfterwards) {
  Change(v1::STANDING_STATE_ENDED);
  EXPECT_EQ(Outcome(), "VALID") << "it ended later, and newer proofs may stand in the file";
  receipt_.set_log_size(root_ + 1);
  receipt_.set_status_root(root_);
  receipt_.set_verified_at(world_.now_ms());
  EXPECT_EQ(Outcome(), "INVALID KEYS_IN_FORCE SIGNER_KEY_ENDED");
}

// Who still has the key says that the log was as small as it likes.
TEST_F(ReceiptKeyStandingTest, EndedKeyHidesBehindNoSmallLog) {
  Change(v1::STANDING_STATE_ENDED);
  receipt_.set_verified_at(world_.now_ms());
  EXPECT_EQ(Outcome(), "INVALID KEYS_IN_FORCE SIGNER_KEY_ENDED");
  receipt_.set_verified_at(world_.now_ms() - 1);
  EXPECT_EQ(Outcome(), "VALID");
}

TEST_F(ReceiptKeyStandingTest, LogSizeGoesWithTheTime) {
  const uint64_t made_at = receipt_.verified_at();
  world_.set_now_ms(made_at + 1);
  root_ = log_.SubmitStatusRoot();
  receipt_.set_log_size(root_ + 1);
  EXPECT_EQ(Outcome(), "INVALID LOG_ORDER ENTRY_UNEXPECTED") << "a log that was not there yet";
  receipt_.set_log_size(root_);
  receipt_.set_verified_at(world_.now_ms() + kClockSkewMs);
  EXPECT_EQ(Outcome(), "VALID");
  receipt_.set_verified_at(world_.now_ms() + kClockSkewMs + 1);
  EXPECT_EQ(Outcome(), "INVALID LOG_ORDER ENTRY_UNEXPECTED") << "an older log than there was";
}

TEST_F(ReceiptKeyStandingTest, StolenKeyCountsFromItsDate) {
  Change(v1::STANDING_STATE_COMPROMISED, receipt_.verified_at() + 1);
  EXPECT_EQ(Outcome(), "VALID");
  Change(v1::STANDING_STATE_COMPROMISED, receipt_.verified_at());
  EXPECT_EQ(Outcome(), "INVALID KEYS_IN_FORCE KEY_COMPROMISED");
}

TEST_F(ReceiptKeyStandingTest, ProofsOlderThanTheReceiptCouldHideTheEnd) {
  receipt_.set_verified_at(world_.now_ms() + kReceiptEvidenceMs);
  EXPECT_EQ(Outcome(), "VALID");
  receipt_.set_verified_at(world_.now_ms() + kReceiptEvidenceMs + 1);
  EXPECT_EQ(Outcome(), "UNKNOWN KEYS_IN_FORCE PROOF_TOO_OLD");
}

TEST_F(ReceiptKeyStandingTest, DroppedProofsLeaveItOpen) {
  v1::VerificationReceiptFile file = File();
  file.clear_key_status();
  EXPECT_EQ(OutcomeOf(file), "UNKNOWN STATUS_ROOT EVIDENCE_MISSING");
  file.clear_status_root();
  EXPECT_EQ(OutcomeOf(file), "UNKNOWN STATUS_ROOT EVIDENCE_MISSING");
  receipt_.set_status_root(0);
  file.set_signed_receipt(*proto::SignReceipt(receipt_, world_.Key("registry-1")));
  EXPECT_EQ(OutcomeOf(file), "VALID") << "the key itself is new";
}

TEST_F(ReceiptKeyStandingTest, ProofsOfAnotherTimeOrThingAreUnexpected) {
  v1::VerificationReceiptFile file = File();
  *file.mutable_key_status() = log_.Status(batch_);
  EXPECT_EQ(OutcomeOf(file), "INVALID STATUS_ROOT ENTRY_UNEXPECTED");
  receipt_.set_status_root(root_ + 1);
  EXPECT_EQ(Outcome(), "INVALID STATUS_ROOT ENTRY_UNEXPECTED");
}

TEST_F(ReceiptVerifierTest, OfAnotherRegistryOrLog) {
  receipt_.set_registry(std::string(32, 'x'));
  EXPECT_EQ(Outcome(), "INVALID REGISTRY WRONG_REGISTRY");
  v1::VerificationReceiptFile file = File();
  file.mutable_checkpoint()->back() ^= 1;
  EXPECT_EQ(OutcomeOf(file), "INVALID CHECKPOINT CHECKPOINT_INVALID");
}

TEST_F(ReceiptVerifierTest, EntriesLieUnderACheckpointThatHoldsWhatItRestsOn) {
  receipt_.set_log_size(root_ + 2);
  EXPECT_EQ(Outcome(), "INVALID LOG_INCLUSION INCLUSION_INVALID");
  receipt_.set_log_size(root_ + 1);
  v1::VerificationReceiptFile file = File();
  file.mutable_registry_keys(0)->mutable_path(0)->front() ^= 1;
  EXPECT_EQ(OutcomeOf(file), "INVALID LOG_INCLUSION INCLUSION_INVALID");
}

TEST_F(ReceiptVerifierTest, AgeCountsFromTheMomentThatItSpeaksOf) {
  now_ms_ = receipt_.as_of() + 30 * kDayMs;
  EXPECT_EQ(Outcome(), "VALID");
  ++now_ms_;
  EXPECT_EQ(Outcome(), "UNKNOWN AGE PROOF_TOO_OLD");
  now_ms_ = receipt_.verified_at() - 6 * 60 * 1000;
  EXPECT_EQ(Outcome(), "UNKNOWN AGE CLOCK_IMPLAUSIBLE");
}

TEST_F(ReceiptVerifierTest, EveryByteMatters) {
  const std::string good = File().SerializeAsString();
  for (size_t i = 0; i < good.size(); i += 7) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    EXPECT_NE(Verify(bad).conclusion, v1::CONCLUSION_VALID) << i;
  }
}

}  // namespace
}  // namespace linkcert::client
