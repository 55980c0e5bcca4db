#include "server/service/issuance_service.h"

#include "rules/rule_sets.h"
#include "tests/server/certificate_fixture.h"
#include "tests/testing/world_process.h"
#include "tests/testing/world_standing.h"

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

TEST_F(IssuanceServiceTest, TooManyLeavesAreRefusedBeforeTheyWait) {
  Serve({}, 0);  // the pool takes nothing
  v1::IssueBatchRequest request;
  for (size_t i = 0; i < rules::kMaxLeaves; ++i) request.add_leaves("");
  EXPECT_EQ(ReasonOfCall(*issuance_, &Stub::IssueBatch, request), "QUEUE_FULL");
  request.add_leaves("");
  EXPECT_EQ(ReasonOfCall(*issuance_, &Stub::IssueBatch, request), "MESSAGE_TOO_LARGE");
}

TEST_F(IssuanceServiceTest, ChangeStatusTakesTheFourActsOnStandingOnly) {
  const auto outcome = [&](const v1::Statement& act) {
    v1::ChangeStatusRequest request;
    request.set_signed_statement(world_.Sign(act, {absl::StrCat(testing::kLeader, "-1")}));
    return ReasonOfCall(*issuance_, &Stub::ChangeStatus, request);
  };
  EXPECT_EQ(outcome(world_.JoinChain(testing::kStranger, v1::CHAIN_ROLE_UPSTREAM)),
            "REQUEST_MALFORMED");
  v1::Statement act = world_.New();
  act.mutable_void_batch()->set_batch(receipt_.entry().index());
  act.mutable_void_batch()->set_reason(v1::STATUS_REASON_V03_PROCEDURE);
  EXPECT_THAT(outcome(act), ::testing::Not("REQUEST_MALFORMED"));
  act.mutable_suspend_certificates()->set_reason(v1::STATUS_REASON_S02_APPEAL);
  v1::IndexRange& range = *act.mutable_suspend_certificates()->add_certificates();
  range.set_begin(CertificateAt(0));
  range.set_end(CertificateAt(1));
  EXPECT_THAT(outcome(act), ::testing::Not("REQUEST_MALFORMED"));
}

TEST_F(IssuanceServiceTest, ChangedStatusIsCoveredAtOnce) {
  v1::ChangeStatusRequest request;
  const v1::Statement act =
      testing::SuspendCertificates(world_, {{CertificateAt(0), CertificateAt(2)}});
  request.set_signed_statement(world_.Sign(act, {absl::StrCat(testing::kLeader, "-1")}));
  v1::Receipt receipt;
  ASSERT_EQ(ReasonOf(CallOnce(*issuance_, &Stub::ChangeStatus, request, &receipt)), "OK");
  EXPECT_TRUE(registry_.log_->Reader().Entry(receipt.end())->has_status_root());
  EXPECT_EQ(Finding(VerifyId(CertificateAt(1))), "STATUS CERTIFICATE_SUSPENDED");
  EXPECT_EQ(Finding(VerifyId(CertificateAt(2))), "VALID");
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

TEST_F(IssuanceServiceTest, NumberSeriesShowsWhatAProvinceAssignedMerged) {
  ASSERT_EQ(ReasonOf(Submit(world_.Sign(testing::PublishRuleSet(world_, rules::FullRuleSet()),
                                        {"authority-1", "authority-2"}))),
            "OK");
  const std::string prefix = "Y000032050123264";
  for (uint32_t first : {9990, 10000, 20000}) {  // the first two touch, across a segment's border
    const v1::Statement assign = testing::AssignNumberBlock(world_, prefix, first, 10);
    ASSERT_EQ(ReasonOf(Submit(world_.Sign(assign, {"authority-1"}))), "OK");
  }
  v1::GetNumberSeriesRequest request;
  request.set_name("numberSeries/" + prefix);
  v1::NumberSeries series;
  ASSERT_EQ(ReasonOf(CallOnce(*issuance_, &Stub::GetNumberSeries, request, &series)), "OK");
  ASSERT_EQ(series.assigned_size(), 2);
  EXPECT_EQ(series.assigned(0).serials().begin(), 9990u);
  EXPECT_EQ(series.assigned(0).serials().end(), 10010u);
  EXPECT_EQ(series.assigned(0).accreditation(),
            "accreditations/" + world_.GrantAccreditation().grant_accreditation().accreditation());
  EXPECT_EQ(series.assigned(1).serials().begin(), 20000u);
}

}  // namespace
}  // namespace linkcert::server
