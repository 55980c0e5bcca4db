// The envelope: registry, signers, signatures, time, statement ids (R01, R02, R13, R24, R28).
#include "rules/admit.h"

#include "proto/statement.h"
#include "rules/rule_sets.h"
#include "tests/rules/rules_fixture.h"

namespace linkcert::rules {
namespace {

constexpr uint64_t kDayMs = 24ull * 3600 * 1000;

class AdmitTest : public FoundedTest {
 protected:
  v1::Statement Firm() { return world_.RegisterOrganisation("new-firm", "新公司（虚构）"); }
};

TEST_F(RulesTest, NothingBeforeGenesis) {
  EXPECT_EQ(Outcome(world_.RegisterOrganisation("new-firm", "新公司"), {"authority-1"}),
            "GENESIS_EXPECTED");
}

TEST_F(RulesTest, GenesisNeedsThresholdPeople) {
  EXPECT_EQ(Outcome(world_.Genesis(), {"authority-1"}), "THRESHOLD_NOT_MET");
}

TEST_F(RulesTest, GenesisIsRefusedWithAnUnlistedSigner) {
  EXPECT_EQ(Outcome(world_.Genesis(), {"authority-1", "authority-2", "authority-3"}),
            "SIGNER_UNKNOWN");
}

TEST_F(RulesTest, GenesisWithTooFewPeopleForItsThresholdIsInvalid) {
  v1::Statement genesis = world_.Genesis();
  genesis.mutable_genesis()->set_threshold(3);
  EXPECT_EQ(Outcome(genesis, {"authority-1", "authority-2"}), "GENESIS_INVALID");
}

TEST_F(RulesTest, GenesisKeyCannotBeTheLogKey) {
  v1::Statement genesis = world_.Genesis();
  genesis.mutable_genesis()->set_log_key(world_.Spki("authority-1"));
  EXPECT_EQ(Outcome(genesis, {"authority-1", "authority-2"}), "KEY_IS_LOG_KEY");
}

TEST_F(RulesTest, GenesisWithARuleOfTheFutureIsUnsupported) {
  v1::Statement genesis = world_.Genesis();
  genesis.mutable_genesis()->mutable_rule_set()->add_rules(29);
  EXPECT_EQ(Outcome(genesis, {"authority-1", "authority-2"}), "RULE_SET_UNSUPPORTED");
}

TEST_F(RulesTest, OtherActsWaitForTheGenesisKeys) {
  EXPECT_EQ(Outcome(world_.Genesis(), {"authority-1", "authority-2"}), "ADMITTED");
  v1::Statement add = world_.AddKey(kAuthority, "authority-1", {v1::KEY_PURPOSE_AUTHORITY});
  EXPECT_EQ(Outcome(add, {"authority-1"}), "ADMITTED");
  EXPECT_EQ(Outcome(world_.RegisterOrganisation("new-firm", "新公司"), {"authority-1"}),
            "GENESIS_KEYS_PENDING");
}

TEST_F(RulesTest, GenesisKeyIsAddedOnlyAsListed) {
  EXPECT_EQ(Outcome(world_.Genesis(), {"authority-1", "authority-2"}), "ADMITTED");
  v1::Statement add = world_.AddKey(kAuthority, "authority-1", {v1::KEY_PURPOSE_AUTHORITY});
  add.mutable_add_key()->set_person(world_.Person("authority-2"));
  EXPECT_EQ(Outcome(add, {"authority-1"}), "GENESIS_INVALID");
}

TEST_F(AdmitTest, SecondGenesisIsRefused) {
  v1::Statement genesis = world_.Genesis();
  genesis.mutable_genesis()->set_nonce(std::string(32, 'x'));
  EXPECT_EQ(Outcome(genesis, {"authority-1", "authority-2"}), "GENESIS_ALREADY_LOGGED");
}

TEST_F(AdmitTest, SameStatementAgainNamesItsPlace) {
  const std::string envelope = world_.Sign(Firm(), {"authority-1"});
  const uint64_t index = book_.entries().size();
  ASSERT_THAT(book_.Submit(envelope), testing::IsOk());
  world_.set_now_ms(world_.now_ms() + 30 * kDayMs);  // long past its window
  auto again = book_.Submit(envelope);
  ASSERT_THAT(again, testing::IsOk());
  ASSERT_TRUE(again->already_logged);
  EXPECT_EQ(again->already_logged->begin(), index);
  EXPECT_EQ(again->already_logged->end(), index + 1);
  EXPECT_TRUE(again->effects.empty());
}

TEST_F(AdmitTest, SameStatementSignedAnewIsTheSame) {
  v1::Statement join = world_.JoinChain(kStranger, v1::CHAIN_ROLE_PEER);
  EXPECT_EQ(Outcome(join, {leader_, stranger_}), "ADMITTED");
  auto again = book_.Submit(world_.Sign(join, {leader_, stranger_}));  // ECDSA: other signatures
  ASSERT_THAT(again, testing::IsOk());
  EXPECT_TRUE(again->already_logged);
}

TEST_F(AdmitTest, SameIdWithOtherContentIsRefused) {
  v1::Statement statement = Firm();
  EXPECT_EQ(Outcome(statement, {"authority-1"}), "ADMITTED");
  statement.mutable_register_organisation()->set_name("另一家（虚构）");
  EXPECT_EQ(Outcome(statement, {"authority-1"}), "STATEMENT_ID_REUSED");
}

TEST_F(AdmitTest, StatementForAnotherRegistryIsRefused) {
  v1::Statement statement = Firm();
  statement.set_registry(std::string(32, 'r'));
  EXPECT_EQ(Outcome(statement, {"authority-1"}), "WRONG_REGISTRY");
}

TEST_F(AdmitTest, StatementWithoutRegistryIsRefused) {
  v1::Statement statement = Firm();
  statement.clear_registry();
  EXPECT_EQ(Outcome(statement, {"authority-1"}), "WRONG_REGISTRY");
}

TEST_F(AdmitTest, UnknownSignerIsRefused) {
  EXPECT_EQ(Outcome(Firm(), {"authority-9"}), "SIGNER_UNKNOWN");
}

TEST_F(AdmitTest, ForeignSignerIsRefused) {
  EXPECT_EQ(Outcome(Firm(), {leader_}), "SIGNER_FOREIGN");
  EXPECT_EQ(Outcome(Firm(), {"authority-1", leader_}), "SIGNER_FOREIGN");
}

TEST_F(AdmitTest, WrongPurposeIsRefused) {
  const std::string clerk = absl::StrCat(kLeader, "-3");
  v1::Statement add = world_.AddKey(kLeader, clerk, {v1::KEY_PURPOSE_CERTIFICATE});
  EXPECT_EQ(Outcome(add, {"authority-1", clerk}), "ADMITTED");
  EXPECT_EQ(Outcome(world_.JoinChain(kStranger, v1::CHAIN_ROLE_PEER), {clerk, stranger_}),
            "SIGNER_PURPOSE");
}

TEST_F(AdmitTest, AlteredSignatureIsRefused) {
  proto::SealedStatement sealed = *proto::OpenStatement(world_.Sign(Firm(), {"authority-1"}));
  sealed.signatures[0][10] ^= 1;
  EXPECT_EQ(book_.Outcome(*proto::SealStatement(sealed.statement_bytes, sealed.signatures)),
            "SIGNATURE_INVALID");
}

TEST_F(AdmitTest, SignatureOverAnotherStatementIsRefused) {
  proto::SealedStatement one = *proto::OpenStatement(world_.Sign(Firm(), {"authority-1"}));
  proto::SealedStatement other = *proto::OpenStatement(world_.Sign(Firm(), {"authority-1"}));
  EXPECT_EQ(book_.Outcome(*proto::SealStatement(one.statement_bytes, other.signatures)),
            "SIGNATURE_INVALID");
}

TEST_F(AdmitTest, OldSignedAtIsRefused) {
  v1::Statement statement = Firm();
  world_.set_now_ms(world_.now_ms() + 7 * kDayMs);
  EXPECT_EQ(Outcome(statement, {"authority-1"}), "ADMITTED");  // R28: on the edge
  v1::Statement late = world_.RegisterOrganisation("late-firm", "晚到（虚构）");
  world_.set_now_ms(world_.now_ms() + 7 * kDayMs + 1);
  EXPECT_EQ(Outcome(late, {"authority-1"}), "SIGNED_AT_TOO_OLD");
}

TEST_F(AdmitTest, FutureSignedAtIsRefused) {
  v1::Statement statement = Firm();
  statement.set_signed_at(world_.now_ms() + 5 * 60 * 1000 + 1);
  EXPECT_EQ(Outcome(statement, {"authority-1"}), "SIGNED_AT_IN_FUTURE");
  statement.set_signed_at(world_.now_ms() + 5 * 60 * 1000);
  EXPECT_EQ(Outcome(statement, {"authority-1"}), "ADMITTED");
}

TEST_F(AdmitTest, ActsOfLaterVersionsAreNotEnabled) {
  v1::Statement appeals = world_.New();
  appeals.mutable_record_appeals()->set_plan(std::string(16, 'p'));
  EXPECT_EQ(Outcome(appeals, {member_}), "ACT_NOT_ENABLED");
}

TEST_F(AdmitTest, ActLeftOutOfTheRuleSetIsNotEnabled) {
  v1::Statement publish = world_.New();
  v1::RuleSet& rule_set = *publish.mutable_publish_rule_set()->mutable_rule_set();
  rule_set = DefaultRuleSet();
  rule_set.set_version(2);
  auto* acts = rule_set.mutable_acts();
  acts->erase(std::find(acts->begin(), acts->end(), 108u));
  EXPECT_EQ(Outcome(publish, {"authority-1", "authority-2"}), "ADMITTED");
  EXPECT_EQ(Outcome(Firm(), {"authority-1"}), "ACT_NOT_ENABLED");
}

TEST_F(AdmitTest, RuleSetNeedsThresholdAndAscendingVersion) {
  v1::Statement publish = world_.New();
  *publish.mutable_publish_rule_set()->mutable_rule_set() = DefaultRuleSet();
  EXPECT_EQ(Outcome(publish, {"authority-1"}), "THRESHOLD_NOT_MET");
  EXPECT_EQ(Outcome(publish, {"authority-1", "authority-2"}), "RULE_SET_VERSION");
}

TEST_F(AdmitTest, KeyLoggedInTheSameGroupIsVerifiedByAdmit) {
  const std::string key = absl::StrCat(kStranger, "-9");
  crypto::KeyCache keys;
  std::string add = world_.Sign(world_.AddKey(kStranger, key, {v1::KEY_PURPOSE_GOVERNANCE}),
                                {"authority-1", key});
  std::string join = world_.Sign(world_.JoinChain(kStranger, v1::CHAIN_ROLE_PEER), {leader_, key});
  auto unit = Prepare(join, {}, book_.state(), keys);  // the key is not in this view
  ASSERT_THAT(unit, testing::IsOk());
  EXPECT_THAT(unit->verified, ::testing::Contains(false));
  ASSERT_THAT(book_.Submit(add), testing::IsOk());
  Stamp stamp{.index = book_.entries().size(), .logged_at = world_.now_ms()};
  EXPECT_THAT(Admit(book_.state(), *unit, stamp, keys), testing::IsOk());
  unit->statement.signatures[0][0] ^= 1;
  unit->statement.signatures[1][0] ^= 1;
  auto forged = Admit(book_.state(), *unit, stamp, keys);
  EXPECT_EQ(proto::ReasonOf(forged.status()), proto::Reason::kSignatureInvalid);
}

}  // namespace
}  // namespace linkcert::rules
