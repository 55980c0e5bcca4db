// Numbers that a province assigns, and numbers that nobody will carry (R03, R04).
#include "tests/rules/process_fixture.h"

namespace linkcert::rules {
namespace {

constexpr char kSeries[] = "Y000032050123264";  // of the leader, 2026, level 3 of the ladder

// The short road, numbers from the province.
class NumberBlocksTest : public ProcessTest {
 protected:
  void SetUp() override {
    ProcessTest::SetUp();
    v1::RuleSet rule_set = DefaultRuleSet();
    rule_set.set_numbering(v1::NUMBERING_MODE_PROVINCE);
    for (uint32_t act : {140, 141}) rule_set.add_acts(act);
    std::sort(rule_set.mutable_acts()->begin(), rule_set.mutable_acts()->end());
    Publish(rule_set);
  }
  std::string Assign(uint32_t first, uint32_t count, const std::string& prefix = kSeries) {
    return Judged(testing::AssignNumberBlock(world_, prefix, first, count), authority_);
  }
  std::string Void(uint32_t first, uint32_t count, const std::string& prefix = kSeries) {
    return Judged(testing::VoidNumbers(world_, prefix, first, count), two_);
  }
  // One certificate for each serial that is not voided; of a roster of nine.
  std::string Issue(uint32_t first, uint32_t count, const std::vector<uint32_t>& voided = {}) {
    v1::Statement batch = world_.Batch(plan_, roster_, first);
    const uint32_t used = count - static_cast<uint32_t>(voided.size());
    testing::Unit unit = world_.MakeLeaves(batch, used);
    v1::IssueBatch& act = *batch.mutable_issue_batch();
    act.set_passed(9);
    act.mutable_numbers()->set_count(count);
    for (uint32_t serial : voided) act.mutable_numbers()->add_voided(serial);
    return Judged(world_.SignBatchAs(batch, unit, two_));
  }
};

TEST_F(NumberBlocksTest, OnlyAssignedNumbersAreIssued) {
  EXPECT_EQ(Issue(100, 1), "NUMBER_NOT_ASSIGNED");
  EXPECT_EQ(Assign(100, 2), "ADMITTED");
  EXPECT_EQ(Issue(101, 2), "NUMBER_NOT_ASSIGNED");
  EXPECT_EQ(Issue(99, 2), "NUMBER_NOT_ASSIGNED");
  EXPECT_EQ(Issue(100, 2), "ADMITTED");
}

TEST_F(NumberBlocksTest, NumbersOfAnotherRightAreNotUsed) {
  v1::Statement grant = world_.GrantAccreditation();
  grant.mutable_grant_accreditation()->set_accreditation("xingchen-two");
  Log(grant, authority_);
  v1::Statement assign = testing::AssignNumberBlock(world_, kSeries, 100, 9);
  assign.mutable_assign_number_block()->set_accreditation("xingchen-two");
  EXPECT_EQ(Judged(assign, authority_), "ADMITTED");
  EXPECT_EQ(Issue(100, 1), "NUMBER_NOT_ASSIGNED");
}

// Across two blocks in a row and a border of the rulebook's own making.
TEST_F(NumberBlocksTest, BlocksJoin) {
  EXPECT_EQ(Assign(9998, 1), "ADMITTED");
  EXPECT_EQ(Assign(9999, 2), "ADMITTED");
  EXPECT_EQ(Issue(9998, 2), "ADMITTED");
}

// Scene 15: a number that the province assigned twice.
TEST_F(NumberBlocksTest, NoNumberIsAssignedTwice) {
  EXPECT_EQ(Assign(100, 10), "ADMITTED");
  EXPECT_EQ(Assign(109, 2), "NUMBER_ALREADY_ASSIGNED");
  EXPECT_EQ(Assign(91, 10), "NUMBER_ALREADY_ASSIGNED");
  EXPECT_EQ(Assign(1, 8), "NUMBER_BLOCK_TAKEN");  // the batch before numbered itself
  EXPECT_EQ(Assign(110, 1), "ADMITTED");
}

TEST_F(NumberBlocksTest, BlocksAreWellFormed) {
  EXPECT_EQ(Assign(1, 1, "QY-2026"), "NUMBER_MALFORMED");
  EXPECT_EQ(Assign(1, 1, "Y000032050124264"), "NUMBER_FILING_CODE_DIFFERS");
  EXPECT_EQ(Assign(999999, 2), "NUMBER_MALFORMED");
  v1::Statement holey = testing::AssignNumberBlock(world_, kSeries, 100, 3);
  holey.mutable_assign_number_block()->mutable_numbers()->add_voided(101);
  EXPECT_EQ(Judged(holey, authority_), "NUMBER_COUNT_DIFFERS");
  EXPECT_EQ(Void(1, 1, "Q"), "NUMBER_MALFORMED");
}

TEST_F(NumberBlocksTest, OnlyTheAuthorityAssignsToWhoMayIssue) {
  v1::Statement assign = testing::AssignNumberBlock(world_, kSeries, 100, 1);
  EXPECT_EQ(Judged(assign, {leader_}), "SIGNER_FOREIGN");
  v1::Statement unknown = assign;
  unknown.mutable_assign_number_block()->set_accreditation("no-grant");
  EXPECT_EQ(Judged(unknown, authority_), "ACCREDITATION_UNKNOWN");
  v1::Statement end = world_.New();
  end.mutable_end_accreditation()->set_accreditation(testing::kAccreditation);
  end.mutable_end_accreditation()->set_decision_digest(std::string(32, 'd'));
  Log(end, authority_);
  EXPECT_EQ(Judged(assign, authority_), "ACCREDITATION_NOT_IN_FORCE");
}

// R04: void for ever; a batch may run across them if it says so.
TEST_F(NumberBlocksTest, VoidedNumbersAreNeverUsed) {
  EXPECT_EQ(Void(101, 1), "NUMBER_NOT_ASSIGNED");
  EXPECT_EQ(Assign(100, 10), "ADMITTED");
  EXPECT_EQ(Void(101, 1), "ADMITTED");
  EXPECT_EQ(Void(101, 1), "NUMBER_BLOCK_TAKEN");
  EXPECT_EQ(Issue(101, 1), "NUMBER_BLOCK_TAKEN");
  EXPECT_EQ(Issue(100, 2), "NUMBER_BLOCK_TAKEN");
  EXPECT_EQ(Issue(100, 3, {102}), "NUMBER_BLOCK_TAKEN");
  EXPECT_EQ(Issue(100, 3, {101}), "ADMITTED");
  EXPECT_EQ(Void(100, 1), "NUMBER_BLOCK_TAKEN");
  EXPECT_EQ(Assign(101, 1), "NUMBER_ALREADY_ASSIGNED");
}

// What one batch voided no other may list.
TEST_F(NumberBlocksTest, NumbersThatABatchVoidedAreTaken) {
  EXPECT_EQ(Assign(100, 10), "ADMITTED");
  EXPECT_EQ(Issue(100, 2, {101}), "ADMITTED");
  EXPECT_EQ(Issue(101, 2, {101}), "NUMBER_BLOCK_TAKEN");
}

TEST_F(NumberBlocksTest, OwnNumbersAreVoidedByTheirIssuer) {
  EXPECT_EQ(Void(1, 5, "LY26"), "ADMITTED");
  v1::Statement foreign = testing::VoidNumbers(world_, "LY26", 9, 1);
  EXPECT_EQ(Judged(foreign, {leader_}), "TWO_PEOPLE_NEEDED");
  EXPECT_EQ(Judged(foreign, members_), "ACCREDITATION_NOT_YOURS");
  EXPECT_EQ(Judged(foreign, authority_), "SIGNER_PURPOSE");
}

}  // namespace
}  // namespace linkcert::rules
