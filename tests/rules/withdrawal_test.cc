// Firms leave, standards are withdrawn, rights are suspended, resumed and ended.
#include "tests/rules/issued_fixture.h"

namespace linkcert::rules {
namespace {

constexpr uint64_t kDayMs = 24ull * 3600 * 1000;

class WithdrawalTest : public IssuedTest {
 protected:
  std::string Leave(const char* firm, const Keys& keys) {
    return Outcome(testing::LeaveChain(world_, firm), keys);
  }
  std::string Withdraw(const Keys& keys) {
    return Outcome(testing::WithdrawStandard(world_), keys);
  }
  std::string Suspend() { return Outcome(testing::SuspendAccreditation(world_), authority_); }
  std::string Resume() { return Outcome(testing::ResumeAccreditation(world_), authority_); }
  std::string End() { return Outcome(testing::EndAccreditation(world_), authority_); }
  std::string StateOfRight() {
    return StateOf((*FindAccreditation(book_.state(), testing::kAccreditation))->logged().index());
  }
  // A new examination of today, up to the sealed roster.
  std::string PlanAndSeal() {
    plan_ = world_.Plan();
    roster_ = world_.SealRoster(plan_);
    const std::string planned = Outcome(plan_, {leader_});
    return planned == "ADMITTED" ? Outcome(roster_, {leader_}) : planned;
  }
  std::string Issue(uint32_t first_serial) {
    return book_.Outcome(world_.SignBatch(world_.Batch(plan_, roster_, first_serial), 1));
  }
};

TEST_F(WithdrawalTest, LeaderOrMemberEndsAMembership) {
  EXPECT_EQ(Leave(kMember, {stranger_}), "SIGNER_FOREIGN");
  EXPECT_EQ(Leave(kMember, {"authority-1"}), "SIGNER_FOREIGN");
  EXPECT_EQ(Leave(kMember, {leader_, member_}), "SIGNER_FOREIGN");  // one of them
  EXPECT_EQ(Leave(kMember, {member_}), "ADMITTED");
  EXPECT_EQ(Leave(kMember, {member_}), "CHAIN_MEMBER_INACTIVE");
  EXPECT_EQ(Leave(kMember2, {leader_}), "ADMITTED");
  EXPECT_EQ(Leave(kStranger, {leader_}), "CHAIN_MEMBER_INACTIVE");
  EXPECT_EQ(Leave(kLeader, {leader_}), "CHAIN_ROLE_NOT_ALLOWED");
}

TEST_F(WithdrawalTest, ChainToLeaveIsKnown) {
  v1::Statement leave = testing::LeaveChain(world_, kMember);
  leave.mutable_leave_chain()->set_chain("no-such-chain");
  EXPECT_EQ(Outcome(leave, {member_}), "CHAIN_UNKNOWN");
}

TEST_F(WithdrawalTest, StaysAreKept) {
  EXPECT_EQ(Leave(kMember, {member_}), "ADMITTED");
  const uint64_t left = book_.last_index();
  EXPECT_EQ(Outcome(world_.JoinChain(kMember, v1::CHAIN_ROLE_PEER), {leader_, member_}),
            "ADMITTED");
  const auto member = *FindChainMember(book_.state(), testing::kChain, kMember);
  ASSERT_EQ(member->memberships_size(), 2);
  EXPECT_EQ(member->memberships(0).left().index(), left);
  EXPECT_FALSE(member->memberships(1).has_left());
}

// Scene 2: a firm that left yesterday is on no roster today; what was sealed before goes on.
TEST_F(WithdrawalTest, FirmThatLeftIsNotCertified) {
  EXPECT_EQ(Leave(kMember, {leader_}), "ADMITTED");
  world_.set_now_ms(world_.now_ms() + kDayMs);
  EXPECT_EQ(Issue(100), "ADMITTED");
  EXPECT_EQ(PlanAndSeal(), "CHAIN_MEMBER_INACTIVE");
}

TEST_F(WithdrawalTest, OwnerOrAuthorityWithdrawsAStandard) {
  EXPECT_EQ(Withdraw({member_}), "SIGNER_FOREIGN");
  EXPECT_EQ(Withdraw({leader_, "authority-1"}), "SIGNER_FOREIGN");
  v1::Statement unknown = testing::WithdrawStandard(world_);
  unknown.mutable_withdraw_standard()->set_version(2);
  EXPECT_EQ(Outcome(unknown, {leader_}), "STANDARD_UNKNOWN");
  EXPECT_EQ(Withdraw({leader_}), "ADMITTED");
  EXPECT_EQ(Withdraw({"authority-1"}), "STANDARD_ALREADY_WITHDRAWN");
}

TEST_F(WithdrawalTest, WithdrawnStandardTakesNoPlans) {
  EXPECT_EQ(Withdraw({"authority-1"}), "ADMITTED");
  EXPECT_EQ(Outcome(world_.Plan(), {leader_}), "STANDARD_NOT_IN_FORCE");
  EXPECT_EQ(Issue(100), "ADMITTED");  // what was planned goes on
}

TEST_F(WithdrawalTest, RightsMoveAsTheyMay) {
  EXPECT_EQ(Resume(), "STATUS_MOVE_NOT_ALLOWED");
  EXPECT_EQ(Suspend(), "ADMITTED");
  EXPECT_EQ(StateOfRight(), "SUSPENDED");
  EXPECT_EQ(Suspend(), "STATUS_MOVE_NOT_ALLOWED");
  EXPECT_EQ(Resume(), "ADMITTED");
  EXPECT_EQ(StateOfRight(), "IN_FORCE");
  EXPECT_EQ(End(), "ADMITTED");
  EXPECT_EQ(StateOfRight(), "ENDED");
  for (const std::string& outcome : {Suspend(), Resume(), End()}) {
    EXPECT_EQ(outcome, "STATUS_MOVE_NOT_ALLOWED");
  }
}

TEST_F(WithdrawalTest, OnlyTheAuthorityMovesRights) {
  for (v1::Statement act :
       {testing::SuspendAccreditation(world_), testing::ResumeAccreditation(world_),
        testing::EndAccreditation(world_)}) {
    EXPECT_EQ(Outcome(act, {leader_}), "SIGNER_FOREIGN");
  }
  v1::Statement unknown = testing::EndAccreditation(world_);
  unknown.mutable_end_accreditation()->set_accreditation("no-such-right");
  EXPECT_EQ(Outcome(unknown, authority_), "ACCREDITATION_UNKNOWN");
}

TEST_F(WithdrawalTest, SuspendedRightIssuesNothing) {
  v1::Statement plan = world_.Plan();
  Log(plan, {leader_});
  EXPECT_EQ(Suspend(), "ADMITTED");
  EXPECT_EQ(Outcome(world_.Plan(), {leader_}), "ACCREDITATION_NOT_IN_FORCE");
  EXPECT_EQ(Outcome(world_.SealRoster(plan), {leader_}), "ACCREDITATION_NOT_IN_FORCE");
  EXPECT_EQ(Issue(100), "ACCREDITATION_NOT_IN_FORCE");
  EXPECT_EQ(Resume(), "ADMITTED");
  EXPECT_EQ(Issue(100), "ADMITTED");
}

// Scene 8: what was issued stays, what was sealed may be issued within the grace.
TEST_F(WithdrawalTest, EndedRightHasAGrace) {
  v1::Statement plan = world_.Plan();
  Log(plan, {leader_});
  EXPECT_EQ(End(), "ADMITTED");
  EXPECT_EQ(StateOfCertificate(0), "IN_FORCE");
  EXPECT_EQ(Outcome(world_.Plan(), {leader_}), "ACCREDITATION_NOT_IN_FORCE");
  EXPECT_EQ(Outcome(world_.SealRoster(plan), {leader_}), "ACCREDITATION_NOT_IN_FORCE");
  world_.set_now_ms(world_.now_ms() + 30 * kDayMs);
  EXPECT_EQ(Issue(100), "ADMITTED");
  world_.set_now_ms(world_.now_ms() + kDayMs);
  EXPECT_EQ(Issue(200), "ACCREDITATION_NOT_IN_FORCE");
}

TEST_F(WithdrawalTest, EndDuringASuspensionHasNoGrace) {
  EXPECT_EQ(Suspend(), "ADMITTED");
  EXPECT_EQ(End(), "ADMITTED");
  EXPECT_EQ(Issue(100), "ACCREDITATION_NOT_IN_FORCE");
}

}  // namespace
}  // namespace linkcert::rules
