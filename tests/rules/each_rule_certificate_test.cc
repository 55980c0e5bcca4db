// Certificates, their numbers, links and standing: R03, R04, R09, R10, R16-R20.
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "proto/statement.h"
#include "tests/rules/each_rule_fixture.h"
#include "tests/testing/world_links.h"

namespace linkcert::rules {
namespace {

TEST_F(EachRuleTest, R03NumberOfAnotherYear) {
  Take(kSupervised);
  ExpectBreaks(ProcessTest::Certificates(
                   [](auto& b) { b.mutable_numbers()->set_prefix("Y000032050123254"); }),
               "NUMBER_YEAR_DIFFERS");
  ExpectKeeps(ProcessTest::Certificates());
}

// The batch of the short road has the serials 1 to 7.
TEST_F(EachRuleTest, R04NumberUsedBefore) {
  Take(kSupervised);
  const auto from = [&](uint32_t first) {
    return ProcessTest::Certificates([=](auto& b) { b.mutable_numbers()->set_first(first); });
  };
  ExpectBreaks(from(7), "NUMBER_BLOCK_TAKEN");
  ExpectKeeps(from(8));
}

TEST_F(EachRuleTest, R09LeafThatWasNotSigned) {
  Take(kSupervised);
  const testing::Unit unit = ProcessTest::Certificates();
  const std::string batch = proto::OpenStatement(unit.envelope)->statement.statement_id();
  testing::Unit other = unit;
  other.leaves[3] = proto::EncodeLeaf(batch, 3, crypto::Sha256("other claims"));
  ExpectOfThisRule("LEAVES_ROOT_DIFFERS");
  EXPECT_EQ(Judged(other), "LEAVES_ROOT_DIFFERS");
  ExpectKeeps(unit);
}

TEST_F(EachRuleTest, R16SuspensionOfWhatIsRevoked) {
  Log(testing::RevokeCertificates(world_, IssuedTest::Certificates(0, 1)), two_);
  ExpectBreaks(testing::SuspendCertificates(world_, IssuedTest::Certificates(0, 1)), {leader_},
               "STATUS_MOVE_NOT_ALLOWED");
  ExpectKeeps(testing::SuspendCertificates(world_, IssuedTest::Certificates(1, 2)), {leader_});
}

TEST_F(EachRuleTest, R17TagThatIsNotDeclared) {
  const auto corrected = [&](const std::vector<uint32_t>& declared_too) {
    testing::Versions versions = testing::CorrectCertificates(
        world_, batch_, {testing::HeldOf(issued_, batch_, 0)}, proto::kName, "虚构改");
    auto& act = *versions.statement.mutable_correct_certificates();
    for (uint32_t tag : declared_too) act.mutable_corrections(0)->add_changed_tags(tag);
    return testing::SignVersions(world_, versions, two_);
  };
  ExpectBreaks(corrected({6}), "CORRECTION_TAGS_DIFFER");
  ExpectKeeps(corrected({}));
}

TEST_F(EachRuleTest, R18NewerCertificateReplacedByTheOlder) {
  Take(kSupervised);
  ExpectKeeps(ProcessTest::Certificates());
  const uint64_t older = batch_ + 1;
  const uint64_t newer = book_.last_index() + 1;
  ExpectBreaks(testing::SupersedeCertificates(world_, {{newer, older}}), two_, "LINKS_DISORDERED");
  ExpectKeeps(testing::SupersedeCertificates(world_, {{older, newer}}), two_);
}

// Scene 7 of the field.
TEST_F(EachRuleTest, R20CertificateOfAVoidedBatch) {
  const auto suspend = [&](uint64_t i) {
    return testing::SuspendCertificates(world_, IssuedTest::Certificates(i, i + 1));
  };
  ExpectKeeps(suspend(0), {leader_});
  Log(testing::VoidBatch(world_, batch_), two_);
  ExpectBreaks(suspend(1), {leader_}, "BATCH_VOIDED");
}

// One examination, two certificates (一试双证): seven passed, seven have the state certificate.
class DualEachRuleTest : public EachRuleTest {
 protected:
  void SetUp() override {
    EachRuleTest::SetUp();
    v1::Statement grant = world_.GrantAccreditation();
    grant.mutable_grant_accreditation()->set_accreditation("dual-grant");
    grant.mutable_grant_accreditation()->add_classes(v1::CERTIFICATE_CLASS_ENTERPRISE);
    Log(grant, authority_);
    MakePlan([](v1::Statement& plan) {
      plan.mutable_plan_batch()->set_accreditation("dual-grant");
      plan.mutable_plan_batch()->add_classes(v1::CERTIFICATE_CLASS_ENTERPRISE);
    });
    Take(kSupervised);
    const testing::Unit state = ProcessTest::Certificates();
    ASSERT_EQ(book_.Outcome(state), "ADMITTED");
    state_batch_ = proto::OpenStatement(state.envelope)->statement.statement_id();
    state_ = book_.last_index() + 1;
  }
  // Seven certificates of the enterprise; the first `linked` of them name their companions.
  testing::Unit Enterprise(uint32_t linked) {
    v1::Statement batch = UsualBatch();
    v1::IssueBatch& act = *batch.mutable_issue_batch();
    act.set_certificate_class(v1::CERTIFICATE_CLASS_ENTERPRISE);
    act.mutable_numbers()->set_prefix("XC26");
    act.set_companion_batch(state_batch_);
    std::vector<uint64_t> companions;
    for (uint64_t i = 0; i < linked; ++i) companions.push_back(state_ + i);
    testing::Unit unit = testing::LinkCompanions(batch, world_.MakeLeaves(batch, 7), companions);
    return world_.SignBatchAs(batch, unit, two_);
  }

  std::string state_batch_;
  uint64_t state_ = 0;  // the first state certificate
};

TEST_F(DualEachRuleTest, R10MoreHoldersThanPassed) {
  ExpectBreaks(Enterprise(0), "COMPANION_LINKS_MISSING");
  ExpectKeeps(Enterprise(7));
}

// Scene 5 of the field.
TEST_F(DualEachRuleTest, R19CompanionThatAwaitsNothing) {
  ASSERT_EQ(book_.Outcome(Enterprise(7)), "ADMITTED");
  const uint64_t other = book_.last_index() + 1;
  const auto revoke = [&](uint64_t i, v1::StatusReason reason) {
    v1::Statement act = testing::RevokeCertificates(world_, {{state_ + i, state_ + i + 1}});
    act.mutable_revoke_certificates()->set_reason(reason);
    Log(act, two_);
  };
  const auto keep = [&](uint64_t i) {
    return testing::DecideCompanion(world_, state_ + i, other + i, v1::COMPANION_DECISION_KEEP);
  };
  revoke(0, v1::STATUS_REASON_V09_HOLDER_REQUEST);
  ExpectBreaks(keep(0), two_, "COMPANION_NOT_AWAITING");
  revoke(1, v1::STATUS_REASON_V01_FRAUD);
  ExpectKeeps(keep(1), two_);
}

}  // namespace
}  // namespace linkcert::rules
