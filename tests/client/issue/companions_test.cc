// The later batch of one examination: its rows find the certificates of the earlier one.
#include "client/issue/companions.h"

#include "client/issue/batch_submission.h"
#include "proto/certificate_leaf.h"
#include "tests/client/issue/batch_fixture.h"

namespace linkcert::client {
namespace {

using linkcert::testing::HasCode;
using linkcert::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class CompanionsTest : public BatchTest {
 protected:
  void SetUp() override {
    BatchTest::SetUp();
    const MadeBatch made = {batch_directory_->statement, batch_directory_->pending};
    ASSERT_THAT(WritePendingBatches(out_, {made}), IsOk());
    later_ = Rows();
    later_.batch.set_certificate_class(v1::CERTIFICATE_CLASS_ENTERPRISE);
    later_.companion_directory = out_;
  }
  // The earlier batch is logged, and its receipt lies beside it.
  void Log() {
    logged_at_ =
        log_.Submit(batch_directory_->statement.Seal().value(), batch_directory_->Leaves());
    v1::Receipt receipt;
    receipt.set_checkpoint(log_.Checkpoint().value());
    *receipt.mutable_entry() = log_.Logged(logged_at_);
    receipt.set_end(logged_at_ + 1 + batch_directory_->Leaves().size());
    ASSERT_THAT(WriteLocalFile(out_ + "/batch-1/receipt", receipt.SerializeAsString(),
                               FileAccess::kPrivate),
                IsOk());
  }
  absl::Status Link() { return LinkCompanions(later_, problems_); }

  const std::string out_ = directory_.file("earlier");
  BatchRows later_;
  SheetProblems problems_;
  uint64_t logged_at_ = 0;
};

TEST_F(CompanionsTest, EachRowFindsItsPerson) {
  Log();
  ASSERT_THAT(Link(), IsOk());
  EXPECT_THAT(problems_, SizeIs(0));
  EXPECT_TRUE(later_.batch.companion_batch() ==
              batch_directory_->statement.statement().statement_id());
  for (const ReportRow& row : later_.rows) {
    const auto position = static_cast<int>(row.companion - logged_at_ - 1);
    const v1::PendingCertificate& earlier = batch_directory_->pending.certificates(position);
    EXPECT_EQ(earlier.cells(kIdNumberCell), row.person.id_number);
    EXPECT_EQ(earlier.cells(kNumberCell), row.companion_number);
  }
}

TEST_F(CompanionsTest, LeafAndClaimNameTheCompanion) {
  Log();
  ASSERT_THAT(Link(), IsOk());
  const auto made = MakeBatch(later_, "sheet", Frame());
  ASSERT_THAT(made, IsOk());
  const v1::PendingCertificate& first = made->pending.certificates(0);
  const ReportRow& row = later_.rows[first.line() - 2];
  EXPECT_EQ(proto::DecodeLeaf(first.leaf())->companion(), row.companion);
  EXPECT_THAT(first.claims(proto::kCompanionNumber - 1), HasSubstr(row.companion_number));
}

TEST_F(CompanionsTest, WhoIsNotThereHasNone) {
  Log();
  later_.rows[3].person.id_number = testing::kInventedIds[7];
  ASSERT_THAT(Link(), IsOk());
  EXPECT_EQ(later_.rows[3].companion, 0u);
}

TEST_F(CompanionsTest, AnotherNameUnderTheSameNumberIsNamed) {
  Log();
  later_.rows[2].person.name = "虚构改";
  ASSERT_THAT(Link(), IsOk());
  ASSERT_THAT(problems_, SizeIs(1));
  EXPECT_EQ(problems_[0].line, 4u);
  EXPECT_EQ(problems_[0].fault, SheetFault::kNameDiffers);
}

TEST_F(CompanionsTest, BatchThatIsNotProvenToBeLoggedIsNone) {
  EXPECT_THAT(Link(), HasCode(absl::StatusCode::kFailedPrecondition));
  Log();
  ASSERT_THAT(WriteLocalFile(out_ + "/batch-1/receipt", "x", FileAccess::kPrivate), IsOk());
  EXPECT_THAT(Link(), HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST_F(CompanionsTest, BatchOfAnotherPlanOrTheSameClassIsNone) {
  Log();
  later_.batch.set_plan(std::string(16, 'p'));
  EXPECT_THAT(Link(), HasCode(absl::StatusCode::kFailedPrecondition));
  later_.batch = Rows().batch;
  EXPECT_THAT(Link(), HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST_F(CompanionsTest, WithoutADirectoryNothingIsLinked) {
  later_.companion_directory.clear();
  EXPECT_THAT(Link(), IsOk());
  EXPECT_EQ(later_.rows[0].companion, 0u);
}

}  // namespace
}  // namespace linkcert::client
