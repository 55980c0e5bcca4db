// Certificates of one issuer that replace each other (R18).
#include "rules/certificate_links.h"
#include "tests/rules/issued_fixture.h"
#include "tests/testing/world_links.h"

namespace linkcert::rules {
namespace {

class SupersessionsTest : public IssuedTest {
 protected:
  void SetUp() override {
    IssuedTest::SetUp();
    v1::Statement rest = world_.Batch(plan_, roster_, 100);
    rest.mutable_issue_batch()->set_present(9);
    rest.mutable_issue_batch()->set_passed(9);
    ASSERT_EQ(book_.Outcome(world_.SignBatch(rest, 2)), "ADMITTED");
    later_ = book_.last_index() + 1;
  }
  uint64_t Old(uint64_t i) const { return batch_ + 1 + i; }
  uint64_t New(uint64_t i) const { return later_ + i; }
  v1::Statement Links(const std::vector<std::pair<uint64_t, uint64_t>>& links) {
    return testing::SupersedeCertificates(world_, links);
  }
  std::string LinkOutcome(uint64_t older, uint64_t newer) {
    return Outcome(Links({{older, newer}}), two_);
  }
  // Refused with `reason` in admission, and found with it on replay.
  void ExpectBreaks(const v1::Statement& statement, const std::string& reason) {
    EXPECT_EQ(Outcome(statement, two_), reason);
    EXPECT_EQ(ReplayedWith(statement, two_), std::vector<std::string>{reason});
  }

  uint64_t later_ = 0;
};

TEST_F(SupersessionsTest, BothEndsKnowOfTheLink) {
  Log(Links({{Old(0), New(1)}, {Old(1), New(0)}}), two_);
  EXPECT_EQ(StateOf(Old(0)), "SUPERSEDED");
  EXPECT_EQ(StateOf(New(1)), "IN_FORCE");
  EXPECT_EQ(LinksOf(book_.state(), Old(0))->superseded_by, New(1));
  EXPECT_EQ(LinksOf(book_.state(), New(1))->supersedes, Old(0));
  EXPECT_EQ(LinksOf(book_.state(), New(0))->supersedes, Old(1));
  EXPECT_EQ(LinksOf(book_.state(), Old(2))->superseded_by, 0u);
  EXPECT_THAT(Replayed(), ::testing::IsEmpty());
}

TEST_F(SupersessionsTest, TwoPeopleOfTheIssuerSign) {
  const v1::Statement statement = Links({{Old(0), New(0)}});
  EXPECT_EQ(Outcome(statement, {leader_}), "TWO_PEOPLE_NEEDED");
  EXPECT_EQ(Outcome(statement, authority_), "SIGNER_PURPOSE");
  EXPECT_EQ(Outcome(statement, members_), "CERTIFICATES_NOT_YOURS");
}

TEST_F(SupersessionsTest, LinksLeadFromOlderToNewer) {
  ExpectBreaks(Links({{New(0), Old(0)}}), "LINKS_DISORDERED");
  ExpectBreaks(Links({{Old(0), Old(0)}}), "LINKS_DISORDERED");
  ExpectBreaks(Links({{Old(1), New(0)}, {Old(0), New(1)}}), "LINKS_DISORDERED");
}

TEST_F(SupersessionsTest, NoCertificateStandsInTwoLinks) {
  ExpectBreaks(Links({{Old(0), New(0)}, {Old(1), New(0)}}), "LINKS_DISORDERED");
  ExpectBreaks(Links({{Old(0), Old(1)}, {Old(1), New(0)}}), "LINKS_DISORDERED");
  Log(Links({{Old(0), New(0)}}), two_);
  ExpectBreaks(Links({{Old(1), New(0)}}), "LINK_TAKEN");
  ExpectBreaks(Links({{Old(0), New(1)}}), "STATUS_MOVE_NOT_ALLOWED");
}

TEST_F(SupersessionsTest, BothAreKnownAndInForce) {
  EXPECT_EQ(LinkOutcome(Old(0), New(2)), "CERTIFICATE_UNKNOWN");
  EXPECT_EQ(LinkOutcome(batch_, New(0)), "CERTIFICATE_UNKNOWN");
  Log(testing::SuspendCertificates(world_, {{Old(0), Old(1)}}), {leader_});
  Log(testing::RevokeCertificates(world_, {{New(1), New(2)}}), two_);
  EXPECT_EQ(LinkOutcome(Old(0), New(0)), "STATUS_MOVE_NOT_ALLOWED");
  EXPECT_EQ(LinkOutcome(Old(1), New(1)), "STATUS_MOVE_NOT_ALLOWED");
  Log(testing::VoidBatch(world_, later_ - 1), two_);
  EXPECT_EQ(LinkOutcome(Old(1), New(0)), "BATCH_VOIDED");
}

TEST_F(SupersessionsTest, ClassesDoNotMix) {
  v1::Statement grant = world_.GrantAccreditation();
  grant.mutable_grant_accreditation()->set_accreditation("enterprise-grant");
  grant.mutable_grant_accreditation()->clear_filing_code();
  grant.mutable_grant_accreditation()->set_classes(0, v1::CERTIFICATE_CLASS_ENTERPRISE);
  Log(grant, authority_);
  v1::Statement plan = world_.Plan();
  plan.mutable_plan_batch()->set_accreditation("enterprise-grant");
  plan.mutable_plan_batch()->set_classes(0, v1::CERTIFICATE_CLASS_ENTERPRISE);
  plan.mutable_plan_batch()->set_exam_start(20260615);
  plan.mutable_plan_batch()->set_exam_end(20260615);
  Log(plan, {leader_});
  v1::Statement roster = world_.SealRoster(plan);
  Log(roster, {leader_});
  v1::Statement batch = world_.Batch(plan, roster);
  batch.mutable_issue_batch()->set_certificate_class(v1::CERTIFICATE_CLASS_ENTERPRISE);
  batch.mutable_issue_batch()->mutable_numbers()->set_prefix("XC26");
  ASSERT_EQ(book_.Outcome(world_.SignBatch(batch, 1)), "ADMITTED");
  ExpectBreaks(Links({{Old(0), book_.last_index() + 1}}), "LINK_CLASS_DIFFERS");
}

// R16: final.
TEST_F(SupersessionsTest, NothingLeadsOutOfSuperseded) {
  Log(Links({{Old(0), New(0)}}), two_);
  EXPECT_EQ(Outcome(testing::RevokeCertificates(world_, Certificates(0, 1)), two_),
            "STATUS_MOVE_NOT_ALLOWED");
  EXPECT_EQ(Outcome(testing::SuspendCertificates(world_, Certificates(0, 1)), {leader_}),
            "STATUS_MOVE_NOT_ALLOWED");
}

}  // namespace
}  // namespace linkcert::rules
