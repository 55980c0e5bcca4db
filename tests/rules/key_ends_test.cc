// Keys rotated, revoked, declared stolen: each line of docs/RULES.md broken alone (R02, R13, R22).
#include "tests/rules/issued_fixture.h"

namespace linkcert::rules {
namespace {

using testing::DeclareKeyCompromised;
using testing::RevokeKey;
using testing::RotateKey;

class KeyEndsTest : public IssuedTest {
 protected:
  v1::Key KeyOf(const std::string& name) {
    return **FindKey(book_.state(), world_.Key(name).public_key().id().view());
  }
  std::string StateOfKey(const std::string& name) { return StateOf(KeyOf(name).logged().index()); }
  std::string Rotate(const std::string& from, const std::string& to, const Keys& keys) {
    return Outcome(RotateKey(world_, from, to), keys);
  }
  std::string Revoke(const std::string& key, const Keys& keys) {
    return Outcome(RevokeKey(world_, key), keys);
  }
  std::string Declare(const std::string& key, uint64_t since, const Keys& keys) {
    return Outcome(DeclareKeyCompromised(world_, key, since), keys);
  }
  // A third person of the authority, so that one can go.
  void AddThirdPerson() {
    Log(world_.AddKey(kAuthority, "authority-3", {v1::KEY_PURPOSE_AUTHORITY}),
        {"authority-1", "authority-2", "authority-3"});
  }
  // As Registry.authority_keys lists them.
  std::vector<std::string> AuthorityPeople() {
    const auto registry = *FindRegistry(book_.state());
    std::vector<std::string> people;
    for (const auto& key : registry->authority_keys()) people.push_back(key.person());
    return people;
  }

