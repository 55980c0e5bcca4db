// A batch on its way: lost answers, later days, registries that are down or lie.
#include "client/issue/batch_submission.h"

#include <filesystem>
#include <limits>

#include "client/issue/result_sheet.h"
#include "crypto/note_key.h"
#include "proto/refusal.h"
#include "tests/client/issue/batch_fixture.h"
#include "tests/testing/reason_matcher.h"

namespace linkcert::client {
namespace {

using linkcert::testing::HasCode;
using linkcert::testing::HasReason;
using linkcert::testing::IsOk;
using proto::Reason;
using ::testing::Each;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class FakeRegistry : public BatchRegistry {
 public:
  explicit FakeRegistry(testing::MemoryLog& log) : log_(log) {}

  absl::StatusOr<std::string> GetCheckpoint() override {
    if (down) return absl::UnavailableError("down");
    return log_.Checkpoint();
  }
  absl::StatusOr<v1::Receipt> IssueBatch(absl::string_view envelope,
                                         const std::vector<std::string>& leaves,
                                         const std::vector<std::string>& vault_claims) override {
    given_to_vault = vault_claims;
    if (down) return absl::UnavailableError("down");
    ++sent;
    v1::Receipt receipt;
    receipt.set_already_logged(logged_at.has_value());
    if (!logged_at) logged_at = log_.Submit(std::string(envelope), leaves);
    if (loses_answers) return absl::UnavailableError("lost");
    receipt.set_checkpoint(log_.Checkpoint().value());
    *receipt.mutable_entry() = log_.Logged(*logged_at);
    receipt.set_end(*logged_at + 1 + leaves.size());
    return receipt;
  }
  absl::StatusOr<v1::Certificate> GetCertificate(uint64_t index) override {
    if (down) return absl::UnavailableError("down");
    const BatchEvidence evidence = log_.Evidence(index - 1);
    v1::Certificate certificate;
    certificate.set_checkpoint(evidence.checkpoint);
    *certificate.mutable_batch() = evidence.batch;
    for (const v1::LoggedEntry& entry : evidence.entries) *certificate.add_evidence() = entry;
    return certificate;
  }

  bool down = false;
  bool loses_answers = false;
  int sent = 0;
  std::vector<std::string> given_to_vault;
  std::optional<uint64_t> logged_at;

 private:
  testing::MemoryLog& log_;
};

class BatchSubmissionTest : public BatchTest {
 protected:
  SubmittedBatch Submit(bool without_quorum = false, bool to_vault = false) {
    return SubmitBatch(registry_, *batch_directory_, log_.Trust(policy_),
                       {.now_ms = now_ms_, .without_quorum = without_quorum, .to_vault = to_vault},
                       out_);
  }
  // A policy that asks for a witness, which nobody is.
  std::string OneWitness() {
    const auto key =
        crypto::NoteKey::Create("w.example", crypto::NoteAlgorithm::kCosignatureV1,
                                crypto::GenerateKey(crypto::Algorithm::kEd25519)->public_key());
    return absl::StrCat("witness w ", key->vkey(), "\nquorum w\n");
  }

