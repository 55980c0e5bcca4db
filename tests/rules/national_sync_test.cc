// What issuers report of the national platform, and what is answered for one certificate.
#include "rules/national_sync.h"

#include "tests/rules/issued_fixture.h"
#include "tests/testing/reason_matcher.h"
#include "tests/testing/world_oversight.h"

namespace linkcert::rules {
namespace {

class NationalSyncTest : public IssuedTest {
 protected:
  std::string Report(v1::NationalSync state, const Keys& keys,
                     const std::vector<Indexes>& certificates = {}) {
    return ReportOf(batch_, state, keys, certificates);
  }
  std::string ReportOf(uint64_t batch, v1::NationalSync state, const Keys& keys,
                       const std::vector<Indexes>& certificates = {}) {
    return Outcome(testing::ReportNationalSync(world_, batch, state, certificates), keys);
  }
  std::string SyncOf(uint64_t index) {
    const auto answer = NationalSyncOf(book_.state(), index);
    if (!answer.ok()) return answer.status().ToString();
    return v1::NationalSync_Name(answer->state).substr(sizeof("NATIONAL_SYNC_") - 1);
  }
  // One letter for each of the seven: N not reported, R reported, A accepted, B sent back.
  std::string Seven() {
    std::string letters;
    for (uint64_t i = 0; i < 7; ++i) {
      const std::string sync = SyncOf(batch_ + 1 + i);
      letters += sync == "RETURNED" ? 'B' : sync[0];
    }
    return letters;
  }
};

TEST_F(NationalSyncTest, NothingSaid) {
  EXPECT_EQ(Seven(), "NNNNNNN");
  EXPECT_EQ(NationalSyncOf(book_.state(), batch_ + 1)->reported, std::nullopt);
  EXPECT_EQ(SyncOf(IssueByMember() + 1), "NOT_APPLICABLE");
}

TEST_F(NationalSyncTest, OnlyCertificatesAreAsked) {
  for (uint64_t index : {uint64_t{1}, batch_, batch_ + 8}) {
    EXPECT_THAT(NationalSyncOf(book_.state(), index),
                testing::HasReason(proto::Reason::kCertificateUnknown));
  }
}

TEST_F(NationalSyncTest, OnePersonOfTheIssuerReports) {
  EXPECT_EQ(Report(v1::NATIONAL_SYNC_REPORTED, authority_), "SIGNER_PURPOSE");
  EXPECT_EQ(Report(v1::NATIONAL_SYNC_REPORTED, {leader_, member_}), "SIGNER_FOREIGN");
  EXPECT_EQ(Report(v1::NATIONAL_SYNC_REPORTED, {member_}), "CERTIFICATES_NOT_YOURS");
  EXPECT_EQ(Report(v1::NATIONAL_SYNC_REPORTED, {leader_}), "ADMITTED");
  EXPECT_EQ(Seven(), "RRRRRRR");
}

TEST_F(NationalSyncTest, BatchIsKnown) {
  for (uint64_t index : {batch_ - 1, batch_ + 1, batch_ + 1000}) {
    EXPECT_EQ(ReportOf(index, v1::NATIONAL_SYNC_REPORTED, {leader_}), "BATCH_UNKNOWN");
  }
}

TEST_F(NationalSyncTest, CertificatesAreOfTheBatch) {
  const auto outcome = [&](const std::vector<Indexes>& certificates) {
    return Report(v1::NATIONAL_SYNC_REPORTED, {leader_}, certificates);
  };
  EXPECT_EQ(outcome({{batch_, batch_ + 2}}), "CERTIFICATE_NOT_IN_BATCH");
  EXPECT_EQ(outcome({{batch_ + 7, batch_ + 9}}), "CERTIFICATE_NOT_IN_BATCH");
  EXPECT_EQ(outcome({{batch_ + 3, batch_ + 4}, {batch_ + 1, batch_ + 2}}),
            "STATUS_RANGES_DISORDERED");
  EXPECT_EQ(outcome({{batch_ + 1, batch_ + 2}, {batch_ + 7, batch_ + 8}}), "ADMITTED");
  EXPECT_EQ(Seven(), "RNNNNNR");
}

TEST_F(NationalSyncTest, StateFitsTheClass) {
  EXPECT_EQ(Report(v1::NATIONAL_SYNC_NOT_APPLICABLE, {leader_}), "NATIONAL_SYNC_NOT_ALLOWED");
  const uint64_t enterprise = IssueByMember();
  EXPECT_EQ(ReportOf(enterprise, v1::NATIONAL_SYNC_REPORTED, {member_}),
            "NATIONAL_SYNC_NOT_ALLOWED");
  EXPECT_EQ(ReportOf(enterprise, v1::NATIONAL_SYNC_NOT_APPLICABLE, {member_}), "ADMITTED");
  EXPECT_EQ(SyncOf(enterprise + 2), "NOT_APPLICABLE");
}

TEST_F(NationalSyncTest, NewestWordHoldsForEachCertificate) {
  EXPECT_EQ(Report(v1::NATIONAL_SYNC_REPORTED, {leader_}), "ADMITTED");
  EXPECT_EQ(Report(v1::NATIONAL_SYNC_ACCEPTED, {leader_}, Certificates(1, 6)), "ADMITTED");
  EXPECT_EQ(Seven(), "RAAAAAR");
  EXPECT_EQ(Report(v1::NATIONAL_SYNC_RETURNED, {leader_},
                   {{batch_ + 1, batch_ + 2}, {batch_ + 4, batch_ + 5}, {batch_ + 6, batch_ + 8}}),
            "ADMITTED");
  EXPECT_EQ(Seven(), "BAABABB");
  EXPECT_EQ(Report(v1::NATIONAL_SYNC_REPORTED, {leader_}, Certificates(2, 5)), "ADMITTED");
  EXPECT_EQ(Seven(), "BARRRBB");
  EXPECT_EQ(Report(v1::NATIONAL_SYNC_NOT_REPORTED, {leader_}), "ADMITTED");
  EXPECT_EQ(Seven(), "NNNNNNN");
}

TEST_F(NationalSyncTest, RecordHoldsOneWordForEachCertificate) {
  for (uint64_t i : {3, 1, 5, 2}) {
    EXPECT_EQ(Report(v1::NATIONAL_SYNC_REPORTED, {leader_}, Certificates(i, i + 2)), "ADMITTED");
  }
  uint64_t end = 0;
  for (const auto& word : (*FindNationalSync(book_.state(), batch_))->certificates()) {
    EXPECT_LT(word.begin(), word.end());
    EXPECT_LE(end, word.begin());
    end = word.end();
  }
  EXPECT_EQ(Seven(), "NRRRRRR");
}

TEST_F(NationalSyncTest, AnswerNamesCodeAndPlace) {
  v1::Statement report = testing::ReportNationalSync(world_, batch_, v1::NATIONAL_SYNC_RETURNED);
  report.mutable_report_national_sync()->set_code("E-17");
  const uint64_t index = Log(report, {leader_});
  const auto answer = *NationalSyncOf(book_.state(), batch_ + 7);
  EXPECT_EQ(answer.code, "E-17");
  ASSERT_TRUE(answer.reported);
  EXPECT_EQ(answer.reported->index, index);
  EXPECT_EQ(answer.reported->logged_at, world_.now_ms());
}

TEST_F(NationalSyncTest, ReplayKeepsReports) {
  EXPECT_EQ(Report(v1::NATIONAL_SYNC_REPORTED, {leader_}), "ADMITTED");
  EXPECT_EQ(Report(v1::NATIONAL_SYNC_ACCEPTED, {leader_}, Certificates(1, 6)), "ADMITTED");
  EXPECT_THAT(Replayed(), ::testing::IsEmpty());
  EXPECT_THAT(ReplayedWith(testing::ReportNationalSync(world_, batch_, v1::NATIONAL_SYNC_REPORTED),
                           {member_}),
              ::testing::ElementsAre("CERTIFICATES_NOT_YOURS"));
}

}  // namespace
}  // namespace linkcert::rules
