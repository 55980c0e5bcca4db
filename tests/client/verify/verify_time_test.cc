// How old proofs may be, whose clock counts, and what held at a moment in the past.
#include "crypto/cosignature.h"
#include "crypto/note.h"
#include "crypto/note_key.h"
#include "tests/client/status_fixture.h"

namespace linkcert::client {
namespace {

class VerifyTimeTest : public StatusTest {
 protected:
  Trust WitnessedTrust() {
    const auto key =
        crypto::NoteKey::Create("witness.invalid", crypto::NoteAlgorithm::kCosignatureV1,
                                world_.Key("log-witness").public_key());
    return log_.Trust(absl::StrCat("witness w ", key->vkey(), "\nquorum w\n"));
  }
  std::string Cosigned(v1::CertificateFile file, uint64_t time_ms) {
    auto note = crypto::ParseNote(file.checkpoint());
    note->signatures.push_back(*crypto::SignCosignature(
        note->text, time_ms / 1000, "witness.invalid", world_.Key("log-witness")));
    file.set_checkpoint(crypto::FormatNote(*note));
    return file.SerializeAsString();
  }
};

TEST_F(VerifyTimeTest, AgeCountsFromTheStatusRoot) {
  PassDays(40);
  v1::CertificateFile file = Complete();
  EXPECT_EQ(OutcomeOf(file), "VALID");
  now_ms_ = world_.now_ms() + 30 * kDayMs;
  EXPECT_EQ(OutcomeOf(file), "VALID");
  ++now_ms_;
  EXPECT_EQ(OutcomeOf(file), "UNKNOWN AGE PROOF_TOO_OLD");
}

TEST_F(VerifyTimeTest, WitnessesBoundTheStatusRootsTime) {
  PassDays(40);
  const Verification early =
      ClientTest::Verify(Cosigned(Complete(), testing::kIssueMs + kDayMs), WitnessedTrust());
  EXPECT_EQ(Outcome(early), "UNKNOWN AGE PROOF_TOO_OLD");
  EXPECT_EQ(early.verdict.as_of(), testing::kIssueMs + kDayMs);
  const Verification late =
      ClientTest::Verify(Cosigned(Complete(), world_.now_ms() + 1000), WitnessedTrust());
  EXPECT_EQ(Outcome(late), "VALID");
  EXPECT_EQ(late.verdict.as_of(), world_.now_ms());
}

TEST_F(VerifyTimeTest, UnmetQuorumIsUnknown) {
  EXPECT_EQ(Outcome(ClientTest::Verify(Complete().SerializeAsString(), WitnessedTrust())),
            "UNKNOWN QUORUM QUORUM_NOT_MET");
}

TEST_F(VerifyTimeTest, LogClockAYearAheadIsUnknown) {
  PassDays(365);
  const v1::CertificateFile file = Complete();
  now_ms_ = testing::kIssueMs + kDayMs;
  EXPECT_EQ(OutcomeOf(file), "UNKNOWN AGE CLOCK_IMPLAUSIBLE");
  now_ms_ = world_.now_ms() - 5 * 60 * 1000;
  EXPECT_EQ(OutcomeOf(file), "VALID") << "clocks differ a little";
}

TEST_F(VerifyTimeTest, VerifiersClockAYearAheadIsUnknown) {
  const v1::CertificateFile file = Complete();
  now_ms_ += 365 * kDayMs;
  EXPECT_EQ(OutcomeOf(file), "UNKNOWN AGE PROOF_TOO_OLD");
}

TEST_F(VerifyTimeTest, OldProofOfASuspensionIsUnknownButOfARevocationInvalid) {
  Change(batch_ + 1, v1::STANDING_STATE_SUSPENDED);
  Change(batch_ + 2, v1::STANDING_STATE_REVOKED);
  const v1::CertificateFile suspended = Complete(0);
  const v1::CertificateFile revoked = Complete(1);
  now_ms_ += 365 * kDayMs;
  EXPECT_EQ(Verify(suspended).verdict.conclusion(), v1::CONCLUSION_UNKNOWN);
  EXPECT_EQ(Verify(revoked).verdict.conclusion(), v1::CONCLUSION_INVALID);
}

TEST_F(VerifyTimeTest, AsOfAMomentBeforeAndAfterARevocation) {
  PassDays(10);
  Change(batch_ + 1, v1::STANDING_STATE_REVOKED);
  const uint64_t revoked_at = world_.now_ms();
  PassDays(100);
  log_.SubmitStatusRoot();
  const v1::CertificateFile file = Complete();
  EXPECT_EQ(OutcomeAsOf(file, revoked_at - 1), "VALID");
  EXPECT_EQ(OutcomeAsOf(file, revoked_at), "INVALID STATUS CERTIFICATE_REVOKED");
  EXPECT_EQ(OutcomeAsOf(file, testing::kIssueMs), "VALID");
  EXPECT_EQ(OutcomeAsOf(file, testing::kIssueMs - 1), "INVALID STATUS CERTIFICATE_NOT_YET_ISSUED");
}

TEST_F(VerifyTimeTest, AsOfAMomentBeforeTheBatchWasVoided) {
  PassDays(1);
  Change(batch_, v1::STANDING_STATE_VOIDED);
  EXPECT_EQ(OutcomeAsOf(Complete(), world_.now_ms() - 1), "VALID");
  EXPECT_EQ(OutcomeAsOf(Complete(), world_.now_ms()), "INVALID BATCH_STATUS BATCH_VOIDED");
}

TEST_F(VerifyTimeTest, AsOfAMomentThatTheProofDoesNotReachIsUnknown) {
  const v1::CertificateFile file = Complete();
  EXPECT_EQ(OutcomeAsOf(file, testing::kIssueMs + 1), "UNKNOWN AGE PROOF_TOO_OLD");
  EXPECT_EQ(OutcomeAsOf(Message(), testing::kIssueMs + 1), "UNKNOWN AGE PROOF_TOO_OLD");
  EXPECT_EQ(OutcomeAsOf(Message(), testing::kIssueMs), "VALID");
}

TEST_F(VerifyTimeTest, AStolenKeyIsJudgedByWhatIsKnownNow) {
  PassDays(10);
  ChangeKey(leader_, testing::kIssueMs);
  EXPECT_EQ(OutcomeAsOf(Complete(), testing::kIssueMs + kDayMs),
            "INVALID KEYS_IN_FORCE KEY_COMPROMISED");
}

TEST_F(VerifyTimeTest, ExpiryIsAsOfTheMoment) {
  unit_ = Batch([](auto& batch) { batch.set_valid_to(20260620); }, 101);
  batch_ = log_.Submit(unit_);
  PassDays(20);
  const v1::CertificateFile file = Complete();
  EXPECT_EQ(OutcomeOf(file), "INVALID EXPIRY CERTIFICATE_EXPIRED");
  EXPECT_EQ(OutcomeAsOf(file, testing::kIssueMs + kDayMs), "VALID");
}

TEST_F(VerifyTimeTest, VerdictNamesTheMomentThatWasAskedAbout) {
  PassDays(10);
  Verifier verifier(log_.Trust(), {.now_ms = now_ms_, .as_of_ms = testing::kIssueMs + kDayMs});
  const Verification verification = verifier.Verify(Complete().SerializeAsString());
  EXPECT_EQ(verification.verdict.as_of(), testing::kIssueMs + kDayMs);
  EXPECT_THAT(RenderText("x", verification, {}),
              ::testing::HasSubstr("state as of: 2026-06-16 09:00:00 +08:00"));
  EXPECT_THAT(RenderText("x", verification, {.language = Language::kChinese}),
              ::testing::HasSubstr("状态截至: 2026-06-16 09:00:00 +08:00"));
}

}  // namespace
}  // namespace linkcert::client
