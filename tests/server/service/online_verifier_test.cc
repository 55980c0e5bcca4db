// Standing, and files that carry proofs of it: the same judgement as offline.
#include "server/service/online_verifier.h"

#include <algorithm>

#include "server/log/begin_epoch.h"
#include "tests/server/standing_fixture.h"
#include "tests/testing/world_standing.h"

namespace linkcert::server {
namespace {

class OnlineVerifierTest : public StandingTest {
 protected:
  uint64_t BatchIndex() const { return receipt_.entry().index(); }
  // Of the log entry that holds an act of this kind in the file.
  uint64_t KeyIndex() { return File(0).issuer_keys(0).index(); }
  uint64_t AccreditationIndex() { return File(0).accreditation().index(); }
  std::string FindingById(uint32_t position = 3) {
    return Finding(VerifyId(CertificateAt(position)));
  }
  static v1::StatusChange CompromisedSince(uint64_t since) {
    v1::StatusChange change = Change(v1::STANDING_STATE_COMPROMISED);
    change.set_since(since);
    return change;
  }

  // As File, with the status proofs of now, all under one checkpoint.
  v1::CertificateFile FileWithStatus(uint32_t position) {
    v1::CertificateFile file = File(position);
    std::vector<uint64_t> keys = {file.accreditation().index(), file.batch().index()};
    for (const v1::LoggedEntry& key : file.issuer_keys()) keys.push_back(key.index());
    std::sort(keys.begin(), keys.end());
    keys.push_back(CertificateAt(position));
    v1::GetStatusProofRequest request;
    request.mutable_keys()->Assign(keys.begin(), keys.end());
    v1::GetStatusProofResponse response;
    EXPECT_EQ(ReasonOf(CallOnce(*log_, &v1::LogService::Stub::GetStatusProof, request, &response)),
              "OK");
    *file.mutable_status_root() = response.status_root();
    for (const v1::StatusProof& proof : response.proofs()) {
      *(proof.key() == keys.back() ? file.mutable_certificate_status() : file.add_status()) = proof;
    }
    return file;
  }
  std::string FindingWithStatusAfter(const std::function<void(v1::CertificateFile&)>& change) {
    v1::CertificateFile file = FileWithStatus(3);
    change(file);
    return Finding(VerifyFile(file));
  }
};

TEST_F(OnlineVerifierTest, RevocationIsOfOneCertificate) {
  ChangeStanding({CertificateAt(3)},
                 Change(v1::STANDING_STATE_REVOKED, v1::STATUS_REASON_V01_FRAUD));
  EXPECT_EQ(FindingById(3), "STATUS CERTIFICATE_REVOKED");
  EXPECT_EQ(VerifyId(CertificateAt(3)).conclusion(), v1::CONCLUSION_INVALID);
  EXPECT_EQ(Finding(VerifyFile(File(3))), "STATUS CERTIFICATE_REVOKED");
  EXPECT_EQ(FindingById(2), "VALID");
}

TEST_F(OnlineVerifierTest, SuspensionHoldsUntilItsEnd) {
  ChangeStanding({CertificateAt(3)},
                 Change(v1::STANDING_STATE_SUSPENDED, v1::STATUS_REASON_S02_APPEAL));
  EXPECT_EQ(FindingById(), "STATUS CERTIFICATE_SUSPENDED");
  ChangeStanding({CertificateAt(3)}, Change(v1::STANDING_STATE_IN_FORCE));
  EXPECT_EQ(FindingById(), "VALID");
}

TEST_F(OnlineVerifierTest, VoidedBatchVoidsAllItsCertificates) {
  ChangeStanding({BatchIndex()}, Change(v1::STANDING_STATE_VOIDED));
  for (uint32_t position : {0u, kCertificates - 1}) {
    EXPECT_EQ(FindingById(position), "BATCH_STATUS BATCH_VOIDED");
  }
}

TEST_F(OnlineVerifierTest, StolenKeyInvalidatesWhatWasLoggedSinceTheTheft) {
  ChangeStanding({KeyIndex()}, CompromisedSince(testing::kFoundingMs + 1));
  EXPECT_EQ(FindingById(), "VALID");
  ChangeStanding({KeyIndex()}, CompromisedSince(testing::kFoundingMs));
  EXPECT_EQ(FindingById(), "KEYS_IN_FORCE KEY_COMPROMISED");
}

TEST_F(OnlineVerifierTest, KeyMustNotHaveEndedBeforeTheBatch) {
  ChangeStanding({KeyIndex()}, Change(v1::STANDING_STATE_ENDED));
  EXPECT_EQ(FindingById(), "VALID");
  const uint64_t other_key = File(0).issuer_keys(1).index();
  ChangeStandingAt({BatchIndex() - 1, testing::kFoundingMs}, {other_key},
                   Change(v1::STANDING_STATE_ENDED));
  EXPECT_EQ(FindingById(), "KEYS_IN_FORCE SIGNER_KEY_ENDED");
}

TEST_F(OnlineVerifierTest, AccreditationMustNotHaveBeenSuspended) {
  ChangeStandingAt({BatchIndex() - 1, testing::kFoundingMs}, {AccreditationIndex()},
                   Change(v1::STANDING_STATE_SUSPENDED));
  EXPECT_EQ(FindingById(), "ACCREDITATION_IN_FORCE ACCREDITATION_NOT_IN_FORCE");
}

TEST_F(OnlineVerifierTest, EndedAccreditationHasItsGrace) {
  const uint64_t accreditation = AccreditationIndex();
  constexpr uint64_t kDayMs = 24 * 3'600'000;
  const uint64_t grace_days = world_.Genesis().genesis().rule_set().end_grace_days();
  ChangeStandingAt({BatchIndex() - 1, testing::kFoundingMs - grace_days * kDayMs}, {accreditation},
                   Change(v1::STANDING_STATE_ENDED));
  EXPECT_EQ(FindingById(), "VALID");
}

TEST_F(OnlineVerifierTest, AccreditationThatEndedBeforeTheGraceIsNotInForce) {
  const uint64_t accreditation = AccreditationIndex();
  constexpr uint64_t kDayMs = 24 * 3'600'000;
  const uint64_t grace_days = world_.Genesis().genesis().rule_set().end_grace_days();
  ChangeStandingAt({BatchIndex() - 1, testing::kFoundingMs - (grace_days + 1) * kDayMs},
                   {accreditation}, Change(v1::STANDING_STATE_ENDED));
  EXPECT_EQ(FindingById(), "ACCREDITATION_IN_FORCE ACCREDITATION_NOT_IN_FORCE");
}

TEST_F(OnlineVerifierTest, FileWithItsStatusProofsIsValid) {
  ChangeStanding({CertificateAt(1)}, Change(v1::STANDING_STATE_REVOKED));
  EXPECT_EQ(Finding(VerifyFile(FileWithStatus(3))), "VALID");
}

TEST_F(OnlineVerifierTest, NewerFactsThanTheFilesProofsCount) {
  LogStatusRoot();
  const v1::CertificateFile file = FileWithStatus(3);
  ChangeStanding({CertificateAt(3)}, Change(v1::STANDING_STATE_REVOKED));
  EXPECT_EQ(Finding(VerifyFile(file)), "STATUS CERTIFICATE_REVOKED");
}

TEST_F(OnlineVerifierTest, StatusProofsThatAreMissingLeaveItOpen) {
  LogStatusRoot();
  for (const auto& change : std::vector<std::function<void(v1::CertificateFile&)>>{
           [](auto& f) { f.mutable_status()->RemoveLast(); },
           [](auto& f) { f.clear_certificate_status(); }, [](auto& f) { f.clear_status_root(); },
           [](auto& f) { f.clear_status_root(), f.clear_status(); }}) {
    v1::CertificateFile file = FileWithStatus(3);
    change(file);
    const v1::Verdict verdict = VerifyFile(file);
    EXPECT_EQ(Finding(verdict), "STATUS_ROOT EVIDENCE_MISSING");
    EXPECT_EQ(verdict.conclusion(), v1::CONCLUSION_UNKNOWN);
  }
}

TEST_F(OnlineVerifierTest, StatusProofsThatAreWrongAreRefused) {
  ChangeStanding({CertificateAt(1)}, Change(v1::STANDING_STATE_REVOKED));
  const v1::CertificateFile other = FileWithStatus(4);
  EXPECT_EQ(FindingWithStatusAfter([](auto& f) { *f.add_status() = f.certificate_status(); }),
            "STATUS_ROOT ENTRY_UNEXPECTED");
  EXPECT_EQ(FindingWithStatusAfter([](auto& f) { f.mutable_status()->SwapElements(0, 1); }),
            "STATUS_ROOT ENTRY_UNEXPECTED");
  EXPECT_EQ(FindingWithStatusAfter(
                [&](auto& f) { *f.mutable_certificate_status() = other.certificate_status(); }),
            "STATUS_ROOT ENTRY_UNEXPECTED");
  EXPECT_EQ(FindingWithStatusAfter([](auto& f) { f.mutable_status(0)->clear_other(); }),
            "STATUS_ROOT STATUS_PROOF_INVALID");
  EXPECT_EQ(FindingWithStatusAfter([](auto& f) { *f.mutable_status_root() = f.organisation(); }),
            "STATUS_ROOT ENTRY_UNEXPECTED");
  EXPECT_EQ(FindingWithStatusAfter(
                [](auto& f) { f.mutable_status_root()->mutable_entry()->back() ^= 1; }),
            "LOG_INCLUSION INCLUSION_INVALID");
}

TEST_F(OnlineVerifierTest, BatchHasNoOriginalBesideIt) {
  EXPECT_EQ(FindingAfter([](auto& f) { *f.mutable_original_batch() = f.batch(); }),
            "LOG_INCLUSION ORIGINAL_BATCH_DIFFERS");
}

TEST_F(OnlineVerifierTest, KeysThatDoNotBelongAreRefused) {
  const auto refused = [this](const std::function<void(v1::CertificateFile&)>& change) {
    return FindingAfter(change) == "LOG_INCLUSION ENTRY_UNEXPECTED";
  };
  EXPECT_TRUE(refused([](auto& f) { *f.add_authority_keys() = f.authority_keys(0); }));
  EXPECT_TRUE(refused([](auto& f) { *f.add_authority_keys() = f.issuer_keys(0); }));
  EXPECT_TRUE(refused([](auto& f) { *f.add_authority_keys() = f.genesis(); }));
  EXPECT_TRUE(refused([](auto& f) { *f.add_issuer_keys() = f.issuer_keys(0); }));
  EXPECT_TRUE(refused([](auto& f) { *f.add_issuer_keys() = f.authority_keys(0); }));
  EXPECT_TRUE(refused([](auto& f) { f.mutable_issuer_keys()->RemoveLast(); }));
  EXPECT_TRUE(refused([](auto& f) { *f.add_epochs() = f.batch(); }));
}

TEST_F(OnlineVerifierTest, RotatedKeyRestsOnTheOneItReplaced) {
  const std::string old_key = absl::StrCat(testing::kLeader, "-1");
  const std::string new_key = absl::StrCat(testing::kLeader, "-1.b");
  const v1::Statement rotation = testing::RotateKey(world_, old_key, new_key);
  ASSERT_EQ(ReasonOf(Submit(world_.Sign(rotation, {"authority-1", old_key, new_key}))), "OK");
  EXPECT_EQ(FindingById(), "VALID");  // what the old key signed before
  v1::Statement batch = world_.Batch(plan_, roster_, 100);
  unit_ = world_.MakeLeaves(batch, kCertificates);
  unit_ = world_.SignBatchAs(batch, unit_, {new_key, absl::StrCat(testing::kLeader, "-2")});
  ASSERT_EQ(ReasonOf(Issue(unit_, &receipt_)), "OK");
  EXPECT_EQ(File(3).issuer_keys_size(), 3);
  EXPECT_EQ(Finding(VerifyFile(File(3))), "VALID");
  EXPECT_EQ(FindingAfter([](auto& f) { f.mutable_issuer_keys()->DeleteSubrange(0, 1); }),
            "LOG_INCLUSION ENTRY_UNEXPECTED");
}

// The log goes on under a new name; files of both names stay good.
class OnlineEpochTest : public OnlineVerifierTest {
 protected:
  static constexpr char kNext[] = "example.invalid/linkcert-test-2";

