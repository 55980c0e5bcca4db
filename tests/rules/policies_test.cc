// Who sets policies and post requirements, what they may name, and which version held when (R23).
#include "rules/policies.h"

#include <functional>

#include "tests/rules/issued_fixture.h"
#include "tests/testing/world_oversight.h"

namespace linkcert::rules {
namespace {

constexpr uint64_t kEnd = ~uint64_t{0};
constexpr char kHonours[] = "city-honours";

class PoliciesTest : public IssuedTest {
 protected:
  using RuleChange = std::function<void(v1::RecognitionRule&)>;
  using PostChange = std::function<void(v1::SetPostRequirement&)>;

  void SetUp() override {
    IssuedTest::SetUp();
    v1::Statement honours = world_.PublishLadder();
    honours.mutable_publish_ladder()->set_ladder(kHonours);
    honours.mutable_publish_ladder()->set_honour(true);
    Log(honours, authority_);
  }

  std::string SetPolicy(uint32_t version, const Keys& keys,
                        const std::vector<v1::RecognitionRule>& rules = {}) {
    return Outcome(testing::SetRecognitionPolicy(world_, version, rules), keys);
  }
  // The first policy of the member, with this rule.
  std::string RuleOutcome(const RuleChange& change) {
    v1::RecognitionRule rule;
    rule.set_recognise(true);
    change(rule);
    return SetPolicy(1, {member_}, {rule});
  }
  std::string SetPost(
      uint32_t version, const Keys& keys, const PostChange& change = [](auto&) {}) {
    v1::Statement post = testing::SetPostRequirement(world_, version);
    change(*post.mutable_set_post_requirement());
    return Outcome(post, keys);
  }
  uint32_t PolicyBefore(uint64_t index) {
    const auto policy = *FindPolicyBefore(book_.state(), kMember, index);
    return policy == nullptr ? 0 : policy->policy().version();
  }
  uint32_t PolicyUntil(uint64_t time) {
    const auto policy = *FindPolicyUntil(book_.state(), kMember, time);
    return policy == nullptr ? 0 : policy->policy().version();
  }
  uint32_t PostUntil(const char* post, uint64_t time) {
    const auto found = *FindPostUntil(book_.state(), kMember, post, time);
    return found == nullptr ? 0 : found->requirement().version();
  }
};

TEST_F(PoliciesTest, OneGovernancePersonOfTheOrganisationSigns) {
  EXPECT_EQ(SetPolicy(1, {member_, leader_}), "SIGNER_FOREIGN");
  EXPECT_EQ(SetPost(1, {member_, leader_}), "SIGNER_FOREIGN");
  EXPECT_EQ(SetPolicy(1, authority_), "SIGNER_PURPOSE");
  EXPECT_EQ(SetPost(1, authority_), "SIGNER_PURPOSE");
  v1::Statement key = world_.AddKey(kMember, "lvyuan-board-7", {v1::KEY_PURPOSE_CERTIFICATE});
  Log(key, {"authority-1", "lvyuan-board-7"});
  EXPECT_EQ(SetPolicy(1, {"lvyuan-board-7"}), "SIGNER_PURPOSE");
  EXPECT_EQ(SetPolicy(1, {member_}), "ADMITTED");
  EXPECT_EQ(SetPost(1, members_), "ADMITTED");  // two do no harm
}

// R23
TEST_F(PoliciesTest, OrganisationsSpeakForThemselvesOnly) {
  EXPECT_EQ(SetPolicy(1, {member_}), "ADMITTED");
  EXPECT_EQ(SetPolicy(2, {leader_}), "POLICY_VERSION_ORDER");
  EXPECT_EQ(SetPolicy(1, {leader_}), "ADMITTED");
  EXPECT_EQ(*FindPolicyBefore(book_.state(), kStranger, kEnd), nullptr);
  EXPECT_EQ(PolicyBefore(kEnd), 1u);
}

TEST_F(PoliciesTest, VersionsAscendByOne) {
  EXPECT_EQ(SetPolicy(2, {member_}), "POLICY_VERSION_ORDER");
  EXPECT_EQ(SetPolicy(1, {member_}), "ADMITTED");
  EXPECT_EQ(SetPolicy(1, {member_}), "POLICY_VERSION_ORDER");
  EXPECT_EQ(SetPolicy(3, {member_}), "POLICY_VERSION_ORDER");
  EXPECT_EQ(SetPolicy(2, {member_}), "ADMITTED");
  EXPECT_EQ(SetPost(2, {member_}), "POLICY_VERSION_ORDER");
  EXPECT_EQ(SetPost(1, {member_}), "ADMITTED");
  EXPECT_EQ(SetPost(1, {member_}, [](auto& p) { p.set_post("other-post"); }), "ADMITTED");
  EXPECT_EQ(SetPost(2, {member_}), "ADMITTED");
}

TEST_F(PoliciesTest, WhatARuleNamesIsKnown) {
  EXPECT_EQ(RuleOutcome([](auto& r) { r.set_issuer("no-such-firm"); }), "ORGANISATION_UNKNOWN");
  EXPECT_EQ(RuleOutcome([](auto& r) { r.set_chain("no-such-chain"); }), "CHAIN_UNKNOWN");
  EXPECT_EQ(RuleOutcome([](auto& r) { r.set_standard("no-such-standard"); }), "STANDARD_UNKNOWN");
  EXPECT_EQ(RuleOutcome([](auto& r) { r.set_ladder("no-such-ladder"); }), "LADDER_UNKNOWN");
  const auto level = [](const char* ladder, uint32_t lowest) {
    return [=](auto& r) {
      r.set_ladder(ladder);
      r.set_lowest_level(lowest);
    };
  };
  EXPECT_EQ(RuleOutcome(level(testing::kLadder, 9)), "LADDER_INVALID");
  EXPECT_EQ(RuleOutcome(level(kHonours, 0)), "LADDER_INVALID");
  EXPECT_EQ(RuleOutcome(level(testing::kLadder, 8)), "ADMITTED");
}

TEST_F(PoliciesTest, OwnGradeIsKnown) {
  const auto grade = [&](const char* ladder, uint32_t level) {
    return RuleOutcome([=](auto& r) {
      r.set_own_ladder(ladder);
      r.set_own_level(level);
    });
  };
  EXPECT_EQ(grade("no-such-ladder", 1), "LADDER_UNKNOWN");
  EXPECT_EQ(grade(testing::kLadder, 9), "LADDER_INVALID");
  EXPECT_EQ(grade(kHonours, 8), "LADDER_INVALID");
  EXPECT_EQ(grade(testing::kLadder, 0), "POLICY_INVALID");
  EXPECT_EQ(grade("", 1), "POLICY_INVALID");
  EXPECT_EQ(grade(testing::kLadder, 3), "ADMITTED");
}

TEST_F(PoliciesTest, RuleDoesNotContradictItself) {
  EXPECT_EQ(RuleOutcome([](auto& r) { r.set_lowest_level(3); }), "POLICY_INVALID");
  EXPECT_EQ(RuleOutcome([](auto& r) {
              r.clear_recognise();
              r.set_own_ladder(testing::kLadder);
              r.set_own_level(3);
            }),
            "POLICY_INVALID");
  EXPECT_EQ(RuleOutcome([](auto& r) { r.clear_recognise(); }), "ADMITTED");
}

TEST_F(PoliciesTest, EveryRuleIsChecked) {
  v1::RecognitionRule wrong;
  wrong.set_chain("no-such-chain");
  EXPECT_EQ(SetPolicy(1, {member_}, {v1::RecognitionRule(), wrong}), "CHAIN_UNKNOWN");
}

TEST_F(PoliciesTest, PostAsksForLevelsThatExist) {
  const auto asked = [](const char* ladder, uint32_t level) {
    return [=](auto& p) {
      p.mutable_qualifications(0)->set_ladder(ladder);
      p.mutable_qualifications(0)->set_lowest_level(level);
    };
  };
  EXPECT_EQ(SetPost(1, {member_}, asked("no-such-ladder", 1)), "LADDER_UNKNOWN");
  EXPECT_EQ(SetPost(1, {member_}, asked(testing::kLadder, 9)), "LADDER_INVALID");
  EXPECT_EQ(SetPost(1, {member_}, asked(kHonours, 8)), "LADDER_INVALID");
  EXPECT_EQ(SetPost(1, {member_}, asked(testing::kLadder, 8)), "ADMITTED");
}

TEST_F(PoliciesTest, VersionThatHeldThenIsFound) {
  const uint64_t none = world_.now_ms();
  world_.set_now_ms(none + 1000);
  const uint64_t first = Log(testing::SetRecognitionPolicy(world_, 1, {}), {member_});
  const uint64_t second = Log(testing::SetRecognitionPolicy(world_, 2, {}), {member_});
  world_.set_now_ms(none + 2000);
  Log(testing::SetRecognitionPolicy(world_, 3, {}), {member_});
  EXPECT_EQ(PolicyBefore(0), 0u);
  EXPECT_EQ(PolicyBefore(first), 0u);
  EXPECT_EQ(PolicyBefore(first + 1), 1u);
  EXPECT_EQ(PolicyBefore(second), 1u);
  EXPECT_EQ(PolicyBefore(kEnd), 3u);
  EXPECT_EQ(PolicyUntil(none), 0u);
  EXPECT_EQ(PolicyUntil(none + 1000), 2u);
  EXPECT_EQ(PolicyUntil(none + 1999), 2u);
  EXPECT_EQ(PolicyUntil(kEnd), 3u);
}

TEST_F(PoliciesTest, PostsAreKeptApart) {
  const uint64_t before = world_.now_ms();
  world_.set_now_ms(before + 1000);
  EXPECT_EQ(SetPost(1, {member_}), "ADMITTED");
  EXPECT_EQ(SetPost(2, {member_}), "ADMITTED");
  EXPECT_EQ(SetPost(1, {member_}, [](auto& p) { p.set_post("smt-line-2"); }), "ADMITTED");
  EXPECT_EQ(PostUntil(testing::kPost, before), 0u);
  EXPECT_EQ(PostUntil(testing::kPost, before + 1000), 2u);
  EXPECT_EQ(PostUntil("smt-line-2", kEnd), 1u);
  EXPECT_EQ(PostUntil("no-post", kEnd), 0u);
  EXPECT_EQ((*FindPostBefore(book_.state(), kMember, testing::kPost, kEnd))->name(),
            "organisations/lvyuan-board/posts/smt-line/versions/2");
}

TEST_F(PoliciesTest, ReplayKeepsThem) {
  EXPECT_EQ(SetPolicy(1, {member_}), "ADMITTED");
  EXPECT_EQ(SetPost(1, {member_}), "ADMITTED");
  EXPECT_THAT(Replayed(), ::testing::IsEmpty());
  EXPECT_THAT(ReplayedWith(testing::SetRecognitionPolicy(world_, 1, {}), {member_}),
              ::testing::ElementsAre("POLICY_VERSION_ORDER"));
  EXPECT_THAT(ReplayedWith(testing::SetPostRequirement(world_, 2), {leader_}),
              ::testing::ElementsAre("POLICY_VERSION_ORDER"));
}

}  // namespace
}  // namespace linkcert::rules
