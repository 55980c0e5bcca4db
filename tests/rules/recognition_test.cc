// An organisation's policy, held against certificates.
#include "rules/recognition.h"

#include <functional>

#include "tests/rules/certificate_terms_fixture.h"

namespace linkcert::rules {
namespace {

using RuleChange = std::function<void(v1::RecognitionRule&)>;
using TermsChange = std::function<void(CertificateTerms&)>;

v1::RecognitionRule Rule(bool recognise, const RuleChange& change) {
  v1::RecognitionRule rule;
  rule.set_recognise(recognise);
  change(rule);
  return rule;
}

v1::SetRecognitionPolicy Policy(const std::vector<v1::RecognitionRule>& rules) {
  v1::SetRecognitionPolicy policy;
  policy.set_version(7);
  for (const v1::RecognitionRule& rule : rules) *policy.add_rules() = rule;
  return policy;
}

void Any(v1::RecognitionRule&) {}

// Under a policy of this one rule, which recognises.
Answer Under(
    const RuleChange& rule, const TermsChange& change = [](CertificateTerms&) {}) {
  CertificateTerms terms = AssemblerTerms();
  change(terms);
  const v1::SetRecognitionPolicy policy = Policy({Rule(true, rule)});
  return Recognise(&policy, terms).recognised;
}

TEST(RecognitionTest, WithoutPolicyItIsUnknown) {
  const Recognition answer = Recognise(nullptr, AssemblerTerms());
  EXPECT_EQ(answer.recognised, Answer::kUnknown);
  EXPECT_EQ(answer.reason, proto::Reason::kPolicyUnknown);
  EXPECT_EQ(answer.version, 0u);
}

TEST(RecognitionTest, WhatNoRuleMatchesIsNotRecognised) {
  for (const auto& policy :
       {Policy({}), Policy({Rule(true, [](auto& r) { r.set_issuer(testing::kMember); })})}) {
    const Recognition answer = Recognise(&policy, AssemblerTerms());
    EXPECT_EQ(answer.recognised, Answer::kNo);
    EXPECT_EQ(answer.reason, proto::Reason::kNotRecognised);
    EXPECT_EQ(answer.version, 7u);
    EXPECT_EQ(answer.rule, std::nullopt);
  }
}

TEST(RecognitionTest, RuleMapsToTheOwnGrade) {
  const auto policy = Policy({Rule(true, [](auto& r) {
    r.set_own_ladder("lvyuan-grades");
    r.set_own_level(2);
  })});
  const Recognition answer = Recognise(&policy, AssemblerTerms());
  EXPECT_EQ(answer.recognised, Answer::kYes);
  EXPECT_EQ(answer.version, 7u);
  EXPECT_EQ(answer.rule, 0);
  EXPECT_EQ(answer.own_ladder, "lvyuan-grades");
  EXPECT_EQ(answer.own_level, 2u);
  EXPECT_EQ(answer.reason, std::nullopt);
}

TEST(RecognitionTest, FirstRuleThatMatchesDecides) {
  const auto of_member = Rule(true, [](auto& r) { r.set_issuer(testing::kMember); });
  const auto not_of_leader = Rule(false, [](auto& r) { r.set_issuer(testing::kLeader); });
  const auto refused = Policy({of_member, not_of_leader, Rule(true, Any)});
  EXPECT_EQ(Recognise(&refused, AssemblerTerms()).recognised, Answer::kNo);
  EXPECT_EQ(Recognise(&refused, AssemblerTerms()).rule, 1);
  const auto recognised = Policy({of_member, Rule(true, Any), not_of_leader});
  EXPECT_EQ(Recognise(&recognised, AssemblerTerms()).recognised, Answer::kYes);
  EXPECT_EQ(Recognise(&recognised, AssemblerTerms()).rule, 1);
}

TEST(RecognitionTest, EachFieldOfARuleIsAsked) {
  const std::vector<RuleChange> matching = {
      Any,
      [](auto& r) { r.set_issuer(testing::kLeader); },
      [](auto& r) { r.set_chain(testing::kChain); },
      [](auto& r) { r.set_standard(testing::kStandard); },
      [](auto& r) { r.set_certificate_class(v1::CERTIFICATE_CLASS_STATE_LEVEL); },
      [](auto& r) { *r.mutable_occupation() = Occupation(kAssembler); },
      [](auto& r) { r.set_ladder(testing::kLadder); }};
  for (const RuleChange& rule : matching) EXPECT_EQ(Under(rule), Answer::kYes);
  const std::vector<RuleChange> differing = {
      [](auto& r) { r.set_issuer(testing::kMember); },
      [](auto& r) { r.set_chain("other-chain"); },
      [](auto& r) { r.set_standard("other-standard"); },
      [](auto& r) { r.set_certificate_class(v1::CERTIFICATE_CLASS_ENTERPRISE); },
      [](auto& r) { *r.mutable_occupation() = Occupation("6-25-04-08"); },
      [](auto& r) { *r.mutable_occupation() = Occupation(kAssembler, "2015"); },
      [](auto& r) { r.set_ladder("other-ladder"); }};
  for (const RuleChange& rule : differing) EXPECT_EQ(Under(rule), Answer::kNo);
}

TEST(RecognitionTest, CertificateOfNoChainIsOfNoChainThatIsNamed) {
  const auto of_chain = [](auto& r) { r.set_chain(testing::kChain); };
  EXPECT_EQ(Under(of_chain, [](auto& t) { t.chain.clear(); }), Answer::kNo);
}

TEST(RecognitionTest, LevelsAreComparedWithinOneLadder) {
  const auto from_three = [](auto& r) {
    r.set_ladder(testing::kLadder);
    r.set_lowest_level(3);
  };
  EXPECT_EQ(Under(from_three, [](auto& t) { t.level = 2; }), Answer::kNo);
  EXPECT_EQ(Under(from_three), Answer::kYes);
  EXPECT_EQ(Under(from_three, [](auto& t) { t.level = 4; }), Answer::kYes);
  EXPECT_EQ(Under(from_three, [](auto& t) { t.ladder = "other-ladder"; }), Answer::kNo);
  // Admission refuses a level of no ladder; it would match nothing.
  EXPECT_EQ(Under([](auto& r) { r.set_lowest_level(1); }), Answer::kNo);
}

}  // namespace
}  // namespace linkcert::rules
