#include "server/service/issuance_service.h"

#include "tests/server/certificate_fixture.h"

namespace linkcert::server {
namespace {

using Stub = v1::IssuanceService::Stub;

class IssuanceServiceTest : public CertificateTest {};

TEST_F(IssuanceServiceTest, BatchGetsOneReceipt) {
  EXPECT_EQ(receipt_.end(), receipt_.entry().index() + 1 + kCertificates);
  EXPECT_EQ(registry_.log_->Latest()->size, receipt_.end());
}

TEST_F(IssuanceServiceTest, VaultIsNotThereYet) {
  v1::IssueBatchRequest request;
  request.add_vault_claims("x");
  EXPECT_EQ(ReasonOfCall(*issuance_, &Stub::IssueBatch, request), "VAULT_NOT_ENABLED");
}

TEST_F(IssuanceServiceTest, TooLargeABatchIsRefusedWithReason) {
  v1::IssueBatchRequest request;
  request.set_signed_statement(std::string(kMaxIssueBatchBytes + 1, 'x'));
  EXPECT_EQ(ReasonOfCall(*issuance_, &Stub::IssueBatch, request), "MESSAGE_TOO_LARGE");
}

TEST_F(IssuanceServiceTest, GetCertificateBringsAllThatAFileNeeds) {
  v1::GetCertificateRequest request;
  request.set_name(absl::StrCat("certificates/", CertificateAt(3)));
  v1::Certificate response;
  ASSERT_EQ(ReasonOf(CallOnce(*issuance_, &Stub::GetCertificate, request, &response)), "OK");
  EXPECT_EQ(response.leaf(), unit_.leaves[3]);
  EXPECT_EQ(response.issuer(), testing::kLeader);
  EXPECT_EQ(response.batch().index(), receipt_.entry().index());
  // Genesis, two authority keys, organisation, two issuer keys, accreditation.
  EXPECT_EQ(response.evidence_size(), 7);
  EXPECT_EQ(response.evidence(0).index(), 0u);
}

TEST_F(IssuanceServiceTest, GetCertificateTellsWhatIsWrong) {
  v1::GetCertificateRequest request;
  request.set_name("certificates/0");
  EXPECT_EQ(ReasonOfCall(*issuance_, &Stub::GetCertificate, request), "CERTIFICATE_UNKNOWN");
  request.set_name("certificates/1000000");
  EXPECT_EQ(ReasonOfCall(*issuance_, &Stub::GetCertificate, request), "ENTRY_NOT_LOGGED");
  request.set_name("certificates/seven");
  EXPECT_EQ(ReasonOfCall(*issuance_, &Stub::GetCertificate, request), "REQUEST_MALFORMED");
}

TEST_F(IssuanceServiceTest, NumberSeriesShowsTakenSerialsMerged) {
  v1::Receipt ignored;
  ASSERT_EQ(ReasonOf(Issue(Batch(1 + kCertificates, 5), &ignored)), "OK");
  ASSERT_EQ(ReasonOf(Issue(Batch(500, 1), &ignored)), "OK");
  v1::GetNumberSeriesRequest request;
  request.set_name("numberSeries/Y000032050123264");
  v1::NumberSeries series;
  ASSERT_EQ(ReasonOf(CallOnce(*issuance_, &Stub::GetNumberSeries, request, &series)), "OK");
  ASSERT_EQ(series.taken_size(), 2);
  EXPECT_EQ(series.taken(0).begin(), 1u);
  EXPECT_EQ(series.taken(0).end(), 1u + kCertificates + 5);
  EXPECT_EQ(series.taken(1).begin(), 500u);
}

}  // namespace
}  // namespace linkcert::server
