// Corrected and reissued certificates: their files stand and fall with the original batch, and with
// what the correction itself says.
#include <sstream>

#include "client/issue/set_writer.h"
#include "client/refresh/renewal.h"
#include "client/verify/set_verifier.h"
#include "tests/client/status_fixture.h"
#include "tests/testing/world_links.h"

namespace linkcert::client {
namespace {

// Certificate 0 of the batch was corrected a day later.
class VerifyVersionTest : public StatusTest {
 protected:
  void SetUp() override {
    StatusTest::SetUp();
    PassDays(1);
    log_.SubmitStatusRoot();
    original_unit_ = unit_;
    original_ = batch_;
    Use(testing::SignVersions(world_, Corrected(), {leader_, leader2_}));
  }
  testing::Versions Corrected(uint32_t tag = proto::kName, const std::string& value = "虚构改") {
    return testing::CorrectCertificates(world_, original_, {Held(0)}, tag, value);
  }
  testing::Held Held(uint32_t i) const { return testing::HeldOf(original_unit_, original_, i); }
  // Files are made of this unit from here on.
  void Use(testing::Unit unit) {
    batch_ = log_.Submit(unit);
    unit_ = std::move(unit);
  }
  void Force(testing::Versions versions) {
    testing::StateLeaves(versions);
    unit_ = testing::SignVersions(world_, std::move(versions), {leader_, leader2_});
    batch_ = log_.Force(unit_);
  }
  // Of the first certificate before it was corrected.
  v1::CertificateFile OldFile() {
    return log_.FileWithStatus(original_, original_unit_, 0, {proto::kName});
  }

