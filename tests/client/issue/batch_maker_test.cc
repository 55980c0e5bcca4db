#include "client/issue/batch_maker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <set>

#include "client/issue/certificate_writer.h"
#include "client/issue/pending_batch.h"
#include "client/local_file.h"
#include "client/program/issue_session.h"
#include "client/sheet/batch_description.h"
#include "crypto/merkle.h"
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "tests/testing/reason_matcher.h"
#include "tests/testing/sheet_builder.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::client {
namespace {

using linkcert::testing::DescriptionWith;
using linkcert::testing::HasCode;
using linkcert::testing::HasReason;
using linkcert::testing::IsOk;
using linkcert::testing::RowOf;
using linkcert::testing::SheetOf;
using linkcert::testing::SheetRow;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class BatchMakerTest : public ::testing::Test {
 protected:
  BatchMakerTest() {
    std::vector<SheetRow> rows;
    for (size_t i = 0; i < 8; ++i) rows.push_back(RowOf(i));
    sheet_ = SheetOf(rows);
    for (const auto& key : keys_) frame_.signers.push_back(key->public_key().id());
    frame_.registry = std::string(32, 'r');
    frame_.now_ms = 1780275600000;
    preview_ = PreviewSheet(sheet_, ParseBatchDescription(DescriptionWith(), "").value()).value();
  }

  absl::StatusOr<MadeBatch> Make() { return MakeBatch(preview_.batches[0], sheet_, frame_); }
  absl::Status Prepare() {
    const auto made = MakeBatches(preview_, sheet_, frame_);
    return made.ok() ? WritePendingBatches(Out(), *made) : made.status();
  }
  std::string Out() { return directory_.file("out"); }

  linkcert::testing::TempDir directory_;
  std::vector<std::unique_ptr<crypto::Signer>> keys_ = [] {
    std::vector<std::unique_ptr<crypto::Signer>> keys;
    keys.push_back(crypto::GenerateKey(crypto::Algorithm::kP256));
    keys.push_back(crypto::GenerateKey(crypto::Algorithm::kSm2));
    return keys;
  }();
  std::string sheet_;
  StatementFrame frame_;
  Preview preview_;
};

TEST_F(BatchMakerTest, StatementStatesItsLeaves) {
  const absl::StatusOr<MadeBatch> made = Make();
  ASSERT_THAT(made, IsOk());
  const v1::IssueBatch& batch = made->statement.statement().issue_batch();
  EXPECT_EQ(batch.leaf_count(), 8u);
  EXPECT_EQ(batch.numbers().count(), 8u);
  std::vector<crypto::Hash> hashes;
  for (const auto& certificate : made->pending.certificates()) {
    hashes.push_back(crypto::HashLeaf(certificate.leaf()));
  }
  EXPECT_EQ(batch.leaves_root(), crypto::RootOf(hashes).str());
}

TEST_F(BatchMakerTest, LeavesKnowTheirPlaceAndClaims) {
  const absl::StatusOr<MadeBatch> made = Make();
  ASSERT_THAT(made, IsOk());
  for (int i = 0; i < made->pending.certificates_size(); ++i) {
    const v1::PendingCertificate& certificate = made->pending.certificates(i);
    const auto leaf = proto::DecodeLeaf(certificate.leaf());
    ASSERT_THAT(leaf, IsOk());
    EXPECT_EQ(leaf->position(), static_cast<uint32_t>(i));
    EXPECT_EQ(leaf->batch(), made->statement.statement().statement_id());
    const std::vector<std::string> claims(certificate.claims().begin(), certificate.claims().end());
    EXPECT_EQ(leaf->claims_root(), proto::ClaimsRoot(claims).str());
  }
}

TEST_F(BatchMakerTest, PlacesAreShuffled) {
  std::set<std::string> orders;
  for (int i = 0; i < 4; ++i) {
    std::string order;
    const absl::StatusOr<MadeBatch> made = Make();
    ASSERT_THAT(made, IsOk());
    for (const auto& one : made->pending.certificates()) order += std::to_string(one.line()) + " ";
    orders.insert(order);
  }
  EXPECT_GT(orders.size(), 1u);  // four equal orders of eight: once in 6·10^13 runs
}

TEST_F(BatchMakerTest, ReportDigestIsSalted) {
  const absl::StatusOr<MadeBatch> made = Make();
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->statement.statement().issue_batch().report_digest(),
            crypto::Sha256(made->pending.report_salt(), sheet_).str());
}

