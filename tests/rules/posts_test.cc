// Certificates, held against what a post asks (证岗相适).
#include "rules/posts.h"

#include <functional>
#include <string>

#include "tests/rules/certificate_terms_fixture.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using TermsChange = std::function<void(CertificateTerms&)>;
using Shown = std::vector<ShownCertificate>;

constexpr char kHonours[] = "city-honours";  // 城市荣誉, on which 首席技师 is no level

ShownCertificate Show(
    const TermsChange& change = [](CertificateTerms&) {}, Answer valid = Answer::kYes) {
  ShownCertificate shown{.terms = AssemblerTerms(), .valid = valid};
  change(shown.terms);
  return shown;
}
const TermsChange kOtherOccupation = [](auto& t) { t.occupation = Occupation("6-25-04-08"); };
const TermsChange kLow = [](auto& t) { t.level = 2; };

void Ask(v1::SetPostRequirement& post, uint32_t lowest_level, const std::string& trade = "") {
  v1::PostQualification& asked = *post.add_qualifications();
  *asked.mutable_occupation() = Occupation(kAssembler);
  asked.set_trade(trade);
  asked.set_ladder(testing::kLadder);
  asked.set_lowest_level(lowest_level);
}

// Assemblers from this level on.
v1::SetPostRequirement Post(uint32_t lowest_level = 3, const std::string& trade = "") {
  v1::SetPostRequirement post;
  Ask(post, lowest_level, trade);
  return post;
}

TEST(PostsTest, LevelAskedOrHigherFits) {
  for (uint32_t level : {3, 4, 8}) {
    const Fitness fitness = FitnessFor(Post(), {Show([&](auto& t) { t.level = level; })});
    EXPECT_EQ(fitness.fit, Answer::kYes) << level;
    EXPECT_EQ(fitness.reason, std::nullopt);
    EXPECT_EQ(fitness.certificate, 0u);
    EXPECT_EQ(fitness.qualification, 0);
  }
}

TEST(PostsTest, WhatIsMissingIsNamed) {
  const auto reason = [](const Shown& shown) {
    const Fitness fitness = FitnessFor(Post(3, "波峰焊工"), shown);
    EXPECT_EQ(fitness.fit, Answer::kNo);
    return fitness.reason;
  };
  EXPECT_EQ(reason({}), Reason::kPostCertificateMissing);
  EXPECT_EQ(reason({Show(kOtherOccupation)}), Reason::kPostOccupationDiffers);
  EXPECT_EQ(reason({Show([](auto& t) { t.occupation = Occupation(kAssembler, "2015"); })}),
            Reason::kPostOccupationDiffers);
  EXPECT_EQ(reason({Show([](auto& t) { t.trade = "手工焊工"; })}), Reason::kPostTradeDiffers);
  EXPECT_EQ(reason({Show([](auto& t) { t.trade.clear(); })}), Reason::kPostTradeDiffers);
  EXPECT_EQ(reason({Show([](auto& t) { t.ladder = kHonours; })}), Reason::kPostLadderDiffers);
  EXPECT_EQ(reason({Show(kLow)}), Reason::kPostLevelTooLow);
  EXPECT_EQ(reason({Show([](auto&) {}, Answer::kNo)}), Reason::kPostCertificateNotValid);
}

TEST(PostsTest, TradeThatIsNotAskedDoesNotMatter) {
  EXPECT_EQ(FitnessFor(Post(), {Show([](auto& t) { t.trade.clear(); })}).fit, Answer::kYes);
}

// Scene 14
TEST(PostsTest, HonourNeverSatisfiesLevelEight) {
  const auto honour = Show([](auto& t) {
    t.ladder = kHonours;
    t.level = 8;
  });
  EXPECT_EQ(FitnessFor(Post(8), {honour}).reason, Reason::kPostLadderDiffers);
  EXPECT_EQ(FitnessFor(Post(1), {honour}).reason, Reason::kPostLadderDiffers);
  // 高级技师/一级 with the honour is still 高级技师/一级.
  const auto sixth = Show([](auto& t) { t.level = 6; });
  EXPECT_EQ(FitnessFor(Post(8), {honour, sixth}).reason, Reason::kPostLevelTooLow);
  EXPECT_EQ(FitnessFor(Post(8), {Show([](auto& t) { t.level = 8; })}).fit, Answer::kYes);
}

TEST(PostsTest, OneCertificateMustHaveAllThatIsAsked) {
  const auto high_elsewhere = Show([](auto& t) {
    kOtherOccupation(t);
    t.level = 6;
  });
  EXPECT_EQ(FitnessFor(Post(), {high_elsewhere, Show(kLow)}).reason, Reason::kPostLevelTooLow);
}

TEST(PostsTest, AnyQualificationAndAnyCertificateSuffice) {
  v1::SetPostRequirement post = Post(5);
  Ask(post, 3);
  const Fitness fitness = FitnessFor(post, {Show(kOtherOccupation), Show()});
  EXPECT_EQ(fitness.fit, Answer::kYes);
  EXPECT_EQ(fitness.certificate, 1u);
  EXPECT_EQ(fitness.qualification, 1);
}