  testing::Unit original_unit_;
  uint64_t original_ = 0;
};

TEST_F(VerifyVersionTest, NewerVersionIsValidAndTheOldOneSuperseded) {
  const Verification verification = Verify(Complete());
  EXPECT_EQ(Outcome(verification), "VALID");
  EXPECT_EQ(verification.verdict.certificate(), batch_ + 1);
  EXPECT_EQ(verification.verdict.facts().level(), 3u);
  EXPECT_EQ(OutcomeOf(OldFile()), "INVALID STATUS CERTIFICATE_SUPERSEDED");
  const Verification as_of_issue = ClientTest::Verify(File(), log_.Trust());
  EXPECT_EQ(Outcome(as_of_issue), "VALID");
  EXPECT_EQ(as_of_issue.shown[1].value, "虚构改");
}

TEST_F(VerifyVersionTest, ReissueIsValid) {
  Use(testing::SignVersions(world_,
                            testing::ReissueCertificates(world_, original_, {Held(1), Held(2)}),
                            {leader_, leader2_}));
  const Verification verification = Verify(Complete(1));
  EXPECT_EQ(Outcome(verification), "VALID");
  EXPECT_EQ(verification.on_auditors_word.back(), AuditorsWord::kReplacedCertificate);
  EXPECT_EQ(verification.on_issuers_word[4], IssuersWord::kReissuedValues);
}

TEST_F(VerifyVersionTest, BeforeItsOwnTimeItWasNotThere) {
  EXPECT_EQ(OutcomeAsOf(Complete(), world_.now_ms() - 1),
            "INVALID STATUS CERTIFICATE_NOT_YET_ISSUED");
}

// R20
TEST_F(VerifyVersionTest, VoidedWithTheOriginalBatch) {
  Change(original_, v1::STANDING_STATE_VOIDED);
  EXPECT_EQ(OutcomeOf(Complete()), "INVALID BATCH_STATUS BATCH_VOIDED");
}

// R22, each signature at its own place.
TEST_F(VerifyVersionTest, StolenKeysCountWhereTheySigned) {
  ChangeKey(leader2_, world_.now_ms() + 1);
  EXPECT_EQ(OutcomeOf(Complete()), "VALID");
  ChangeKey(leader2_, world_.now_ms());
  EXPECT_EQ(OutcomeOf(Complete()), "INVALID KEYS_IN_FORCE KEY_COMPROMISED");
  EXPECT_EQ(OutcomeOf(OldFile()), "INVALID STATUS CERTIFICATE_SUPERSEDED") << "its keys were good";
}

TEST_F(VerifyVersionTest, AccreditationMayHaveEndedBetween) {
  Change(accreditation_, v1::STANDING_STATE_ENDED);
  Use(testing::SignVersions(
      world_, testing::CorrectCertificates(world_, original_, {Held(1)}, proto::kName, "虚构改"),
      {leader_, leader2_}));
  EXPECT_EQ(OutcomeOf(Complete()), "VALID");
}

TEST_F(VerifyVersionTest, OriginalBatchMustBeThere) {
  v1::CertificateFile file = Message();
  file.clear_original_batch();
  EXPECT_EQ(OutcomeOf(file), "UNKNOWN BATCH_SIGNATURES EVIDENCE_MISSING");
  v1::CertificateFile unproven = Complete();
  unproven.mutable_status()->RemoveLast();
  EXPECT_EQ(OutcomeOf(unproven), "UNKNOWN BATCH_STATUS EVIDENCE_MISSING");
}

// A level that the corrected certificate never had.
TEST_F(VerifyVersionTest, AnotherBatchIsNotItsOriginal) {
  const testing::Unit other = Batch([](v1::IssueBatch&) {}, 101);
  const uint64_t other_batch = log_.Submit(other);
  v1::CertificateFile file = Message();
  *file.mutable_original_batch() = log_.Logged(other_batch);
  EXPECT_EQ(OutcomeOf(file), "INVALID LOG_ORDER ORIGINAL_BATCH_DIFFERS") << "logged later";
  Use(testing::SignVersions(
      world_, testing::CorrectCertificates(world_, original_, {Held(1)}, proto::kName, "虚构改"),
      {leader_, leader2_}));
  file = Message();
  *file.mutable_original_batch() = log_.Logged(other_batch);
  EXPECT_EQ(OutcomeOf(file), "INVALID BATCH_SIGNATURES ORIGINAL_BATCH_DIFFERS");
}

TEST_F(VerifyVersionTest, BatchHasNoOriginal) {
  const testing::Unit other = Batch([](v1::IssueBatch&) {}, 101);
  v1::CertificateFile file;
  ASSERT_TRUE(file.ParseFromString(log_.File(log_.Submit(other), other, 0, {})));
  *file.mutable_original_batch() = log_.Logged(original_);
  EXPECT_EQ(OutcomeOf(file), "INVALID BATCH_SIGNATURES ENTRY_UNEXPECTED");
}

// Written past the rules.
TEST_F(VerifyVersionTest, LeafIsWhatTheCorrectionSays) {
  testing::Versions versions = Corrected();
  versions.statement.mutable_correct_certificates()->mutable_corrections(0)->set_certificate(
      Held(1).index);
  Force(versions);
  EXPECT_EQ(OutcomeOf(Message()), "INVALID LEAF LEAF_LINK_DIFFERS");
  Force(Corrected(proto::kNumber, "Y000032050123264000002"));
  EXPECT_EQ(OutcomeOf(Message()), "INVALID LEAF CORRECTION_NOT_ALLOWED");
  versions = Corrected();
  versions.statement.mutable_correct_certificates()->mutable_corrections(0)->set_changed_tags(0, 3);
  Force(versions);
  EXPECT_EQ(OutcomeOf(Message()), "INVALID LEAF CORRECTION_TAGS_DIFFER");
}

TEST_F(VerifyVersionTest, SetSaysTheSame) {
  std::stringstream set;
  SetWriter writer(set);
  ASSERT_THAT(writer.Add(Complete().SerializeAsString()), testing::IsOk());
  ASSERT_THAT(writer.Add(OldFile().SerializeAsString()), testing::IsOk());
  std::vector<std::string> outcomes;
  SetVerifier(log_.Trust(), {.now_ms = now_ms_}).Verify(set, [&](Verification verdict) {
    outcomes.push_back(Outcome(verdict));
  });
  EXPECT_EQ(outcomes, (std::vector<std::string>{"VALID", "INVALID STATUS CERTIFICATE_SUPERSEDED"}));
}

TEST_F(VerifyVersionTest, RenewalAsksForBothStatements) {
  const auto needs = NeedsOf(Message());
  ASSERT_THAT(needs, testing::IsOk());
  EXPECT_EQ(needs->certificate, batch_ + 1);
  EXPECT_EQ(needs->entries.count(original_) + needs->entries.count(batch_), 2u);
  EXPECT_EQ(needs->shared_keys.count(original_), 1u);
  EXPECT_EQ(needs->shared_keys.count(batch_), 0u);
}

}  // namespace
}  // namespace linkcert::client