TEST_F(BatchMakerTest, PreviewWithProblemsIsNeverPrepared) {
  preview_.problems.push_back({2, "姓名", SheetFault::kCellEmpty, ""});
  EXPECT_THAT(Prepare(), HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_FALSE(std::filesystem::exists(Out()));
}

TEST_F(BatchMakerTest, PreparedBatchesReadBackUnsigned) {
  ASSERT_THAT(Prepare(), IsOk());
  const auto batches = ReadPendingBatches(Out());
  ASSERT_THAT(batches, IsOk());
  ASSERT_THAT(*batches, SizeIs(1));
  EXPECT_THAT(batches->front().statement.Missing(), SizeIs(2));
  EXPECT_THAT(batches->front().Leaves(), SizeIs(8));
}

TEST_F(BatchMakerTest, PendingBatchIsPrivate) {
  ASSERT_THAT(Prepare(), IsOk());
  struct stat facts = {};
  ASSERT_EQ(stat((Out() + "/batch-1/pending.batch").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, mode_t{0600});
  ASSERT_EQ(stat(Out().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, mode_t{0700});
}

TEST_F(BatchMakerTest, SigningKeepsTheStatementBytes) {
  ASSERT_THAT(Prepare(), IsOk());
  const std::string before = ReadPendingBatches(Out())->front().statement.statement_bytes();
  ASSERT_THAT(SignBatches(Out(), keys_), IsOk());
  const auto batches = ReadPendingBatches(Out());
  ASSERT_THAT(batches, IsOk());
  EXPECT_EQ(batches->front().statement.statement_bytes(), before);
  EXPECT_THAT(batches->front().statement.Seal(), IsOk());
}

TEST_F(BatchMakerTest, SecondPrepareDoesNotOverwrite) {
  ASSERT_THAT(Prepare(), IsOk());
  EXPECT_THAT(Prepare(), HasCode(absl::StatusCode::kAlreadyExists));
}

TEST_F(BatchMakerTest, ForeignPendingBatchIsNoticed) {
  ASSERT_THAT(Prepare(), IsOk());
  const absl::StatusOr<MadeBatch> other = Make();
  ASSERT_THAT(WriteLocalFile(Out() + "/batch-1/pending.batch", other->pending.SerializeAsString(),
                             FileAccess::kPrivate),
              IsOk());
  EXPECT_THAT(ReadPendingBatches(Out()), HasCode(absl::StatusCode::kDataLoss));
}

TEST_F(BatchMakerTest, ForeignKeySignsNothing) {
  ASSERT_THAT(Prepare(), IsOk());
  std::vector<std::unique_ptr<crypto::Signer>> foreign;
  foreign.push_back(crypto::GenerateKey(crypto::Algorithm::kP256));
  EXPECT_THAT(SignBatches(Out(), foreign), HasReason(proto::Reason::kSignerUnknown));
}

TEST_F(BatchMakerTest, ResultSheetIsInTheOrderOfTheInput) {
  ASSERT_THAT(Prepare(), IsOk());
  const auto batches = ReadPendingBatches(Out());
  ASSERT_THAT(batches, IsOk());
  const std::string sheet =
      FormatResultSheet(RefusedRows(batches->front(), proto::Refuse(proto::Reason::kPlanDiffers)));
  EXPECT_EQ(sheet.substr(0, 3), "\xef\xbb\xbf");
  EXPECT_LT(sheet.find("虚构0"), sheet.find("虚构1"));
  EXPECT_THAT(sheet, HasSubstr("Y000032050123264000008"));
  EXPECT_THAT(sheet, HasSubstr(",,,PLAN_DIFFERS\r\n"));
}

}  // namespace
}  // namespace linkcert::client
