// Leaves and envelopes before any state is asked (R09, R24).
#include "rules/prepare.h"

#include "proto/certificate_leaf.h"
#include "proto/statement.h"
#include "tests/rules/rules_fixture.h"

namespace linkcert::rules {
namespace {

using PrepareTest = SealedTest;

TEST_F(PrepareTest, LeafCountMustMatch) {
  testing::Unit unit = Batch();
  unit.leaves.pop_back();
  EXPECT_EQ(book_.Outcome(unit), "LEAF_COUNT_DIFFERS");
  unit.leaves.clear();
  EXPECT_EQ(book_.Outcome(unit), "LEAF_COUNT_DIFFERS");
}

TEST_F(PrepareTest, LeavesRootMustMatch) {
  testing::Unit unit = Batch();
  const v1::Statement statement = proto::OpenStatement(unit.envelope)->statement;
  unit.leaves[3] = proto::EncodeLeaf(statement.statement_id(), 3, crypto::Sha256("other"));
  EXPECT_EQ(book_.Outcome(unit), "LEAVES_ROOT_DIFFERS");
}

TEST_F(PrepareTest, LeavesStandInTheirPlaces) {
  testing::Unit unit = Batch();
  std::swap(unit.leaves[0], unit.leaves[1]);
  EXPECT_EQ(book_.Outcome(unit), "LEAF_MISPLACED");
  unit = Batch();
  unit.leaves[2] = proto::EncodeLeaf(std::string(16, 'b'), 2, crypto::Sha256("claims"));
  EXPECT_EQ(book_.Outcome(unit), "LEAF_MISPLACED");
}

TEST_F(PrepareTest, MalformedLeafIsRefused) {
  testing::Unit unit = Batch();
  unit.leaves[0] += unit.leaves[0];
  EXPECT_EQ(book_.Outcome(unit), "NOT_CANONICAL");
}

TEST_F(PrepareTest, OtherActsHaveNoLeaves) {
  testing::Unit unit = Batch();
  std::string firm = world_.Sign(world_.RegisterOrganisation("new-firm", "新"), {"authority-1"});
  EXPECT_EQ(book_.Outcome(firm, unit.leaves), "LEAVES_UNEXPECTED");
}

TEST_F(PrepareTest, SignaturesAreCounted) {
  std::string envelope =
      world_.Sign(world_.RegisterOrganisation("new-firm", "新"), {"authority-1"});
  v1::SignedStatement sealed;
  ASSERT_TRUE(sealed.ParseFromString(envelope));
  v1::SignedStatement changed = sealed;
  changed.add_signatures(sealed.signatures(0));
  EXPECT_EQ(book_.Outcome(changed.SerializeAsString()), "SIGNATURE_EXTRA");
  changed.clear_signatures();
  EXPECT_EQ(book_.Outcome(changed.SerializeAsString()), "SIGNATURE_MISSING");
  changed.add_signatures(sealed.signatures(0).substr(1));
  EXPECT_EQ(book_.Outcome(changed.SerializeAsString()), "SIGNATURE_MALFORMED");
}

// R24: the walker looks inside what is carried as bytes.
TEST_F(PrepareTest, FieldRulesHoldInsideStatements) {
  std::string envelope =
      world_.Sign(world_.RegisterOrganisation("new-firm", "新"), {"authority-1"});
  auto outcome = [&](const std::function<std::string(v1::Statement)>& change) {
    v1::SignedStatement sealed;
    EXPECT_TRUE(sealed.ParseFromString(envelope));
    sealed.set_statement(change(proto::OpenStatement(envelope)->statement));
    return book_.Outcome(sealed.SerializeAsString());
  };
  EXPECT_EQ(outcome([](auto s) {
              s.mutable_register_organisation()->set_organisation("New_Firm");
              return s.SerializeAsString();
            }),
            "FIELD_OUT_OF_RANGE");
  EXPECT_EQ(outcome([](auto s) {
              s.mutable_register_organisation()->clear_organisation();
              return s.SerializeAsString();
            }),
            "FIELD_MISSING");
  EXPECT_EQ(outcome([](auto s) { return s.SerializeAsString() + s.SerializeAsString(); }),
            "NOT_CANONICAL");
}

}  // namespace
}  // namespace linkcert::rules
