// What the log should never have taken, a verifier refuses by the same rules; and how time, quorum
// and expiry bound what it says.
#include "absl/strings/escaping.h"
#include "crypto/checkpoint.h"
#include "crypto/cosignature.h"
#include "crypto/note.h"
#include "tests/client/client_fixture.h"

namespace linkcert::client {
namespace {

using testing::kMember;
using testing::kStranger;

class VerifyRightsTest : public ClientTest {
 protected:
  // A policy that wants one witness, and this witness.
  Trust WitnessedTrust() {
    const auto key =
        crypto::NoteKey::Create("witness.invalid", crypto::NoteAlgorithm::kCosignatureV1,
                                world_.Key("log-witness").public_key());
    return log_.Trust(absl::StrCat("witness w ", key->vkey(), "\nquorum w\n"));
  }
  std::string Cosigned(uint64_t time_ms) {
    v1::CertificateFile file = Message();
    auto note = crypto::ParseNote(file.checkpoint());
    note->signatures.push_back(*crypto::SignCosignature(
        note->text, time_ms / 1000, "witness.invalid", world_.Key("log-witness")));
    file.set_checkpoint(crypto::FormatNote(*note));
    return file.SerializeAsString();
  }
};

TEST_F(VerifyRightsTest, UnmetQuorumIsUnknown) {
  const Verification verification = Verify(File(), WitnessedTrust());
  EXPECT_EQ(Outcome(verification), "UNKNOWN QUORUM QUORUM_NOT_MET");
  EXPECT_EQ(ExitCodeOf(verification), ExitCode::kUnknown);
  EXPECT_FALSE(verification.as_of_issue);
}

TEST_F(VerifyRightsTest, UnmetQuorumDoesNotHideAForgery) {
  v1::CertificateFile file = Message();
  file.mutable_leaf()->back() ^= 1;
  EXPECT_EQ(Verify(file.SerializeAsString(), WitnessedTrust()).verdict.conclusion(),
            v1::CONCLUSION_INVALID);
}

TEST_F(VerifyRightsTest, AgeCountsFromTheWitnesses) {
  const std::string file = Cosigned(now_ms_);
  now_ms_ += 29 * kDayMs;
  EXPECT_EQ(Outcome(Verify(file, WitnessedTrust())), "VALID");
  now_ms_ += 2 * kDayMs;
  const Verification verification = Verify(file, WitnessedTrust());
  EXPECT_EQ(Outcome(verification), "UNKNOWN AGE PROOF_TOO_OLD");
  EXPECT_EQ(verification.verdict.checks(18).age_ms(), 31 * kDayMs);
}

TEST_F(VerifyRightsTest, WithoutWitnessesAgeCountsFromTheBatch) {
  now_ms_ = testing::kIssueMs + 30 * kDayMs;
  EXPECT_EQ(OutcomeOf(File()), "VALID");
  EXPECT_EQ(Outcome(Verifier(log_.Trust(), {.now_ms = now_ms_ + 1}).Verify(File())),
            "UNKNOWN AGE PROOF_TOO_OLD");
  EXPECT_EQ(Outcome(Verifier(log_.Trust(), {.now_ms = now_ms_ + 1, .max_age_ms = 31 * kDayMs})
                        .Verify(File())),
            "VALID");
}

TEST_F(VerifyRightsTest, BatchFromTheFutureIsUnknown) {
  now_ms_ = testing::kIssueMs - kDayMs;
  EXPECT_EQ(OutcomeOf(File()), "UNKNOWN AGE CLOCK_IMPLAUSIBLE");
}

TEST_F(VerifyRightsTest, ExpiredAfterItsLastDay) {
  const testing::Unit unit = Batch([](auto& batch) { batch.set_valid_to(20260620); }, 101);
  const std::string file = log_.File(log_.Submit(unit), unit, 0, {});
  EXPECT_EQ(OutcomeOf(file), "VALID");
  now_ms_ = testing::kIssueMs + 6 * kDayMs;
  EXPECT_EQ(OutcomeOf(file), "INVALID EXPIRY CERTIFICATE_EXPIRED");
}

TEST_F(VerifyRightsTest, OnePersonWithTwoKeysIsNotTwoPeople) {
  log_.Submit(
      world_.Sign(world_.AddKey(testing::kLeader, leader_ + ".b", {v1::KEY_PURPOSE_CERTIFICATE}),
                  {"authority-1", leader_ + ".b"}));
  EXPECT_EQ(OutcomeOfForced(Batch([](auto&) {}, 101, {leader_, leader_ + ".b"})),
            "INVALID BATCH_SIGNATURES TWO_PEOPLE_NEEDED");
}

TEST_F(VerifyRightsTest, KeyWithoutThePurposeIsRefused) {
  log_.Submit(
      world_.Sign(world_.AddKey(testing::kLeader, "xingchen-chip-9", {v1::KEY_PURPOSE_GOVERNANCE}),
                  {"authority-1", "xingchen-chip-9"}));
  EXPECT_EQ(OutcomeOfForced(Batch([](auto&) {}, 101, {leader_, "xingchen-chip-9"})),
            "INVALID BATCH_SIGNATURES SIGNER_PURPOSE");
}

TEST_F(VerifyRightsTest, ForeignKeyIsRefused) {
  const std::string foreign = absl::StrCat(kMember, "-1");
  EXPECT_EQ(OutcomeOfForced(Batch([](auto&) {}, 101, {foreign, leader_})).substr(0, 7), "INVALID");
}

TEST_F(VerifyRightsTest, AccreditationOfAnotherFirmIsRefused) {
  const std::vector<std::string> strangers = {absl::StrCat(kStranger, "-1"),
                                              absl::StrCat(kStranger, "-2")};
  EXPECT_EQ(OutcomeOfForced(Batch([](auto&) {}, 101, strangers)),
            "INVALID ACCREDITATION ACCREDITATION_NOT_YOURS");
}

TEST_F(VerifyRightsTest, LevelOutsideTheScopeIsRefused) {
  EXPECT_EQ(OutcomeOfForced(Batch([](auto& batch) { batch.set_level(5); }, 101)),
            "INVALID SCOPE SCOPE_LEVEL_NOT_GRANTED");
}

TEST_F(VerifyRightsTest, IssueDateOutsideTheGrantIsRefused) {
  EXPECT_EQ(OutcomeOfForced(Batch([](auto& batch) { batch.set_exam_start(20200101); }, 101)),
            "INVALID SCOPE ACCREDITATION_NOT_IN_FORCE");
}

TEST_F(VerifyRightsTest, ShownNumberMustLieInTheBlock) {
  const testing::Unit unit =
      Batch([](auto& batch) { batch.mutable_numbers()->set_first(500); }, 101);
  const uint64_t batch = log_.Force(unit);
  EXPECT_EQ(OutcomeOf(log_.File(batch, unit, 0, {proto::kNumber})),
            "INVALID NUMBER CLAIM_NUMBER_OUTSIDE_BLOCK");
  EXPECT_EQ(OutcomeOf(log_.File(batch, unit, 0, {})), "VALID");  // not shown, not checked
}

TEST_F(VerifyRightsTest, VoidedNumberIsRefused) {
  const testing::Unit unit = Batch(
      [](auto& batch) {
        batch.mutable_numbers()->set_count(8);
        batch.mutable_numbers()->add_voided(103);
      },
      101);
  const uint64_t batch = log_.Submit(unit);
  EXPECT_EQ(OutcomeOf(log_.File(batch, unit, 2, {proto::kNumber})),
            "INVALID NUMBER CLAIM_NUMBER_OUTSIDE_BLOCK");
  EXPECT_EQ(OutcomeOf(log_.File(batch, unit, 3, {proto::kNumber})), "VALID");
}

TEST_F(VerifyRightsTest, EmployerOfAnotherFirmIsTheIssuersWord) {
  const Verification verification = Verify(File(), log_.Trust());
  EXPECT_EQ(verification.on_issuers_word.back(), IssuersWord::kEmployerName);
}

TEST_F(VerifyRightsTest, WhatIsNotShownIsNotSaidToHavePassed) {
  const Verification hidden = Verify(log_.File(batch_, unit_, 0, {}), log_.Trust());
  EXPECT_EQ(Outcome(hidden), "VALID");
  for (const v1::Check& check : hidden.verdict.checks()) {
    EXPECT_NE(check.name(), "NUMBER");
    EXPECT_NE(check.name(), "EMPLOYER");
  }
  EXPECT_EQ(hidden.on_issuers_word.back(), IssuersWord::kOccupationName);
}

TEST_F(VerifyRightsTest, EmployerOutsideAnOwnStaffRosterIsRefused) {
  const testing::Unit unit = Batch(
      [](auto& batch) {
        batch.clear_chain();
        batch.mutable_roster()->clear_organisations();
        batch.mutable_roster()->add_organisations(testing::kLeader);
      },
      101);
  const std::string file = log_.File(log_.Force(unit), unit, 0, {proto::kEmployer});
  EXPECT_EQ(OutcomeOf(file).substr(0, 7), "INVALID");
}

TEST_F(VerifyRightsTest, Sm2KeysVerify) {
  const std::vector<std::string> keys = {"sm2:leader-1", "sm2:leader-2"};
  for (const std::string& key : keys) {
    log_.Submit(world_.Sign(world_.AddKey(testing::kLeader, key, {v1::KEY_PURPOSE_CERTIFICATE}),
                            {"authority-1", key}));
  }
  const testing::Unit unit = Batch([](auto&) {}, 101, keys);
  EXPECT_EQ(OutcomeOf(log_.File(log_.Submit(unit), unit, 0, {})), "VALID");
}

}  // namespace
}  // namespace linkcert::client