  const Keys all_ = {"authority-1", "authority-2"};
  const std::string fresh_ = absl::StrCat(kLeader, "-1.new");
};

TEST_F(KeyEndsTest, RotatedKeyPassesOnWhatItWas) {
  EXPECT_EQ(Rotate(leader_, fresh_, {"authority-1", leader_, fresh_}), "ADMITTED");
  const v1::Key old_key = KeyOf(leader_);
  const v1::Key new_key = KeyOf(fresh_);
  EXPECT_EQ(old_key.ended().index(), book_.last_index());
  EXPECT_EQ(StateOfKey(leader_), "ENDED");
  EXPECT_EQ(new_key.person(), old_key.person());
  EXPECT_EQ(new_key.organisation(), kLeader);
  EXPECT_EQ(new_key.purposes_size(), old_key.purposes_size());
  EXPECT_EQ(Outcome(world_.Plan(), {leader_}), "SIGNER_KEY_ENDED");
  EXPECT_EQ(Outcome(world_.Plan(), {fresh_}), "ADMITTED");
}

TEST_F(KeyEndsTest, RotationIsSignedByAuthorityAndNewKey) {
  EXPECT_EQ(Rotate(leader_, fresh_, {leader_, fresh_}), "SIGNER_MISSING");
  EXPECT_EQ(Rotate(leader_, fresh_, {"authority-1", leader_}), "SIGNER_MISSING");
  EXPECT_EQ(Rotate(leader_, fresh_, {"authority-1", leader2_, fresh_}), "SIGNER_FOREIGN");
  EXPECT_EQ(Rotate(leader_, fresh_, {"authority-1", fresh_}), "ADMITTED");  // the old one is lost
}

TEST_F(KeyEndsTest, RotationNeedsAnActiveKeyAndANewOne) {
  EXPECT_EQ(Rotate("nobody-1", fresh_, {"authority-1", fresh_}), "KEY_UNKNOWN");
  EXPECT_EQ(Rotate(leader_, member_, {"authority-1", member_}), "KEY_ALREADY_REGISTERED");
  EXPECT_EQ(Rotate(leader_, "log", {"authority-1", "log"}), "KEY_IS_LOG_KEY");
  EXPECT_EQ(Revoke(leader_, {leader_}), "ADMITTED");
  EXPECT_EQ(Rotate(leader_, fresh_, {"authority-1", fresh_}), "KEY_ENDED");
  EXPECT_EQ(Rotate(leader_, fresh_, {"authority-1", leader_, fresh_}), "SIGNER_KEY_ENDED");
}

// The new key's signature makes nobody of the authority; the old one's is its person's.
TEST_F(KeyEndsTest, AuthorityKeyRotatesByTheThreshold) {
  EXPECT_EQ(Rotate("authority-1", "authority-1.b", {"authority-1", "authority-1.b"}),
            "THRESHOLD_NOT_MET");
  EXPECT_EQ(Rotate("authority-1", "authority-3", {"authority-2", "authority-3"}),
            "THRESHOLD_NOT_MET");
  EXPECT_EQ(Rotate("authority-1", "authority-1.b", {"authority-1", "authority-2", "authority-1.b"}),
            "ADMITTED");
  EXPECT_THAT(AuthorityPeople(),
              ::testing::ElementsAre(world_.Person("authority-2"), world_.Person("authority-1")));
  EXPECT_EQ(Outcome(world_.RegisterAssessor(9), {"authority-1"}), "SIGNER_KEY_ENDED");
  EXPECT_EQ(Outcome(world_.RegisterAssessor(9), {"authority-1.b"}), "ADMITTED");
}

// A rotation that is not enabled is told as that, and not as an unknown signer.
TEST_F(KeyEndsTest, RotationLeftOutOfTheRuleSetIsNotEnabled) {
  v1::Statement publish = world_.New();
  v1::RuleSet& rule_set = *publish.mutable_publish_rule_set()->mutable_rule_set();
  rule_set = (*FindRuleSet(book_.state(), ""))->rule_set();
  rule_set.set_version(2);
  auto* acts = rule_set.mutable_acts();
  acts->erase(std::find(acts->begin(), acts->end(), 102u));
  Log(publish, all_);
  EXPECT_EQ(Rotate(leader_, fresh_, {"authority-1", leader_, fresh_}), "ACT_NOT_ENABLED");
}

TEST_F(KeyEndsTest, KeyRevokesItselfAlone) {
  EXPECT_EQ(Revoke(leader_, {leader2_}), "SIGNER_FOREIGN");
  EXPECT_EQ(Revoke(leader_, {leader_, leader2_}), "SIGNER_FOREIGN");
  EXPECT_EQ(Revoke("nobody-1", {"authority-1"}), "KEY_UNKNOWN");
  EXPECT_EQ(Revoke(leader_, {leader_}), "ADMITTED");
  EXPECT_EQ(StateOfKey(leader_), "ENDED");
  EXPECT_EQ(Revoke(leader_, {"authority-1"}), "KEY_ENDED");
  EXPECT_EQ(Revoke(leader2_, {"authority-1"}), "ADMITTED");
}

TEST_F(KeyEndsTest, AuthorityKeepsItsThreshold) {
  EXPECT_EQ(Revoke("authority-1", {"authority-1"}), "AUTHORITY_TOO_FEW");
  EXPECT_EQ(Revoke("authority-1", all_), "AUTHORITY_TOO_FEW");
  EXPECT_EQ(Declare("authority-1", world_.now_ms(), all_), "AUTHORITY_TOO_FEW");
  AddThirdPerson();
  EXPECT_EQ(Revoke("authority-1", {"authority-2"}), "THRESHOLD_NOT_MET");
  EXPECT_EQ(Revoke("authority-1", {"authority-1"}), "ADMITTED");
  EXPECT_EQ(AuthorityPeople().size(), 2u);
  EXPECT_EQ(Revoke("authority-3", {"authority-3"}), "AUTHORITY_TOO_FEW");
}

TEST_F(KeyEndsTest, SecondKeyOfOnePersonMayGo) {
  Log(world_.AddKey(kAuthority, "authority-1.b", {v1::KEY_PURPOSE_AUTHORITY}),
      {"authority-1", "authority-2", "authority-1.b"});
  EXPECT_EQ(Revoke("authority-2", {"authority-2"}), "AUTHORITY_TOO_FEW");  // two keys, one person
  EXPECT_EQ(Revoke("authority-1", {"authority-1"}), "ADMITTED");
}

TEST_F(KeyEndsTest, RegistryKeyNeedsTheThreshold) {
  Log(world_.AddKey(kRegistryOrganisation, "registry-1", {v1::KEY_PURPOSE_RECEIPT}),
      {"authority-1", "authority-2", "registry-1"});
  EXPECT_EQ(Rotate("registry-1", "registry-2", {"authority-1", "registry-1", "registry-2"}),
            "THRESHOLD_NOT_MET");
  EXPECT_EQ(Revoke("registry-1", {"authority-1"}), "THRESHOLD_NOT_MET");
  EXPECT_EQ(Declare("registry-1", world_.now_ms(), {"authority-1"}), "THRESHOLD_NOT_MET");
  EXPECT_EQ(Declare("registry-1", world_.now_ms(), all_), "ADMITTED");
}

TEST_F(KeyEndsTest, OnlyTheAuthorityDeclaresATheft) {
  EXPECT_EQ(Declare(leader_, world_.now_ms(), {leader_}), "SIGNER_FOREIGN");
  EXPECT_EQ(Declare("nobody-1", world_.now_ms(), {"authority-1"}), "KEY_UNKNOWN");
  EXPECT_EQ(Declare(leader_, world_.now_ms() + 1, {"authority-1"}), "COMPROMISE_IN_FUTURE");
  EXPECT_EQ(Declare(leader_, world_.now_ms(), {"authority-1"}), "ADMITTED");
  EXPECT_TRUE(KeyOf(leader_).has_ended());
  EXPECT_EQ(Outcome(world_.Plan(), {leader_}), "SIGNER_KEY_ENDED");
}

// R22
TEST_F(KeyEndsTest, TheftMovesBackOnly) {
  const uint64_t since = world_.now_ms() - 1000;
  EXPECT_EQ(Revoke(leader_, {leader_}), "ADMITTED");
  const uint64_t ended = book_.last_index();
  EXPECT_EQ(Declare(leader_, since, {"authority-1"}), "ADMITTED");  // after its end
  EXPECT_EQ(KeyOf(leader_).ended().index(), ended);
  EXPECT_EQ(Declare(leader_, since, {"authority-1"}), "COMPROMISE_NOT_EARLIER");
  EXPECT_EQ(Declare(leader_, since + 1, {"authority-1"}), "COMPROMISE_NOT_EARLIER");
  EXPECT_EQ(Declare(leader_, since - 1, {"authority-1"}), "ADMITTED");
  EXPECT_EQ(KeyOf(leader_).compromised_since(), since - 1);
  EXPECT_EQ(StateOfKey(leader_), "COMPROMISED");
}

// Scene 16: what was logged before the stated time stays good, what came later does not.
TEST_F(KeyEndsTest, StolenKeySpoilsOnlyWhatCameAfter) {
  const LogPlace before{.index = batch_, .logged_at = world_.now_ms()};
  world_.set_now_ms(world_.now_ms() + 1000);
  EXPECT_EQ(book_.Outcome(world_.SignBatch(world_.Batch(plan_, roster_, 100), 1)), "ADMITTED");
  const LogPlace after{.index = book_.last_index(), .logged_at = world_.now_ms()};
  world_.set_now_ms(world_.now_ms() + 1000);
  EXPECT_EQ(Declare(leader_, before.logged_at + 1, {"authority-1"}), "ADMITTED");
  const v1::StatusHistory history = *StandingOf(book_.state(), KeyOf(leader_).logged().index());
  EXPECT_THAT(CheckKeyAt(history, before), testing::IsOk());
  EXPECT_EQ(proto::ReasonOf(CheckKeyAt(history, after)), proto::Reason::kKeyCompromised);
}

}  // namespace
}  // namespace linkcert::rules