TEST(PostsTest, UndecidedCertificateLeavesItOpen) {
  const auto undecided = Show([](auto&) {}, Answer::kUnknown);
  const Fitness fitness =
      FitnessFor(Post(), {Show([](auto&) {}, Answer::kNo), undecided, Show(kLow)});
  EXPECT_EQ(fitness.fit, Answer::kUnknown);
  EXPECT_EQ(fitness.reason, Reason::kPostCertificateUndecided);
  EXPECT_EQ(fitness.certificate, 1u);
  EXPECT_EQ(FitnessFor(Post(), {undecided, Show()}).fit, Answer::kYes);
  EXPECT_EQ(FitnessFor(Post(), {Show(kLow, Answer::kUnknown)}).fit, Answer::kNo);
}

TEST(PostsTest, FirstOfEqualsIsNamed) {
  EXPECT_EQ(FitnessFor(Post(), {Show(kLow), Show(kLow)}).certificate, 0u);
  EXPECT_EQ(FitnessFor(Post(), {Show(kOtherOccupation), Show(kOtherOccupation)}).certificate, 0u);
}

class TeamTest : public ::testing::Test {
 protected:
  // f = fit, n = not fit, u = undecided.
  static TeamFitness Team(const v1::SetPostRequirement& post, const std::string& members,
                          std::optional<size_t> leader = std::nullopt) {
    std::vector<Shown> shown;
    for (char member : members) {
      shown.push_back({Show([](auto&) {}, member == 'f'   ? Answer::kYes
                                          : member == 'n' ? Answer::kNo
                                                          : Answer::kUnknown)});
    }
    return TeamFitnessFor(post, shown, leader);
  }
  static v1::SetPostRequirement AtLeast(uint32_t members, bool leader = false) {
    v1::SetPostRequirement post = Post();
    post.set_team_minimum(members);
    post.set_leader_required(leader);
    return post;
  }
};

TEST_F(TeamTest, AllMustBeFitWithoutAMinimum) {
  EXPECT_EQ(Team(AtLeast(0), "fff").fit, Answer::kYes);
  EXPECT_TRUE(Team(AtLeast(0), "fff").all_fit());
  const TeamFitness team = Team(AtLeast(0), "ffn");
  EXPECT_EQ(team.fit, Answer::kNo);
  EXPECT_EQ(team.reason, Reason::kTeamTooFewFit);
  EXPECT_EQ(team.members[2].reason, Reason::kPostCertificateNotValid);
  EXPECT_EQ(team.needed_members, 3u);
  EXPECT_FALSE(team.all_fit());
}

TEST_F(TeamTest, MinimumIsCounted) {
  const TeamFitness team = Team(AtLeast(2), "fnuf");
  EXPECT_EQ(team.fit, Answer::kYes);
  EXPECT_EQ(team.reason, std::nullopt);
  EXPECT_EQ(team.fit_members, 2u);
  EXPECT_EQ(team.undecided_members, 1u);
  EXPECT_EQ(team.needed_members, 2u);
  EXPECT_EQ(Team(AtLeast(2), "fnnn").fit, Answer::kNo);
  EXPECT_EQ(Team(AtLeast(3), "ff").fit, Answer::kNo);
}

TEST_F(TeamTest, UndecidedMembersLeaveItOpen) {
  EXPECT_EQ(Team(AtLeast(2), "fun").fit, Answer::kUnknown);
  EXPECT_EQ(Team(AtLeast(2), "fun").reason, Reason::kTeamTooFewFit);
  EXPECT_EQ(Team(AtLeast(3), "fun").fit, Answer::kNo);
  EXPECT_EQ(Team(AtLeast(0), "fu").fit, Answer::kUnknown);
}

TEST_F(TeamTest, LeaderMustBeFitWhenAsked) {
  EXPECT_EQ(Team(AtLeast(1, true), "fn", 0).fit, Answer::kYes);
  for (std::optional<size_t> leader :
       {std::optional<size_t>(1), std::optional<size_t>(2), std::optional<size_t>()}) {
    const TeamFitness team = Team(AtLeast(1, true), "fn", leader);
    EXPECT_EQ(team.fit, Answer::kNo);
    EXPECT_EQ(team.reason, Reason::kTeamLeaderNotFit);
    EXPECT_EQ(team.leader_fit, Answer::kNo);
  }
  EXPECT_EQ(Team(AtLeast(1), "fn", 1).fit, Answer::kYes);
}

TEST_F(TeamTest, UndecidedLeaderLeavesItOpen) {
  EXPECT_EQ(Team(AtLeast(1, true), "fu", 1).fit, Answer::kUnknown);
  EXPECT_EQ(Team(AtLeast(1, true), "fu", 1).reason, Reason::kTeamLeaderNotFit);
  EXPECT_EQ(Team(AtLeast(2, true), "nu", 1).reason, Reason::kTeamTooFewFit);
  EXPECT_EQ(Team(AtLeast(2, true), "fun", 2).reason, Reason::kTeamLeaderNotFit);  // is certain
}

TEST_F(TeamTest, TeamWithoutMembersIsNotFit) {
  EXPECT_EQ(Team(AtLeast(0), "").fit, Answer::kNo);
  EXPECT_FALSE(Team(AtLeast(0), "").all_fit());
}

}  // namespace
}  // namespace linkcert::rules
