#include "client/issue/certificate_builder.h"

#include <algorithm>

#include "tests/client/client_fixture.h"
#include "tests/testing/reason_matcher.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using testing::HasReason;

class CertificateBuilderTest : public ClientTest {
 protected:
  void SetUp() override {
    ClientTest::SetUp();
    evidence_ = log_.Evidence(batch_);
  }
  absl::StatusOr<CertificateBuilder> Create() {
    return CertificateBuilder::Create(evidence_, unit_.leaves);
  }

  BatchEvidence evidence_;
};

TEST_F(CertificateBuilderTest, OrderOfEvidenceDoesNotMatter) {
  const std::string file = *Create()->Build(2, unit_.claims[2], {});
  std::reverse(evidence_.entries.begin(), evidence_.entries.end());
  evidence_.entries.push_back(evidence_.entries.front());
  EXPECT_EQ(*Create()->Build(2, unit_.claims[2], {}), file);
  EXPECT_EQ(OutcomeOf(file), "VALID");
}

TEST_F(CertificateBuilderTest, MissingEvidenceIsNamed) {
  for (size_t i = 0; i < evidence_.entries.size(); ++i) {
    const BatchEvidence whole = evidence_;
    evidence_.entries.erase(evidence_.entries.begin() + static_cast<std::ptrdiff_t>(i));
    absl::StatusOr<CertificateBuilder> builder = Create();
    // One authority key of two is for the verifier to miss.
    if (builder.ok()) {
      EXPECT_NE(OutcomeOf(*builder->Build(0, unit_.claims[0], {})), "VALID");
    } else {
      EXPECT_THAT(builder, HasReason(Reason::kEvidenceMissing));
    }
    evidence_ = whole;
  }
}

TEST_F(CertificateBuilderTest, UnneededEntryIsRefused) {
  evidence_.entries.push_back(log_.Logged(batch_ - 1));  // SealRoster
  EXPECT_THAT(Create(), HasReason(Reason::kEntryUnexpected));
}

TEST_F(CertificateBuilderTest, LeavesOfAnotherBatchAreRefused) {
  unit_.leaves.pop_back();
  EXPECT_THAT(Create(), HasReason(Reason::kLeafCountDiffers));
  unit_.leaves.push_back(unit_.leaves.front());
  EXPECT_THAT(Create(), HasReason(Reason::kLeavesRootDiffers));
}

TEST_F(CertificateBuilderTest, ClaimsOfAnotherPersonAreRefused) {
  EXPECT_THAT(Create()->Build(2, unit_.claims[3], {}), HasReason(Reason::kClaimsRootDiffers));
  EXPECT_THAT(Create()->Build(7, unit_.claims[0], {}), HasReason(Reason::kLeafMisplaced));
}

TEST_F(CertificateBuilderTest, HolderShowsLess) {
  const absl::StatusOr<std::string> less = ShowOnly(File(), {proto::kName});
  ASSERT_THAT(less, testing::IsOk());
  const Verification verification = Verify(*less, log_.Trust());
  EXPECT_EQ(Outcome(verification), "VALID");
  ASSERT_EQ(verification.shown.size(), 1u);
  EXPECT_EQ(verification.shown[0].tag, proto::kName);
}

TEST_F(CertificateBuilderTest, HiddenClaimCannotBeShownAgain) {
  EXPECT_THAT(ShowOnly(File(), {proto::kIdNumber}), HasReason(Reason::kFieldMissing));
  EXPECT_THAT(ShowOnly(File(), {99}), HasReason(Reason::kFieldMissing));
}

}  // namespace
}  // namespace linkcert::client
