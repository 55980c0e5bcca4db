// Batches on disk: what was broken off, and what does not fit together.
#include "client/issue/pending_batch.h"

#include <atomic>
#include <filesystem>
#include <thread>
#include <vector>

#include "client/issue/pending_check.h"
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "tests/client/issue/batch_fixture.h"

namespace linkcert::client {
namespace {

using linkcert::testing::HasCode;
using linkcert::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class PendingBatchTest : public BatchTest {
 protected:
  const std::string out_ = directory_.file("two");

  absl::Status Write(size_t count) {
    const MadeBatch made = {batch_directory_->statement, batch_directory_->pending};
    return WritePendingBatches(out_, std::vector<MadeBatch>(count, made));
  }
  // Whether the batch may be sent after the pending part was changed.
  std::string Checked(const std::function<void(v1::PendingBatch&)>& change) {
    v1::PendingBatch pending = batch_directory_->pending;
    change(pending);
    return std::string(CheckPending(batch_directory_->statement, pending).message());
  }
};

// The salts of the one beside the statement of the other would be lost certificates.
TEST_F(PendingBatchTest, OnlyOneOfSeveralRunsWrites) {
  std::atomic<int> written = 0;
  std::vector<std::thread> runs;
  for (int i = 0; i < 8; ++i) {
    runs.emplace_back([&] { written += Write(2).ok() ? 1 : 0; });
  }
  for (std::thread& run : runs) run.join();
  EXPECT_EQ(written, 1);
  EXPECT_THAT(ReadPendingBatches(out_).value(), SizeIs(2));
}

TEST_F(PendingBatchTest, BatchWithoutStatementIsNotYetBorn) {
  ASSERT_THAT(Write(1), IsOk());
  std::filesystem::remove(out_ + "/batch-1/batch.statement");
  EXPECT_THAT(ReadPendingBatches(out_), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Write(1), IsOk());
  EXPECT_THAT(ReadPendingBatches(out_).value(), SizeIs(1));
}

TEST_F(PendingBatchTest, SecondBatchWithoutTheFirstIsNamed) {
  ASSERT_THAT(Write(2), IsOk());
  std::filesystem::remove(out_ + "/batch-1/batch.statement");
  EXPECT_THAT(ReadPendingBatches(out_), HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(ReadPendingBatches(out_).status().message()),
              HasSubstr("batch-2 is there but batch-1 is not"));
  EXPECT_THAT(Write(2), HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST_F(PendingBatchTest, WhatWasMadeFits) {
  EXPECT_EQ(Checked([](v1::PendingBatch&) {}), "");
}

TEST_F(PendingBatchTest, ChangedClaimIsNamedByLine) {
  const std::string line = std::to_string(batch_directory_->pending.certificates(2).line());
  EXPECT_THAT(Checked([](v1::PendingBatch& pending) {
                pending.mutable_certificates(2)->mutable_claims(1)->back() ^= 1;
              }),
              HasSubstr("line " + line + ": CLAIMS_ROOT_DIFFERS"));
}

TEST_F(PendingBatchTest, RowsOfTwoPeopleSwappedAreNoticed) {
  EXPECT_THAT(Checked([](v1::PendingBatch& pending) {
                pending.mutable_certificates(0)->mutable_cells()->Swap(
                    pending.mutable_certificates(1)->mutable_cells());
              }),
              HasSubstr("its claims say something else than its row"));
}

TEST_F(PendingBatchTest, SwappedCertificatesAreNoticed) {
  EXPECT_THAT(Checked([](v1::PendingBatch& pending) {
                pending.mutable_certificates()->SwapElements(0, 1);
              }),
              HasSubstr("do not belong together"));
}

TEST_F(PendingBatchTest, StatementThatMakesNoCertificatesIsNoBatch) {
  v1::Statement statement;
  statement.mutable_leave_chain()->set_chain("suzhou-semiconductor");
  statement.mutable_leave_chain()->set_organisation("lvyuan-board");
  statement.set_statement_id(std::string(16, 'i'));
  const auto making = FrameStatement(std::move(statement), Frame());
  ASSERT_THAT(making, IsOk());
  v1::PendingBatch pending;
  pending.set_statement_digest(making->digest().str());
  EXPECT_THAT(std::string(CheckPending(*making, pending).message()),
              HasSubstr("do not belong together"));
}

TEST_F(PendingBatchTest, RowWithoutItsCellsIsNoticed) {
  EXPECT_THAT(Checked([](v1::PendingBatch& pending) {
                pending.mutable_certificates(0)->mutable_cells()->RemoveLast();
              }),
              HasSubstr("11 cells"));
}

}  // namespace
}  // namespace linkcert::client
