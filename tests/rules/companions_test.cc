// One examination, two certificates (一试双证): R10 and R19, each broken alone.
#include "crypto/merkle.h"
#include "proto/certificate_leaf.h"
#include "proto/statement.h"
#include "rules/certificate_links.h"
#include "rules/rule_sets.h"
#include "tests/rules/issued_fixture.h"
#include "tests/testing/world_links.h"
#include "tests/testing/world_process.h"

namespace linkcert::rules {
namespace {

using testing::DecideCompanion;

constexpr auto kKeep = v1::COMPANION_DECISION_KEEP;
constexpr auto kRevoke = v1::COMPANION_DECISION_REVOKE;

// A plan of both classes, under which nine sat; three state certificates are issued, `first_` is
// the log index of the first one.
class CompanionsTest : public IssuedTest {
 protected:
  void SetUp() override {
    IssuedTest::SetUp();
    v1::Statement grant = world_.GrantAccreditation();
    grant.mutable_grant_accreditation()->set_accreditation("dual-grant");
    grant.mutable_grant_accreditation()->add_classes(v1::CERTIFICATE_CLASS_ENTERPRISE);
    Log(grant, authority_);
    dual_plan_ = Plan();
    dual_roster_ = world_.SealRoster(dual_plan_);
    Log(dual_roster_, {leader_});
    state_ = Batch(v1::CERTIFICATE_CLASS_STATE_LEVEL, 3);
    first_ = Issue(state_, {});
  }
  v1::Statement Plan() {
    v1::Statement plan = world_.Plan();
    v1::PlanBatch& act = *plan.mutable_plan_batch();
    act.set_accreditation("dual-grant");
    act.add_classes(v1::CERTIFICATE_CLASS_ENTERPRISE);
    act.set_exam_start(20260615);
    act.set_exam_end(20260615);
    Log(plan, {leader_});
    return plan;
  }
  // Three of nine passed.
  v1::Statement Batch(v1::CertificateClass certificate_class, uint32_t leaf_count) {
    v1::Statement batch = world_.Batch(dual_plan_, dual_roster_, next_serial_);
    next_serial_ += leaf_count;
    v1::IssueBatch& act = *batch.mutable_issue_batch();
    act.set_certificate_class(certificate_class);
    act.set_passed(3);
    act.set_leaf_count(leaf_count);
    if (certificate_class == v1::CERTIFICATE_CLASS_ENTERPRISE) {
      act.mutable_numbers()->set_prefix("XC26");
      act.set_companion_batch(state_.statement_id());
    }
    return batch;
  }
  v1::Statement Enterprise(uint32_t leaf_count) {
    return Batch(v1::CERTIFICATE_CLASS_ENTERPRISE, leaf_count);
  }
  // Leaf i names companions[i]; those beyond name none.
  testing::Unit Linked(v1::Statement batch, const std::vector<uint64_t>& companions) {
    testing::Unit unit = testing::LinkCompanions(
        batch, world_.MakeLeaves(batch, batch.issue_batch().leaf_count()), companions);
    return world_.SignBatchAs(std::move(batch), std::move(unit), two_);
  }
  std::string LinkedOutcome(v1::Statement batch, const std::vector<uint64_t>& companions) {
    return book_.Outcome(Linked(std::move(batch), companions));
  }
  // Log index of the first certificate.
  uint64_t Issue(v1::Statement batch, const std::vector<uint64_t>& companions) {
    EXPECT_EQ(LinkedOutcome(std::move(batch), companions), "ADMITTED");
    return book_.last_index() + 1;
  }
  // The three of `first_`, in another order, each with its companion; the second one's is last.
  void IssueBoth() { other_ = Issue(Enterprise(3), {first_ + 2, first_, first_ + 1}); }
  std::string DecideOutcome(uint64_t revoked, uint64_t companion,
                            v1::CompanionDecision decision = kKeep) {
    return Outcome(DecideCompanion(world_, revoked, companion, decision), two_);
  }
  void ExpectBreaks(const testing::Unit& unit, const std::string& reason) {
    EXPECT_EQ(book_.Outcome(unit), reason);
    std::vector<std::string> entries = book_.entries();
    entries.push_back(*proto::EncodeStatementEntry(world_.now_ms(), unit.envelope));
    for (const std::string& leaf : unit.leaves) {
      entries.push_back(proto::EncodeLeafEntry(world_.now_ms(), leaf));
    }
    EXPECT_EQ(ReplayOf(entries), std::vector<std::string>{reason});
  }
  void EnableProcess() {
    v1::RuleSet rule_set = DefaultRuleSet();
    rule_set.set_version(2);
    for (uint32_t act : {126, 127, 128, 129}) rule_set.add_acts(act);
    std::sort(rule_set.mutable_acts()->begin(), rule_set.mutable_acts()->end());
    Log(testing::PublishRuleSet(world_, rule_set), {"authority-1", "authority-2"});
  }
  bool Awaits(uint64_t certificate) { return LinksOf(book_.state(), certificate)->awaits_decision; }
  void Revoke(uint64_t certificate) {
    Log(testing::RevokeCertificates(world_, {{certificate, certificate + 1}}), two_);
  }

