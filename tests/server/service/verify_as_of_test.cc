// Verdicts as of a moment in the past: the same judgement as offline.
#include "proto/civil_date.h"
#include "tests/server/standing_fixture.h"
#include "tests/testing/world_oversight.h"

namespace linkcert::server {
namespace {

constexpr uint64_t kDayMs = 24 * 3'600'000;
constexpr uint64_t kIssuedMs = testing::kFoundingMs;
constexpr uint64_t kNowDay = 5;  // days after the batch

class VerifyAsOfTest : public StandingTest {
 protected:
  void SetUp() override {
    StandingTest::SetUp();
    registry_.clock_.Pass(kNowDay * kDayMs);
  }

  v1::VerifyCertificateRequest Question(uint64_t as_of) const {
    v1::VerifyCertificateRequest request;
    request.set_certificate(CertificateAt(3));
    request.set_as_of(as_of);
    return request;
  }
  v1::Verdict AsOf(uint64_t as_of) { return Verify(Question(as_of)); }
  std::string FindingAsOf(uint64_t as_of) { return Finding(AsOf(as_of)); }
  // As an entry logged so many days after the batch.
  void ChangeOnDay(uint64_t day, uint64_t thing, const v1::StatusChange& change) {
    const uint64_t size = registry_.log_->Latest()->size;
    ChangeStandingAt({size - 1, kIssuedMs + day * kDayMs}, {thing}, change);
  }
  std::string Log(const v1::Statement& statement, const std::string& key) {
    return ReasonOf(Submit(world_.Sign(statement, {key})));
  }
};

TEST_F(VerifyAsOfTest, RevocationDoesNotReachBack) {
  ChangeOnDay(2, CertificateAt(3), Change(v1::STANDING_STATE_REVOKED));
  EXPECT_EQ(FindingAsOf(kIssuedMs), "VALID");
  EXPECT_EQ(FindingAsOf(kIssuedMs + 2 * kDayMs - 1), "VALID");
  EXPECT_EQ(FindingAsOf(kIssuedMs + 2 * kDayMs), "STATUS CERTIFICATE_REVOKED");
  EXPECT_EQ(FindingAsOf(0), "STATUS CERTIFICATE_REVOKED");
}

TEST_F(VerifyAsOfTest, StandingIsToldWithItsTime) {
  ChangeOnDay(2, CertificateAt(3), Change(v1::STANDING_STATE_SUSPENDED));
  ChangeOnDay(3, receipt_.entry().index(), Change(v1::STANDING_STATE_VOIDED));
  EXPECT_FALSE(AsOf(kIssuedMs + kDayMs).has_standing());
  EXPECT_EQ(AsOf(kIssuedMs + 2 * kDayMs).standing().state(), v1::STANDING_STATE_SUSPENDED);
  EXPECT_EQ(AsOf(0).standing().state(), v1::STANDING_STATE_VOIDED);
  EXPECT_EQ(AsOf(0).standing().logged_at(), kIssuedMs + 3 * kDayMs);
}

TEST_F(VerifyAsOfTest, SuspensionHeldUntilItsEnd) {
  ChangeOnDay(2, CertificateAt(3), Change(v1::STANDING_STATE_SUSPENDED));
  ChangeOnDay(4, CertificateAt(3), Change(v1::STANDING_STATE_IN_FORCE));
  EXPECT_EQ(FindingAsOf(kIssuedMs + kDayMs), "VALID");
  EXPECT_EQ(FindingAsOf(kIssuedMs + 3 * kDayMs), "STATUS CERTIFICATE_SUSPENDED");
  EXPECT_EQ(FindingAsOf(kIssuedMs + 5 * kDayMs), "VALID");
}

TEST_F(VerifyAsOfTest, BatchWasNotVoidedYet) {
  ChangeOnDay(2, receipt_.entry().index(), Change(v1::STANDING_STATE_VOIDED));
  EXPECT_EQ(FindingAsOf(kIssuedMs + kDayMs), "VALID");
  EXPECT_EQ(FindingAsOf(kIssuedMs + 3 * kDayMs), "BATCH_STATUS BATCH_VOIDED");
}

TEST_F(VerifyAsOfTest, StolenKeysAreJudgedByWhatIsKnownNow) {
  v1::StatusChange theft = Change(v1::STANDING_STATE_COMPROMISED);
  theft.set_since(kIssuedMs);
  ChangeOnDay(2, File(0).issuer_keys(0).index(), theft);
  EXPECT_EQ(FindingAsOf(kIssuedMs + kDayMs), "KEYS_IN_FORCE KEY_COMPROMISED");
}

TEST_F(VerifyAsOfTest, ExpiryIsOfTheDay) {
  v1::Statement batch = world_.Batch(plan_, roster_, 101);
  const proto::CivilDate last_day = proto::CivilDateAt(kIssuedMs + 6 * kDayMs);
  batch.mutable_issue_batch()->set_valid_to(last_day);
  unit_ = world_.SignBatch(batch, kCertificates);
  ASSERT_EQ(ReasonOf(Issue(unit_, &receipt_)), "OK");
  registry_.clock_.Pass(3 * kDayMs);
  EXPECT_EQ(FindingAsOf(0), "EXPIRY CERTIFICATE_EXPIRED");
  EXPECT_EQ(FindingAsOf(kIssuedMs + 6 * kDayMs), "VALID");
}

TEST_F(VerifyAsOfTest, NotIssuedYetIsNoUnknownCertificate) {
  const v1::Verdict verdict = AsOf(kIssuedMs - 1);
  EXPECT_EQ(Finding(verdict), "STATUS CERTIFICATE_NOT_YET_ISSUED");
  EXPECT_EQ(verdict.conclusion(), v1::CONCLUSION_INVALID);
  EXPECT_EQ(verdict.certificate(), CertificateAt(3));
  EXPECT_EQ(verdict.as_of(), kIssuedMs - 1);
}

TEST_F(VerifyAsOfTest, SpeaksAsOfThenAtMostUpToItsNewestEntry) {
  EXPECT_EQ(AsOf(0).as_of(), kIssuedMs);
  EXPECT_EQ(AsOf(kIssuedMs + kDayMs).as_of(), kIssuedMs);
  EXPECT_EQ(AsOf(kIssuedMs + kDayMs).checks().rbegin()->age_ms(), kDayMs);
  EXPECT_EQ(AsOf(kIssuedMs).checks().rbegin()->age_ms(), 0u);
}

TEST_F(VerifyAsOfTest, TheFutureIsRefused) {
  const uint64_t now = registry_.clock_.WallMs();
  EXPECT_EQ(FindingAsOf(now), "VALID");
  EXPECT_EQ(ReasonOfCall(*verification_, &v1::VerificationService::Stub::VerifyCertificate,
                         Question(now + 1)),
            "FIELD_OUT_OF_RANGE");
}

TEST_F(VerifyAsOfTest, PolicyThatHeldThenDecides) {
  v1::RecognitionRule rule;
  rule.set_issuer(testing::kLeader);
  for (uint32_t version : {1u, 2u}) {
    rule.set_recognise(version == 1);
    ASSERT_EQ(Log(testing::SetRecognitionPolicy(world_, version, {rule}), "hongda-assembly-1"),
              "OK");
    registry_.clock_.Pass(kDayMs);
  }
  v1::VerifyCertificateRequest request = Question(kIssuedMs + kNowDay * kDayMs);
  request.set_audience(testing::kMember2);
  EXPECT_EQ(Verify(request).recognition().policy_version(), 1u);
  EXPECT_EQ(Verify(request).recognition().recognised(), v1::ANSWER_YES);
  request.set_as_of(kIssuedMs + (kNowDay - 1) * kDayMs);
  EXPECT_EQ(Verify(request).recognition().reason(), "POLICY_UNKNOWN");
  request.clear_as_of();
  EXPECT_EQ(Verify(request).recognition().recognised(), v1::ANSWER_NO);
}

TEST_F(VerifyAsOfTest, PostRequirementThatHeldThenDecides) {
  ASSERT_EQ(Log(testing::SetPostRequirement(world_, 1), "hongda-assembly-1"), "OK");
  v1::VerifyCertificateRequest request = Question(kIssuedMs + kNowDay * kDayMs);
  request.set_audience(testing::kMember2);
  request.set_post(testing::kPost);
  EXPECT_EQ(Verify(request).post_fitness().fit(), v1::ANSWER_YES);
  request.set_as_of(kIssuedMs + (kNowDay - 1) * kDayMs);
  EXPECT_EQ(Verify(request).post_fitness().reason(), "POST_UNKNOWN");
}

TEST_F(VerifyAsOfTest, LaterReportOfTheNationalPlatformLeavesThatOpen) {
  const uint64_t batch = receipt_.entry().index();
  ASSERT_EQ(Log(testing::ReportNationalSync(world_, batch, v1::NATIONAL_SYNC_ACCEPTED),
                "xingchen-chip-1"),
            "OK");
  const v1::NationalSyncReport then = AsOf(kIssuedMs + kDayMs).national_sync();
  EXPECT_EQ(then.state(), v1::NATIONAL_SYNC_UNSPECIFIED);
  EXPECT_EQ(then.logged_at(), kIssuedMs + kNowDay * kDayMs);
  EXPECT_EQ(AsOf(kIssuedMs + kNowDay * kDayMs).national_sync().state(), v1::NATIONAL_SYNC_ACCEPTED);
}

}  // namespace
}  // namespace linkcert::server
