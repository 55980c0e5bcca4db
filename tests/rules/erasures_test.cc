// The registry says what its vault forgot.
#include "proto/statement.h"
#include "tests/rules/issued_fixture.h"
#include "tests/testing/reason_matcher.h"
#include "tests/testing/world_oversight.h"

namespace linkcert::rules {
namespace {

class ErasuresTest : public IssuedTest {
 protected:
  void SetUp() override {
    IssuedTest::SetUp();
    Log(testing::AddRegistryKey(world_), {"authority-1", "authority-2", testing::kRegistryKey});
  }
  std::string Erase(const Keys& keys) {
    return Outcome(testing::RecordErasure(world_, {std::string(32, 'b'), std::string(32, 'a')}),
                   keys);
  }
};

TEST_F(ErasuresTest, OnlyTheRegistrySigns) {
  EXPECT_EQ(Erase({leader_}), "SIGNER_FOREIGN");
  EXPECT_EQ(Erase({"authority-1"}), "SIGNER_FOREIGN");
  EXPECT_EQ(Erase({testing::kRegistryKey, "authority-1"}), "SIGNER_FOREIGN");
  EXPECT_EQ(Erase({"registry-2"}), "SIGNER_UNKNOWN");
  EXPECT_EQ(Erase({testing::kRegistryKey}), "ADMITTED");
}

TEST_F(ErasuresTest, KeyThatEndedErasesNothing) {
  Log(testing::RevokeKey(world_, testing::kRegistryKey), {"authority-1", "authority-2"});
  EXPECT_EQ(Erase({testing::kRegistryKey}), "SIGNER_KEY_ENDED");
}

TEST_F(ErasuresTest, RootsAscend) {
  const std::vector<const crypto::Signer*> signers = {&world_.Key(testing::kRegistryKey)};
  v1::Statement erasure = testing::RecordErasure(world_, {std::string(32, 'a')});
  erasure.mutable_record_erasure()->add_claims_roots(std::string(32, 'a'));
  EXPECT_THAT(proto::SignStatement(erasure, signers),
              testing::HasReason(proto::Reason::kFieldOutOfRange));
  EXPECT_THAT(proto::SignStatement(testing::RecordErasure(world_, {}), signers),
              testing::HasReason(proto::Reason::kFieldMissing));
}

TEST_F(ErasuresTest, CertificatesStandAsBefore) {
  v1::CertificateLeaf leaf;
  ASSERT_TRUE(leaf.ParseFromString(Batch().leaves[2]));
  Log(testing::RecordErasure(world_, {leaf.claims_root()}), {testing::kRegistryKey});
  EXPECT_EQ(StateOfCertificate(2), "IN_FORCE");
  EXPECT_FALSE(*HasUncoveredChange(book_.state()));
}

TEST_F(ErasuresTest, ReplaysClean) {
  EXPECT_EQ(Erase({testing::kRegistryKey}), "ADMITTED");
  EXPECT_THAT(Replayed(), ::testing::IsEmpty());
}

TEST_F(ErasuresTest, AnotherOnesErasureIsAFinding) {
  EXPECT_THAT(ReplayedWith(testing::RecordErasure(world_, {std::string(32, 'a')}), {leader_}),
              ::testing::ElementsAre("SIGNER_FOREIGN"));
}

}  // namespace
}  // namespace linkcert::rules