  v1::Statement dual_plan_, dual_roster_, state_;
  uint32_t next_serial_ = 100;
  uint64_t first_ = 0;
  uint64_t other_ = 0;
};

TEST_F(CompanionsTest, EachKnowsTheOther) {
  IssueBoth();
  EXPECT_EQ(LinksOf(book_.state(), first_ + 1)->companion, other_ + 2);
  EXPECT_EQ(LinksOf(book_.state(), other_ + 2)->companion, first_ + 1);
  EXPECT_FALSE(Awaits(first_ + 1));
  EXPECT_THAT(Replayed(), ::testing::IsEmpty());
}

// R10: seats are people; who passed holds one certificate of each class.
TEST_F(CompanionsTest, NoMorePeopleHoldCertificatesThanPassed) {
  ExpectBreaks(Linked(Enterprise(3), {}), "COMPANION_LINKS_MISSING");
  ExpectBreaks(Linked(Enterprise(3), {first_, first_ + 1}), "COMPANION_LINKS_MISSING");
  Issue(Enterprise(2), {first_, first_ + 1});
  ExpectBreaks(Linked(Enterprise(1), {}), "COMPANION_LINKS_MISSING");
  Issue(Enterprise(1), {first_ + 2});
}

TEST_F(CompanionsTest, SomeMayHoldOneOnly) {
  v1::Statement batch = Enterprise(2);
  batch.mutable_issue_batch()->set_passed(4);
  Issue(batch, {first_});
}

// R10: whom an objection was upheld against holds neither certificate.
TEST_F(CompanionsTest, UpheldObjectionsComeOffPeople) {
  EnableProcess();
  Log(testing::StartExamination(world_, dual_plan_), {leader_});
  Log(testing::ApproveResults(world_, dual_plan_, 9, 5), {leader_});
  Log(testing::OpenPublicity(world_, dual_plan_), {leader_});
  v1::Statement close = testing::ClosePublicity(world_, dual_plan_);
  close.mutable_close_publicity()->set_objections_upheld(1);
  Log(close, {leader_});
  v1::Statement enterprise = Enterprise(2);
  enterprise.mutable_issue_batch()->set_present(9);
  enterprise.mutable_issue_batch()->set_passed(5);
  ExpectBreaks(Linked(enterprise, {}), "COMPANION_LINKS_MISSING");
  EXPECT_EQ(LinkedOutcome(enterprise, {first_}), "ADMITTED");
}

// R10: one of each class at most.
TEST_F(CompanionsTest, CompanionHasNoOther) {
  ExpectBreaks(Linked(Enterprise(2), {first_, first_}), "COMPANION_DIFFERS");
  Issue(Enterprise(1), {first_});
  ExpectBreaks(Linked(Enterprise(1), {first_}), "COMPANION_DIFFERS");
}

TEST_F(CompanionsTest, CompanionIsOfTheCompanionBatch) {
  ExpectBreaks(Linked(Enterprise(1), {batch_ + 1}), "COMPANION_DIFFERS");
  ExpectBreaks(Linked(Enterprise(1), {first_ - 1}), "COMPANION_DIFFERS");
  ExpectBreaks(Linked(Enterprise(1), {first_ + 3}), "COMPANION_DIFFERS");
  v1::Statement unnamed = Enterprise(1);
  unnamed.mutable_issue_batch()->clear_companion_batch();
  ExpectBreaks(Linked(unnamed, {first_}), "COMPANION_DIFFERS");
}

// R19: from one roster, of two classes.
TEST_F(CompanionsTest, CompanionBatchIsTheOtherClassOfThePlan) {
  v1::Statement same_class = Batch(v1::CERTIFICATE_CLASS_STATE_LEVEL, 1);
  same_class.mutable_issue_batch()->set_passed(4);
  same_class.mutable_issue_batch()->set_companion_batch(state_.statement_id());
  ExpectBreaks(Linked(same_class, {}), "COMPANION_BATCH_DIFFERS");
  v1::Statement other_plan = Enterprise(1);
  other_plan.mutable_issue_batch()->set_companion_batch(
      proto::OpenStatement(issued_.envelope)->statement.statement_id());
  ExpectBreaks(Linked(other_plan, {}), "COMPANION_BATCH_DIFFERS");
}

TEST_F(CompanionsTest, BatchReplacesNothing) {
  v1::Statement batch = Enterprise(1);
  testing::Unit unit = world_.MakeLeaves(batch, 1);
  unit.leaves[0] =
      proto::EncodeLeaf(batch.statement_id(), 0, crypto::Sha256("claims"), {.supersedes = first_});
  batch.mutable_issue_batch()->set_leaves_root(crypto::HashLeaf(unit.leaves[0]).str());
  ExpectBreaks(world_.SignBatchAs(batch, unit, two_), "LEAF_LINK_NOT_ENABLED");
}

TEST_F(CompanionsTest, WithoutTheRuleNobodyHasACompanion) {
  v1::Statement publish = world_.New();
  v1::RuleSet& rule_set = *publish.mutable_publish_rule_set()->mutable_rule_set();
  rule_set = DefaultRuleSet();
  rule_set.set_version(2);
  auto& rules = *rule_set.mutable_rules();
  rules.erase(std::find(rules.begin(), rules.end(), 10));
  Log(publish, {"authority-1", "authority-2"});
  ExpectBreaks(Linked(Enterprise(1), {first_}), "LEAF_LINK_NOT_ENABLED");
  Issue(Enterprise(1), {});
}

// R19: what one of them supersedes, or is superseded by, would be final.
TEST_F(CompanionsTest, CompanionsAreNotSuperseded) {
  other_ = Issue(Enterprise(2), {first_ + 1, first_ + 2});
  const auto break_by = [&](uint64_t older, uint64_t newer) {
    const v1::Statement links = testing::SupersedeCertificates(world_, {{older, newer}});
    EXPECT_EQ(Outcome(links, two_), "COMPANION_DIFFERS");
    EXPECT_EQ(ReplayedWith(links, two_), std::vector<std::string>{"COMPANION_DIFFERS"});
  };
  break_by(first_, first_ + 1);
  break_by(first_ + 1, first_ + 2);
  v1::Statement single = Enterprise(1);
  single.mutable_issue_batch()->set_passed(4);
  break_by(other_, Issue(single, {}));
}

// R19
TEST_F(CompanionsTest, FraudLeavesTheCompanionAwaitingADecision) {
  IssueBoth();
  Revoke(first_ + 1);
  EXPECT_TRUE(Awaits(other_ + 2));
  EXPECT_FALSE(Awaits(first_ + 1));
  EXPECT_FALSE(Awaits(other_));
  EXPECT_EQ(StateOf(other_ + 2), "IN_FORCE");
  EXPECT_EQ(DecideOutcome(first_ + 1, other_ + 2), "ADMITTED");
  EXPECT_FALSE(Awaits(other_ + 2));
  EXPECT_EQ(LinksOf(book_.state(), other_ + 2)->decision, kKeep);
  EXPECT_EQ(StateOf(other_ + 2), "IN_FORCE");
  EXPECT_THAT(Replayed(), ::testing::IsEmpty());
}

TEST_F(CompanionsTest, CompanionMayBeRevokedToo) {
  IssueBoth();
  Revoke(other_);
  EXPECT_EQ(DecideOutcome(other_, first_ + 2, kRevoke), "ADMITTED");
  EXPECT_EQ(StateOf(first_ + 2), "REVOKED");
  EXPECT_FALSE(Awaits(other_));
  EXPECT_THAT(Replayed(), ::testing::IsEmpty());
}

TEST_F(CompanionsTest, OtherReasonsLeaveTheCompanionAlone) {
  IssueBoth();
  v1::Statement wish = testing::RevokeCertificates(world_, {{first_, first_ + 1}});
  wish.mutable_revoke_certificates()->set_reason(v1::STATUS_REASON_V09_HOLDER_REQUEST);
  Log(wish, two_);
  EXPECT_FALSE(Awaits(other_ + 1));
  EXPECT_EQ(DecideOutcome(first_, other_ + 1), "COMPANION_NOT_AWAITING");
}

TEST_F(CompanionsTest, BatchVoidedForFraudCountsAsWell) {
  IssueBoth();
  v1::Statement fraud = testing::VoidBatch(world_, first_ - 1);
  fraud.mutable_void_batch()->set_reason(v1::STATUS_REASON_V01_FRAUD);
  Log(fraud, two_);
  EXPECT_TRUE(Awaits(other_));
  EXPECT_EQ(DecideOutcome(first_ + 2, other_), "ADMITTED");
  EXPECT_TRUE(Awaits(other_ + 1));
}

TEST_F(CompanionsTest, OnlyWhatAwaitsIsDecidedAndOnce) {
  IssueBoth();
  Revoke(first_);
  EXPECT_EQ(DecideOutcome(first_, other_), "COMPANION_DIFFERS");
  EXPECT_EQ(DecideOutcome(first_ + 1, other_ + 2), "COMPANION_NOT_AWAITING");
  EXPECT_EQ(DecideOutcome(other_ + 1, first_), "COMPANION_NOT_AWAITING");
  EXPECT_EQ(DecideOutcome(first_, other_ + 3), "CERTIFICATE_UNKNOWN");
  Log(DecideCompanion(world_, first_, other_ + 1, kKeep), two_);
  const v1::Statement again = DecideCompanion(world_, first_, other_ + 1, kRevoke);
  EXPECT_EQ(Outcome(again, two_), "COMPANION_NOT_AWAITING");
  EXPECT_EQ(ReplayedWith(again, two_), std::vector<std::string>{"COMPANION_NOT_AWAITING"});
}

TEST_F(CompanionsTest, WhoDecides) {
  IssueBoth();
  Revoke(first_);
  const uint64_t other = other_ + 1;
  EXPECT_EQ(Outcome(DecideCompanion(world_, first_, other, kKeep), {leader_}), "TWO_PEOPLE_NEEDED");
  EXPECT_EQ(Outcome(DecideCompanion(world_, first_, other, kKeep), members_),
            "CERTIFICATES_NOT_YOURS");
  EXPECT_EQ(Outcome(DecideCompanion(world_, first_, other, kRevoke), authority_),
            "FINDING_MISSING");
  const uint64_t finding = Log(testing::RecordFinding(world_), authority_);
  EXPECT_EQ(Outcome(DecideCompanion(world_, first_, other, kKeep, finding), authority_),
            "FINDING_DIFFERS");
  Log(DecideCompanion(world_, first_, other, kRevoke, finding), authority_);
  EXPECT_EQ(StateOf(other), "REVOKED");
}

// A corrected certificate keeps its companion, and the case follows it.
TEST_F(CompanionsTest, NewerVersionsStayCompanions) {
  testing::Unit enterprise = Linked(Enterprise(3), {first_, first_ + 1, first_ + 2});
  ASSERT_EQ(book_.Outcome(enterprise), "ADMITTED");
  const uint64_t batch = book_.last_index();
  ASSERT_EQ(book_.Outcome(testing::SignVersions(
                world_,
                testing::CorrectCertificates(world_, batch, {testing::HeldOf(enterprise, batch, 0)},
                                             2, "虚构改"),
                two_)),
            "ADMITTED");
  const uint64_t newer = book_.last_index() + 1;
  EXPECT_EQ(LinksOf(book_.state(), first_)->companion, newer);
  EXPECT_EQ(LinksOf(book_.state(), newer)->companion, first_);
  Revoke(first_);
  EXPECT_TRUE(Awaits(newer));
  EXPECT_FALSE(Awaits(batch + 1));
  EXPECT_EQ(DecideOutcome(first_, batch + 1), "COMPANION_NOT_AWAITING");
  Log(DecideCompanion(world_, first_, newer, kRevoke), two_);
  EXPECT_EQ(StateOf(newer), "REVOKED");
}

}  // namespace
}  // namespace linkcert::rules