  void SetUp() override {
    OnlineVerifierTest::SetUp();
    before_ = File(3);
    kept_ = Size();
    StopServing();
    registry_.log_ = nullptr;
    const LogIdentity next{kNext, &world_.Key("log-2")};
    const EpochParts parts{next, registry_.memory_.get(), registry_.anchor_.get(),
                           &registry_.clock_};
    v1::Statement statement = world_.New();
    *statement.mutable_begin_epoch() = *DraftBeginEpoch(parts);
    ASSERT_THAT(BeginEpoch(parts, world_.Sign(statement, {"authority-1", "authority-2"})), IsOk());
    registry_.identity_ = next;
    Serve({});
  }

  v1::CertificateFile before_;
  uint64_t kept_ = 0;
};

TEST_F(OnlineEpochTest, FilesOfBothNamesAreValid) {
  EXPECT_EQ(Finding(VerifyFile(before_)), "VALID");
  EXPECT_EQ(File(3).epochs_size(), 1);
  EXPECT_EQ(Finding(VerifyFile(File(3))), "VALID");
}

TEST_F(OnlineEpochTest, EpochsAreThoseOfTheCheckpointsName) {
  EXPECT_EQ(FindingAfter([](auto& f) { f.clear_epochs(); }), "LOG_INCLUSION ENTRY_UNEXPECTED");
  before_.mutable_checkpoint()->replace(0, std::string(testing::kOrigin).size(), kNext);
  EXPECT_EQ(Finding(VerifyFile(before_)), "CHECKPOINT CHECKPOINT_INVALID");
}

TEST_F(OnlineEpochTest, CheckpointOverLostEntriesIsOpen) {
  before_.set_checkpoint(*crypto::SignCheckpoint(
      {.origin = testing::kOrigin, .size = kept_ + 1, .root = crypto::Sha256("lost")},
      world_.Key("log")));
  EXPECT_EQ(Finding(VerifyFile(before_)), "CHECKPOINT ENTRY_NOT_LOGGED");
}

TEST_F(OnlineVerifierTest, AuthorityKeysThatSignedMustBeThere) {
  v1::CertificateFile file = File(3);
  ASSERT_EQ(file.authority_keys_size(), 2);
  for (int key : {0, 1}) {
    v1::CertificateFile without = file;
    without.mutable_authority_keys()->DeleteSubrange(key, 1);
    EXPECT_EQ(Finding(VerifyFile(without)), "LOG_INCLUSION SIGNER_UNKNOWN");
  }
}

}  // namespace
}  // namespace linkcert::server