  const std::string out_ = directory_.file("out");
  FakeRegistry registry_{log_};
  std::string policy_ = "quorum none\n";
};

TEST_F(BatchSubmissionTest, EachRowGetsItsFile) {
  const SubmittedBatch done = Submit();
  EXPECT_THAT(done.status, IsOk());
  EXPECT_EQ(done.index, registry_.logged_at);
  EXPECT_THAT(done.rows, SizeIs(7));
  EXPECT_THAT(done.rows, Each(Field(&IssuedRow::outcome, kIssued)));
}

TEST_F(BatchSubmissionTest, ClaimsGoToTheVaultOnlyWhenToldSo) {
  Submit();
  EXPECT_THAT(registry_.given_to_vault, SizeIs(0));
  EXPECT_THAT(Submit(false, /*to_vault=*/true).status, IsOk());  // although it is logged already
  EXPECT_THAT(registry_.given_to_vault, SizeIs(7 * proto::kClaimTags));
  EXPECT_EQ(registry_.given_to_vault.front(), batch_directory_->pending.certificates(0).claims(0));
}

TEST_F(BatchSubmissionTest, ResumedAfterALostAnswer) {
  registry_.loses_answers = true;
  EXPECT_THAT(Submit().status, HasCode(absl::StatusCode::kUnavailable));
  registry_.loses_answers = false;
  const SubmittedBatch done = Submit();
  EXPECT_THAT(done.status, IsOk());
  EXPECT_TRUE(done.already_logged);
}

TEST_F(BatchSubmissionTest, ResumedAfterMonths) {
  Submit();
  std::filesystem::remove(PathIn(out_, Submit().rows.front().file));
  now_ms_ += 400 * kDayMs;
  const SubmittedBatch done = Submit();
  EXPECT_THAT(done.status, IsOk());
  EXPECT_THAT(done.rows, Each(Field(&IssuedRow::outcome, kIssued)));
}

TEST_F(BatchSubmissionTest, WhatIsDoneNeedsNoRegistry) {
  Submit();
  registry_.down = true;
  const SubmittedBatch again = Submit();
  EXPECT_THAT(again.status, IsOk());
  EXPECT_THAT(again.rows, Each(Field(&IssuedRow::outcome, kIssued)));
  EXPECT_TRUE(again.already_logged);
  EXPECT_EQ(registry_.sent, 1);
}

TEST_F(BatchSubmissionTest, LoggedButWithoutFilesKeepsItsIds) {
  const std::string file = Submit().rows.front().file;
  std::filesystem::remove(PathIn(out_, file));
  registry_.down = true;
  const SubmittedBatch again = Submit();
  EXPECT_THAT(again.status, HasCode(absl::StatusCode::kUnavailable));
  EXPECT_EQ(again.rows.front().certificate, *registry_.logged_at + 1);
  EXPECT_EQ(again.rows.front().outcome, "UNAVAILABLE");
}

TEST_F(BatchSubmissionTest, BetterOutcomeOfTheResultSheetStays) {
  const std::string earlier = FormatResultSheet(Submit().rows);
  std::vector<IssuedRow> rows = RefusedRows(*batch_directory_, absl::UnavailableError("down"));
  KeepBetterOutcomes(earlier, rows);
  EXPECT_EQ(FormatResultSheet(rows), earlier);
  rows = Submit().rows;
  KeepBetterOutcomes(
      FormatResultSheet(RefusedRows(*batch_directory_, absl::UnavailableError("down"))), rows);
  EXPECT_EQ(FormatResultSheet(rows), earlier);
}

TEST_F(BatchSubmissionTest, AnotherEnvelopeOfTheStatementIsTheSame) {
  const std::string first = batch_directory_->statement.Seal().value();
  const std::string second =
      world_.Sign(batch_directory_->statement.statement(), {leader_, leader2_});
  ASSERT_NE(first, second);  // P-256 signatures are made with a fresh nonce
  registry_.logged_at = log_.Submit(second, batch_directory_->Leaves());
  EXPECT_THAT(Submit().status, IsOk());
}

TEST_F(BatchSubmissionTest, ReceiptForAnotherStatementProvesNothing) {
  registry_.logged_at = batch_;
  EXPECT_THAT(Submit().status, HasCode(absl::StatusCode::kDataLoss));
}

TEST_F(BatchSubmissionTest, DamagedReceiptIsAskedForAgain) {
  Submit();
  ASSERT_THAT(WriteLocalFile(batch_directory_->path + "/receipt", "x", FileAccess::kPrivate),
              IsOk());
  EXPECT_THAT(Submit().status, IsOk());
  EXPECT_EQ(registry_.sent, 2);
}

TEST_F(BatchSubmissionTest, NothingIsSentToAnotherRegistry) {
  policy_ = "quorum none\n";
  testing::World other("example.invalid/other");
  testing::MemoryLog other_log(other, "example.invalid/other");
  const Trust trust = {other_log.Trust().policy, log_.Trust().genesis};
  const SubmittedBatch done =
      SubmitBatch(registry_, *batch_directory_, trust, {.now_ms = now_ms_}, out_);
  EXPECT_THAT(done.status, HasReason(Reason::kCheckpointInvalid));
  EXPECT_EQ(registry_.sent, 0);
}

TEST_F(BatchSubmissionTest, MissingQuorumStopsBeforeSending) {
  policy_ = OneWitness();
  EXPECT_THAT(Submit().status, HasReason(Reason::kQuorumNotMet));
  EXPECT_EQ(registry_.sent, 0);
}

TEST_F(BatchSubmissionTest, MissingQuorumStopsNoFile) {
  policy_ = OneWitness();
  const SubmittedBatch done = Submit(true);
  EXPECT_THAT(done.status, IsOk());
  EXPECT_FALSE(done.quorum_met);
  EXPECT_THAT(done.rows, Each(Field(&IssuedRow::outcome, kIssued)));
  EXPECT_TRUE(std::filesystem::exists(batch_directory_->path + "/receipt"));
}

TEST_F(BatchSubmissionTest, UnsignedStatementNamesTheCommand) {
  batch_directory_->statement =
      StatementInMaking::Create(batch_directory_->statement.statement_bytes()).value();
  const SubmittedBatch done = Submit();
  EXPECT_THAT(done.status, HasReason(Reason::kSignatureMissing));
  EXPECT_THAT(std::string(done.status.message()),
              HasSubstr("linkcert statement sign " + out_ + "/batch-1/batch.statement"));
}

}  // namespace
}  // namespace linkcert::client
