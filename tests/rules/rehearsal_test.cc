// What is said of a statement before anybody signs is what is said of it afterwards.
#include "rules/rehearsal.h"

#include "proto/canonical.h"
#include "proto/statement.h"
#include "tests/rules/issued_fixture.h"

namespace linkcert::rules {
namespace {

class RehearsalTest : public SealedTest {
 protected:
  std::string Rehearsed(const std::string& statement, std::vector<std::string> leaves = {}) {
    const auto admission =
        Rehearse(book_.state(), statement, std::move(leaves),
                 {.index = book_.entries().size(), .logged_at = world_.now_ms()}, keys_);
    if (admission.ok()) return admission->already_logged ? "ALREADY_LOGGED" : "ADMITTED";
    const auto reason = proto::ReasonOf(admission.status());
    return reason ? std::string(proto::Describe(*reason).name) : admission.status().ToString();
  }
  static std::string StatementIn(const std::string& envelope) {
    return proto::OpenStatement(envelope)->statement_bytes;
  }
  // The same unit, before it is signed and after.
  void ExpectSame(const testing::Unit& unit, const std::string& outcome) {
    EXPECT_EQ(Rehearsed(StatementIn(unit.envelope), unit.leaves), outcome);
    EXPECT_EQ(book_.Outcome(unit), outcome);
  }

  crypto::KeyCache keys_;
};

TEST_F(RehearsalTest, BatchesAreJudgedAsWhenTheyCome) {
  ExpectSame(Batch([](v1::IssueBatch& batch) { batch.set_level(9); }), "SCOPE_LEVEL_NOT_GRANTED");
  ExpectSame(Batch([](v1::IssueBatch& batch) { batch.mutable_numbers()->set_count(8); }),
             "NUMBER_COUNT_DIFFERS");
  const auto two = [](v1::IssueBatch&) {};
  ExpectSame(Batch(two, 2), "ADMITTED");
  ExpectSame(Batch(two, 2), "NUMBER_BLOCK_TAKEN");
}

TEST_F(RehearsalTest, NothingIsLogged) {
  const testing::Unit batch = Batch();
  const std::string before = book_.state().Dump();
  EXPECT_EQ(Rehearsed(StatementIn(batch.envelope), batch.leaves), "ADMITTED");
  EXPECT_TRUE(book_.state().Dump() == before);
}

TEST_F(RehearsalTest, WhoMustSignIsJudgedWithoutSignatures) {
  v1::Statement batch = world_.Batch(plan_, roster_);
  testing::Unit unit = world_.MakeLeaves(batch, 7);
  unit = world_.SignBatchAs(batch, unit, {leader_});
  EXPECT_EQ(Rehearsed(StatementIn(unit.envelope), unit.leaves), "TWO_PEOPLE_NEEDED");
  EXPECT_EQ(Rehearsed(StatementIn(world_.Sign(world_.Plan(), {"nobody-1"}))), "SIGNER_UNKNOWN");
}

TEST_F(RehearsalTest, LeavesAreLookedAt) {
  testing::Unit batch = Batch();
  batch.leaves.pop_back();
  EXPECT_EQ(Rehearsed(StatementIn(batch.envelope), batch.leaves), "LEAF_COUNT_DIFFERS");
}

TEST_F(RehearsalTest, WhatIsLoggedAlreadyIsSaidToBe) {
  const testing::Unit batch = Batch();
  ASSERT_EQ(book_.Outcome(batch), "ADMITTED");
  EXPECT_EQ(Rehearsed(StatementIn(batch.envelope), batch.leaves), "ALREADY_LOGGED");
}

// The registry would log it first; who asks need not care.
TEST_F(RehearsalTest, ADueStatusRootIsNoObstacle) {
  world_.set_now_ms(world_.now_ms() + 7 * 24 * 3600 * 1000ull);
  ASSERT_TRUE(*IsStatusRootDue(book_.state(), world_.now_ms()));
  const testing::Unit batch = Batch();
  EXPECT_EQ(Rehearsed(StatementIn(batch.envelope), batch.leaves), "ADMITTED");
}

TEST_F(RehearsalTest, RubbishIsRefused) {
  EXPECT_EQ(Rehearsed("rubbish"), "NOT_CANONICAL");
  EXPECT_EQ(Rehearsed(""), "FIELD_MISSING");
}

// Each would be given a signature of 64 bytes.
TEST_F(RehearsalTest, SignersWithoutNumberAreRefused) {
  v1::Statement statement = world_.Plan();
  for (int i = 0; i < 30000; ++i) statement.add_signers("");
  EXPECT_NE(Rehearsed(statement.SerializeAsString()), "ADMITTED");
  for (int i = 0; i < 70000; ++i) statement.add_signers("");
  EXPECT_EQ(Rehearsed(statement.SerializeAsString()), "MESSAGE_TOO_LARGE");
}

}  // namespace
}  // namespace linkcert::rules
