// From the rows of a sheet over a log in memory to certificate files, and the receipt in between.
#include "client/issue/certificate_writer.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>

#include "client/issue/receipt_check.h"
#include "client/local_file.h"
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
using ::testing::SizeIs;

class CertificateWriterTest : public BatchTest {
 protected:
  void SetUp() override {
    BatchTest::SetUp();
    ASSERT_THAT(MakeLocalDirectory(out_, FileAccess::kPrivate), IsOk());
    index_ = log_.Submit(batch_directory_->statement.Seal().value(), batch_directory_->Leaves());
  }
  absl::StatusOr<std::vector<IssuedRow>> Write(const BatchEvidence& evidence) {
    Verifier verifier(log_.Trust(), {.now_ms = now_ms_});
    return WriteCertificates(*batch_directory_, evidence, verifier, out_);
  }
  v1::Receipt Receipt() {
    v1::Receipt receipt;
    receipt.set_checkpoint(log_.Checkpoint().value());
    *receipt.mutable_entry() = log_.Logged(index_);
    receipt.set_end(index_ + 8);
    return receipt;
  }
  crypto::Hash Digest() const { return batch_directory_->statement.digest(); }

  const std::string out_ = directory_.file("files");
  uint64_t index_ = 0;
};

TEST_F(CertificateWriterTest, EachRowGetsAFileThatVerifies) {
  const auto rows = Write(log_.Evidence(index_));
  ASSERT_THAT(rows, IsOk());
  ASSERT_THAT(*rows, SizeIs(7));
  EXPECT_THAT(*rows, Each(Field(&IssuedRow::outcome, "ISSUED")));
  for (const IssuedRow& row : *rows) {
    EXPECT_EQ(OutcomeOf(*ReadLocalFile(PathIn(out_, row.file))), "VALID");
  }
}

TEST_F(CertificateWriterTest, IdsAreLogIndexesAndFilesAreNumbers) {
  const auto rows = Write(log_.Evidence(index_));
  ASSERT_THAT(rows, IsOk());
  for (size_t position = 0; position < rows->size(); ++position) {
    const IssuedRow& row = (*rows)[position];
    EXPECT_EQ(row.certificate, index_ + 1 + position);
    EXPECT_EQ(row.file, row.cells[kNumberCell] + ".linkcert");
  }
}

TEST_F(CertificateWriterTest, FilesAreReadableByTheirOwnerOnly) {
  const auto rows = Write(log_.Evidence(index_));
  ASSERT_THAT(rows, IsOk());
  struct stat facts = {};
  ASSERT_EQ(stat(PathIn(out_, rows->front().file).c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, mode_t{0600});
}

TEST_F(CertificateWriterTest, EvidenceOfAnotherBatchWritesNothing) {
  EXPECT_THAT(Write(log_.Evidence(batch_)), HasReason(Reason::kLeavesRootDiffers));
  EXPECT_TRUE(std::filesystem::is_empty(out_));
}

TEST_F(CertificateWriterTest, UntrustedCheckpointWritesNothing) {
  BatchEvidence evidence = log_.Evidence(index_);
  evidence.checkpoint.back() ^= 1;
  const auto rows = Write(evidence);
  ASSERT_THAT(rows, IsOk());
  EXPECT_THAT(*rows, Each(Field(&IssuedRow::outcome, "CHECKPOINT CHECKPOINT_INVALID")));
  EXPECT_THAT(CheckAllWritten(*rows), HasCode(absl::StatusCode::kInternal));
  EXPECT_TRUE(std::filesystem::is_empty(out_));
}

TEST_F(CertificateWriterTest, OneBadCertificateDoesNotHoldBackTheOthers) {
  *batch_directory_->pending.mutable_certificates(2)->mutable_claims(1) =
      batch_directory_->pending.certificates(3).claims(1);
  const auto rows = Write(log_.Evidence(index_));
  ASSERT_THAT(rows, IsOk());
  EXPECT_EQ((*rows)[2].outcome, "CLAIMS_ROOT_DIFFERS");
  EXPECT_EQ((*rows)[2].certificate, index_ + 3);
  EXPECT_EQ((*rows)[2].file, "");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(out_), {}), 6);
  EXPECT_THAT(CheckAllWritten(*rows), HasCode(absl::StatusCode::kInternal));
}

TEST_F(CertificateWriterTest, FilesThatWereWrittenAreFoundAgain) {
  ASSERT_THAT(Write(log_.Evidence(index_)), IsOk());
  Verifier verifier(log_.Trust(), {.now_ms = now_ms_});
  const auto found = FindCertificates(*batch_directory_, index_, verifier, out_);
  ASSERT_TRUE(found);
  EXPECT_THAT(*found, Each(Field(&IssuedRow::outcome, "ISSUED")));
  EXPECT_EQ(found->back().certificate, index_ + 7);
  std::filesystem::remove(PathIn(out_, found->back().file));
  EXPECT_FALSE(FindCertificates(*batch_directory_, index_, verifier, out_));
}

TEST_F(CertificateWriterTest, ReceiptProvesThePlace) {
  EXPECT_THAT(CheckReceipt(Receipt(), Digest(), 7), IsOk());
  EXPECT_THAT(CheckReceiptCheckpoint(Receipt(), log_.Trust(), now_ms_), IsOk());
}

TEST_F(CertificateWriterTest, ReceiptForAnotherStatementIsRefused) {
  EXPECT_THAT(CheckReceipt(Receipt(), crypto::Sha256("other"), 7),
              HasReason(Reason::kEntryUnexpected));
  EXPECT_THAT(CheckReceipt(Receipt(), Digest(), 6), HasReason(Reason::kEntryUnexpected));
}

TEST_F(CertificateWriterTest, ReceiptWithAnotherPlaceOrPathIsRefused) {
  v1::Receipt moved = Receipt();
  moved.mutable_entry()->set_index(index_ - 1);
  moved.set_end(index_ + 7);
  EXPECT_THAT(CheckReceipt(moved, Digest(), 7), HasReason(Reason::kInclusionInvalid));
  v1::Receipt changed = Receipt();
  changed.mutable_entry()->mutable_path(0)->back() ^= 1;
  EXPECT_THAT(CheckReceipt(changed, Digest(), 7), HasReason(Reason::kInclusionInvalid));
}

TEST_F(CertificateWriterTest, ReceiptUnderAForeignCheckpointIsRefused) {
  v1::Receipt receipt = Receipt();
  receipt.set_checkpoint("no note");
  EXPECT_THAT(CheckReceipt(receipt, Digest(), 7), HasReason(Reason::kCheckpointInvalid));
  const auto other = crypto::GenerateKey(crypto::Algorithm::kEd25519);
  receipt.set_checkpoint(
      crypto::SignCheckpoint({.origin = testing::kOrigin, .size = 99, .root = {}}, *other).value());
  EXPECT_THAT(CheckReceiptCheckpoint(receipt, log_.Trust(), now_ms_),
              HasReason(Reason::kCheckpointInvalid));
}

}  // namespace
}  // namespace linkcert::client
