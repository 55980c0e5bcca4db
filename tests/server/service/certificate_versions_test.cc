// Corrected, superseded and reissued certificates through a real server, and its verdicts on them.
#include "tests/server/certificate_fixture.h"
#include "tests/testing/world_links.h"
#include "tests/testing/world_standing.h"

namespace linkcert::server {
namespace {

using Stub = v1::IssuanceService::Stub;

// The name of certificate 0 was corrected; `unit_` and `receipt_` are the correction's.
class CertificateVersionsTest : public CertificateTest {
 protected:
  void SetUp() override {
    CertificateTest::SetUp();
    original_ = receipt_.entry().index();
    const testing::Versions versions = testing::CorrectCertificates(
        world_, original_, {testing::HeldOf(unit_, original_, 0)}, proto::kName, "虚构改");
    unit_ = testing::SignVersions(world_, versions, leaders_);
    ASSERT_EQ(ReasonOf(Issue(unit_, &receipt_)), "OK");
  }
  std::string ReasonOfChange(const v1::Statement& act) {
    v1::ChangeStatusRequest request;
    request.set_signed_statement(world_.Sign(act, leaders_));
    return ReasonOfCall(*issuance_, &Stub::ChangeStatus, request);
  }

  uint64_t original_ = 0;
  const std::vector<std::string> leaders_ = {absl::StrCat(testing::kLeader, "-1"),
                                             absl::StrCat(testing::kLeader, "-2")};
};

TEST_F(CertificateVersionsTest, NewOneIsValidAndTheOldOneSuperseded) {
  const v1::Verdict verdict = VerifyId(CertificateAt(0));
  EXPECT_EQ(Finding(verdict), "VALID");
  EXPECT_EQ(verdict.facts().level(), 3u);
  EXPECT_EQ(Finding(VerifyId(original_ + 1)), "STATUS CERTIFICATE_SUPERSEDED");
  EXPECT_EQ(Finding(VerifyId(original_ + 2)), "VALID");
}

TEST_F(CertificateVersionsTest, EachVersionNamesTheOther) {
  const v1::CertificateLinks newer = VerifyId(CertificateAt(0)).links();
  EXPECT_EQ(newer.supersedes(), original_ + 1);
  EXPECT_EQ(newer.version(), 2u);
  EXPECT_EQ(newer.superseded_by(), 0u);
  EXPECT_EQ(VerifyId(original_ + 1).links().superseded_by(), CertificateAt(0));
  EXPECT_FALSE(VerifyId(original_ + 2).has_links());
}

TEST_F(CertificateVersionsTest, FileMadeOfTheAnswerIsJudged) {
  const v1::CertificateFile file = File(0);
  EXPECT_EQ(file.original_batch().index(), original_);
  EXPECT_EQ(Finding(VerifyFile(file)), "VALID");
  v1::CertificateFile without = file;
  without.clear_original_batch();
  EXPECT_EQ(Finding(VerifyFile(without)), "LOG_INCLUSION ORIGINAL_BATCH_DIFFERS");
}

TEST_F(CertificateVersionsTest, VoidingTheBatchVoidsItsVersions) {
  EXPECT_EQ(ReasonOfChange(testing::VoidBatch(world_, receipt_.entry().index())), "BATCH_UNKNOWN");
  EXPECT_EQ(ReasonOfChange(testing::VoidBatch(world_, original_)), "OK");
  EXPECT_EQ(Finding(VerifyId(CertificateAt(0))), "BATCH_STATUS BATCH_VOIDED");
}

TEST_F(CertificateVersionsTest, SupersedingGoesWithTheActsOnStanding) {
  EXPECT_EQ(
      ReasonOfChange(testing::SupersedeCertificates(world_, {{original_ + 2, original_ + 3}})),
      "OK");
  EXPECT_EQ(Finding(VerifyId(original_ + 2)), "STATUS CERTIFICATE_SUPERSEDED");
  EXPECT_EQ(ReasonOfChange(testing::DecideCompanion(world_, original_ + 3, original_ + 4,
                                                    v1::COMPANION_DECISION_KEEP)),
            "COMPANION_DIFFERS");
}

}  // namespace
}  // namespace linkcert::server
