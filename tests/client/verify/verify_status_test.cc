// What happened after the issue: shown by the status proofs, and hidden by none of their absence.
#include <algorithm>

#include "client/verify/status_evidence.h"
#include "proto/canonical.h"
#include "tests/client/status_fixture.h"

namespace linkcert::client {
namespace {

using VerifyStatusTest = StatusTest;

TEST_F(VerifyStatusTest, CompleteFileIsValidNow) {
  const Verification verification = Verify(Complete());
  EXPECT_EQ(Outcome(verification), "VALID");
  EXPECT_FALSE(verification.as_of_issue);
  EXPECT_EQ(verification.verdict.as_of(), testing::kIssueMs);
  EXPECT_EQ(verification.verdict.checks_size(), 24);
  EXPECT_EQ(verification.on_auditors_word.front(), AuditorsWord::kAuthorityInForce);
}

struct CertificateCase {
  v1::StandingState state;
  const char* outcome;
};
constexpr CertificateCase kCertificateCases[] = {
    {v1::STANDING_STATE_SUSPENDED, "INVALID STATUS CERTIFICATE_SUSPENDED"},
    {v1::STANDING_STATE_IN_FORCE, "VALID"},  // after the suspension
    {v1::STANDING_STATE_SUPERSEDED, "INVALID STATUS CERTIFICATE_SUPERSEDED"},
    {v1::STANDING_STATE_REVOKED, "INVALID STATUS CERTIFICATE_REVOKED"},
};

TEST_F(VerifyStatusTest, StandingOfTheCertificateDecides) {
  for (const CertificateCase& c : kCertificateCases) {
    Change(batch_ + 1, c.state);
    EXPECT_EQ(OutcomeOf(Complete(0)), c.outcome);
    EXPECT_EQ(OutcomeOf(Complete(1)), "VALID") << "another certificate's";
  }
}

TEST_F(VerifyStatusTest, VoidedBatchTakesAllItsCertificates) {
  Change(batch_, v1::STANDING_STATE_VOIDED);
  for (uint32_t position : {0, 6}) {
    EXPECT_EQ(OutcomeOf(Complete(position)), "INVALID BATCH_STATUS BATCH_VOIDED");
  }
}

TEST_F(VerifyStatusTest, KeyEndedBeforeTheBatch) {
  Change(log_.EntryOfKey(leader_), v1::STANDING_STATE_ENDED);
  EXPECT_EQ(OutcomeOf(Complete()), "VALID") << "ended after it";
  ForceBatch();
  EXPECT_EQ(OutcomeOf(Complete()), "INVALID KEYS_IN_FORCE SIGNER_KEY_ENDED");
}

TEST_F(VerifyStatusTest, TheftDeclaredLaterCountsFromItsDate) {
  ChangeKey(leader2_, testing::kIssueMs + 1);
  EXPECT_EQ(OutcomeOf(Complete()), "VALID") << "good batches stay good";
  ChangeKey(leader2_, testing::kIssueMs);
  EXPECT_EQ(OutcomeOf(Complete()), "INVALID KEYS_IN_FORCE KEY_COMPROMISED");
}

TEST_F(VerifyStatusTest, SuspendedAccreditation) {
  Change(accreditation_, v1::STANDING_STATE_SUSPENDED);
  EXPECT_EQ(OutcomeOf(Complete()), "VALID") << "suspended after it";
  ForceBatch();
  EXPECT_EQ(OutcomeOf(Complete()), kNotInForce);
}

TEST_F(VerifyStatusTest, EndedAccreditationAndItsGrace) {
  Change(accreditation_, v1::STANDING_STATE_ENDED);
  PassDays(GraceDays());
  ForceBatch();
  const Verification within = Verify(Complete());
  EXPECT_EQ(Outcome(within), "VALID");
  EXPECT_EQ(within.on_auditors_word[1], AuditorsWord::kRosterSealedInTime);
  PassDays(1);
  ForceBatch(201);
  EXPECT_EQ(OutcomeOf(Complete()), kNotInForce);
}

// Attacks: the proofs are dropped, exchanged, relabelled, forged.

TEST_F(VerifyStatusTest, DroppedProofIsUnknownAndNeverValid) {
  const char* const kMissing[] = {"ACCREDITATION_IN_FORCE", "KEYS_IN_FORCE", "BATCH_STATUS"};
  const v1::CertificateFile whole = Complete();
  for (int i = 0; i < whole.status_size(); ++i) {
    v1::CertificateFile file = whole;
    file.mutable_status()->DeleteSubrange(i, 1);
    const uint64_t key = whole.status(i).key();
    const char* check = kMissing[key == accreditation_ ? 0 : key == batch_ ? 2 : 1];
    EXPECT_EQ(OutcomeOf(file), absl::StrCat("UNKNOWN ", check, " EVIDENCE_MISSING"));
  }
}

TEST_F(VerifyStatusTest, DroppedProofsDoNotHideARevocation) {
  Change(batch_ + 1, v1::STANDING_STATE_REVOKED);
  v1::CertificateFile file = Complete();
  file.clear_certificate_status();
  EXPECT_EQ(OutcomeOf(file), "UNKNOWN STATUS EVIDENCE_MISSING");
  file.clear_status();
  EXPECT_EQ(OutcomeOf(file), "UNKNOWN KEYS_IN_FORCE EVIDENCE_MISSING");
  v1::CertificateFile rootless = Complete();
  rootless.clear_status_root();
  EXPECT_EQ(OutcomeOf(rootless), "UNKNOWN STATUS_ROOT EVIDENCE_MISSING");
  rootless.clear_status();
  EXPECT_EQ(OutcomeOf(rootless), "UNKNOWN STATUS EVIDENCE_MISSING");
}

TEST_F(VerifyStatusTest, StatusRootFromBeforeTheBatchIsRefused) {
  const uint64_t old_root = log_.SubmitStatusRoot();
  ForceBatch();
  Change(batch_, v1::STANDING_STATE_VOIDED);
  v1::CertificateFile file = Complete();
  *file.mutable_status_root() = log_.Logged(old_root);
  EXPECT_EQ(OutcomeOf(file), "INVALID STATUS_ROOT ENTRY_UNEXPECTED");
}

TEST_F(VerifyStatusTest, ProofsOfAnotherRootAreRefused) {
  const v1::CertificateFile before = Complete();
  Change(batch_ + 1, v1::STANDING_STATE_REVOKED);
  v1::CertificateFile file = Complete();
  *file.mutable_certificate_status() = before.certificate_status();
  EXPECT_EQ(OutcomeOf(file), "INVALID STATUS STATUS_PROOF_INVALID");
  *file.mutable_status() = before.status();
  EXPECT_EQ(OutcomeOf(file), "INVALID STATUS_ROOT STATUS_PROOF_INVALID");
}

TEST_F(VerifyStatusTest, ForgedAbsenceIsRefused) {
  Change(batch_ + 1, v1::STANDING_STATE_REVOKED);
  v1::CertificateFile file = Complete();
  v1::StatusProof& proof = *file.mutable_certificate_status();
  const std::string history = proof.history();
  proof.clear_history();
  EXPECT_EQ(OutcomeOf(file), "INVALID STATUS STATUS_PROOF_INVALID");
  proof.mutable_other()->set_key(batch_ + 1);
  proof.mutable_other()->set_history(history);
  EXPECT_EQ(OutcomeOf(file), "INVALID STATUS STATUS_PROOF_INVALID");
  proof.mutable_other()->set_key(batch_ + 1 + 64);
  EXPECT_EQ(OutcomeOf(file), "INVALID STATUS STATUS_PROOF_INVALID");
}

TEST_F(VerifyStatusTest, StatusOfAnotherCertificateIsRefused) {
  Change(batch_ + 1, v1::STANDING_STATE_REVOKED);
  v1::CertificateFile file = Complete(0);
  *file.mutable_certificate_status() = log_.Status(batch_ + 2);
  EXPECT_EQ(OutcomeOf(file), "INVALID STATUS ENTRY_UNEXPECTED");
  file.mutable_certificate_status()->set_key(batch_ + 1);
  EXPECT_EQ(OutcomeOf(file), "INVALID STATUS STATUS_PROOF_INVALID");
}

TEST_F(VerifyStatusTest, ProofThatIsNotAskedForIsRefused) {
  v1::CertificateFile file = Complete();
  *file.add_status() = log_.Status(batch_ + 1);
  EXPECT_EQ(OutcomeOf(file), "INVALID STATUS_ROOT ENTRY_UNEXPECTED");
  *file.mutable_status(4) = file.status(3);
  EXPECT_EQ(OutcomeOf(file), "INVALID STATUS_ROOT ENTRY_UNEXPECTED") << "twice";
  file.mutable_status()->RemoveLast();
  file.mutable_status()->SwapElements(0, 1);
  EXPECT_EQ(OutcomeOf(file), "INVALID STATUS_ROOT ENTRY_UNEXPECTED") << "order";
}

TEST_F(VerifyStatusTest, MissingProofDoesNotHideAForgery) {
  v1::CertificateFile file = Complete();
  file.clear_status();
  file.mutable_leaf()->back() ^= 1;
  EXPECT_EQ(Verify(file).verdict.conclusion(), v1::CONCLUSION_INVALID);
}

TEST_F(VerifyStatusTest, EveryByteOfACompleteFileMatters) {
  Change(batch_ + 3, v1::STANDING_STATE_SUSPENDED);
  v1::CertificateFile complete = Complete();
  const std::string file = complete.SerializeAsString();
  complete.clear_status_root();  // of what stands before it, every byte is tried elsewhere
  const std::string rootless = complete.SerializeAsString();
  const auto differ = std::mismatch(rootless.begin(), rootless.end(), file.begin());
  for (auto i = static_cast<size_t>(differ.second - file.begin()); i < file.size(); ++i) {
    std::string altered = file;
    altered[i] = static_cast<char>(altered[i] ^ (1 << (i % 8)));
    ASSERT_NE(ClientTest::OutcomeOf(altered), "VALID") << "byte " << i;
  }
}

TEST_F(VerifyStatusTest, EveryBitOfEveryProofMatters) {
  for (uint64_t thing : {accreditation_, batch_, batch_ + 1}) {
    Change(thing, v1::STANDING_STATE_SUSPENDED);
  }
  const v1::CertificateFile whole = Complete(3);
  const FileParts parts = *OpenParts(whole);
  const BatchFoundations foundations = FoundationsOf(parts);
  ASSERT_THAT(OpenStatusEvidence(whole, parts, foundations), testing::IsOk());
  for (int i = 0; i < whole.status_size(); ++i) {
    const std::string proof = whole.status(i).SerializeAsString();
    for (size_t bit = 0; bit < proof.size() * 8; ++bit) {
      v1::CertificateFile file = whole;
      const auto altered =
          proto::DecodeCanonical<v1::StatusProof>(testing::WithBitFlipped(proof, bit));
      if (!altered.ok()) continue;
      *file.mutable_status(i) = *altered;
      ASSERT_FALSE(OpenStatusEvidence(file, parts, foundations).ok()) << i << " bit " << bit;
    }
  }
}

}  // namespace
}  // namespace linkcert::client
