// From the rows of a sheet over a log in memory to certificate files, and the receipt in between.
#include "client/issue/certificate_writer.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>

#include "client/issue/batch_maker.h"
#include "client/issue/receipt_check.h"
#include "client/local_file.h"
#include "client/sheet/number_allotment.h"
#include "tests/client/client_fixture.h"
#include "tests/testing/reason_matcher.h"
#include "tests/testing/sheet_builder.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::client {
namespace {

using linkcert::testing::HasCode;
using linkcert::testing::HasReason;
using linkcert::testing::IsOk;
using proto::Reason;
using ::testing::Each;
using ::testing::Field;
using ::testing::SizeIs;

class CertificateWriterTest : public ClientTest {
 protected:
  void SetUp() override {
    ClientTest::SetUp();
    const absl::StatusOr<MadeBatch> made = MakeBatch(Rows(), "sheet", Frame());
    ASSERT_THAT(made, IsOk());
    batch_directory_.emplace(
        PendingDirectory{directory_.file("batch-1"), made->statement, made->pending});
    for (const std::string& name : {leader_, leader2_}) {
      ASSERT_THAT(batch_directory_->statement.Sign(world_.Key(name)), IsOk());
    }
    envelope_ = batch_directory_->statement.Seal().value();
    index_ = log_.Submit(envelope_, batch_directory_->Leaves());
  }

  // Seven rows under the second plan.
  BatchRows Rows() {
    BatchRows rows = {world_.Batch(plans_[1], rosters_[1], 101).issue_batch(), {}};
    for (uint32_t i = 0; i < 7; ++i) {
      ReportRow& row = rows.rows.emplace_back();
      row.line = i + 2;
      row.cells.resize(ReportColumns().size());
      row.person = {absl::StrCat("虚构", i), "201", testing::kInventedIds[i], "星辰（虚构）",
                    testing::kLeader};
    }
    std::vector<ReportRow*> pointers;
    for (ReportRow& row : rows.rows) pointers.push_back(&row);
    SheetProblems problems;
    AllotNumbers(pointers, rows.batch, problems);
    EXPECT_THAT(problems, SizeIs(0));
    return rows;
  }
  StatementFrame Frame() {
    return {world_.registry(),
            {world_.Key(leader_).public_key().id(), world_.Key(leader2_).public_key().id()},
            world_.now_ms()};
  }
  absl::StatusOr<std::vector<IssuedRow>> Write(const BatchEvidence& evidence) {
    Verifier verifier(log_.Trust(), {.now_ms = now_ms_});
    return WriteCertificates(*batch_directory_, evidence, verifier, directory_.path());
  }
  v1::Receipt Receipt() {
    v1::Receipt receipt;
    receipt.set_checkpoint(log_.Checkpoint().value());
    *receipt.mutable_entry() = log_.Logged(index_);
    receipt.set_end(index_ + 8);
    return receipt;
  }

  testing::TempDir directory_;
  std::optional<PendingDirectory> batch_directory_;
  std::string envelope_;
  uint64_t index_ = 0;
};

TEST_F(CertificateWriterTest, EachRowGetsAFileThatVerifies) {
  const auto rows = Write(log_.Evidence(index_));
  ASSERT_THAT(rows, IsOk());
  ASSERT_THAT(*rows, SizeIs(7));
  EXPECT_THAT(*rows, Each(Field(&IssuedRow::outcome, "ISSUED")));
  for (const IssuedRow& row : *rows) {
    EXPECT_EQ(OutcomeOf(*ReadLocalFile(directory_.file(row.file))), "VALID");
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
  ASSERT_EQ(stat(directory_.file(rows->front().file).c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, mode_t{0600});
}

TEST_F(CertificateWriterTest, EvidenceOfAnotherBatchWritesNothing) {
  EXPECT_THAT(Write(log_.Evidence(batch_)), HasReason(Reason::kLeavesRootDiffers));
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
}

TEST_F(CertificateWriterTest, FileThatDoesNotVerifyWritesNothing) {
  BatchEvidence evidence = log_.Evidence(index_);
  evidence.checkpoint.back() ^= 1;
  EXPECT_FALSE(Write(evidence).ok());
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
}

TEST_F(CertificateWriterTest, ReceiptProvesThePlace) {
  EXPECT_THAT(CheckReceipt(Receipt(), envelope_, 7), IsOk());
  EXPECT_THAT(CheckReceiptCheckpoint(Receipt(), log_.Trust(), now_ms_), IsOk());
}

TEST_F(CertificateWriterTest, ReceiptForAnotherStatementIsRefused) {
  EXPECT_THAT(CheckReceipt(Receipt(), "other", 7), HasReason(Reason::kEntryUnexpected));
  EXPECT_THAT(CheckReceipt(Receipt(), envelope_, 6), HasReason(Reason::kEntryUnexpected));
}

TEST_F(CertificateWriterTest, ReceiptWithAnotherPlaceOrPathIsRefused) {
  v1::Receipt moved = Receipt();
  moved.mutable_entry()->set_index(index_ - 1);
  moved.set_end(index_ + 7);
  EXPECT_THAT(CheckReceipt(moved, envelope_, 7), HasReason(Reason::kInclusionInvalid));
  v1::Receipt changed = Receipt();
  changed.mutable_entry()->mutable_path(0)->back() ^= 1;
  EXPECT_THAT(CheckReceipt(changed, envelope_, 7), HasReason(Reason::kInclusionInvalid));
}

TEST_F(CertificateWriterTest, ReceiptUnderAForeignCheckpointIsRefused) {
  v1::Receipt receipt = Receipt();
  receipt.set_checkpoint("no note");
  EXPECT_THAT(CheckReceipt(receipt, envelope_, 7), HasReason(Reason::kCheckpointInvalid));
  const auto other = crypto::GenerateKey(crypto::Algorithm::kEd25519);
  receipt.set_checkpoint(
      crypto::SignCheckpoint({.origin = testing::kOrigin, .size = 99, .root = {}}, *other).value());
  EXPECT_THAT(CheckReceiptCheckpoint(receipt, log_.Trust(), now_ms_),
              HasReason(Reason::kCheckpointInvalid));
}

}  // namespace
}  // namespace linkcert::client
