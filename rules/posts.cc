#include "rules/posts.h"

namespace linkcert::rules {
namespace {

using proto::Reason;

// How far a certificate comes, in the order of what is asked.
enum class Nearness { kNothing, kOccupation, kTrade, kLadder, kLevel, kUndecided, kFit };

Nearness NearnessOf(const v1::PostQualification& asked, const ShownCertificate& shown) {
  const CertificateTerms& terms = shown.terms;
  if (!IsSame(asked.occupation(), terms.occupation)) return Nearness::kNothing;
  if (!asked.trade().empty() && asked.trade() != terms.trade) return Nearness::kOccupation;
  if (asked.ladder() != terms.ladder) return Nearness::kTrade;
  if (!Reaches(terms, asked.ladder(), asked.lowest_level())) return Nearness::kLadder;
  if (shown.valid == Answer::kNo) return Nearness::kLevel;
  return shown.valid == Answer::kUnknown ? Nearness::kUndecided : Nearness::kFit;
}

// What the certificate that came so far is short of.
std::optional<Reason> ReasonAfter(Nearness nearness) {
  switch (nearness) {
    case Nearness::kNothing:
      return Reason::kPostOccupationDiffers;
    case Nearness::kOccupation:
      return Reason::kPostTradeDiffers;
    case Nearness::kTrade:
      return Reason::kPostLadderDiffers;
    case Nearness::kLadder:
      return Reason::kPostLevelTooLow;
    case Nearness::kLevel:
      return Reason::kPostCertificateNotValid;
    case Nearness::kUndecided:
      return Reason::kPostCertificateUndecided;
    case Nearness::kFit:
      break;
  }
  return std::nullopt;
}

Answer AnswerAfter(Nearness nearness) {
  if (nearness == Nearness::kFit) return Answer::kYes;
  return nearness == Nearness::kUndecided ? Answer::kUnknown : Answer::kNo;
}

Answer Both(Answer one, Answer other) {
  if (one == Answer::kNo || other == Answer::kNo) return Answer::kNo;
  return one == Answer::kYes ? other : one;
}

// Whether as many members as needed are fit: open while the undecided ones could make up for it.
Answer EnoughAreFit(const TeamFitness& team) {
  if (team.members.empty()) return Answer::kNo;
  if (team.fit_members >= team.needed_members) return Answer::kYes;
  const size_t at_best = team.fit_members + team.undecided_members;
  return at_best >= team.needed_members ? Answer::kUnknown : Answer::kNo;
}

}  // namespace

Fitness FitnessFor(const v1::SetPostRequirement& post,
                   absl::Span<const ShownCertificate> certificates) {
  Fitness fitness{.fit = Answer::kNo,
                  .reason = Reason::kPostCertificateMissing,
                  .certificate = std::nullopt,
                  .qualification = std::nullopt};
  Nearness nearest = Nearness::kNothing;
  for (size_t i = 0; i < certificates.size(); ++i) {
    for (int j = 0; j < post.qualifications_size(); ++j) {
      const Nearness nearness = NearnessOf(post.qualifications(j), certificates[i]);
      if (fitness.certificate && nearness <= nearest) continue;
      nearest = nearness;
      fitness = {.fit = AnswerAfter(nearness),
                 .reason = ReasonAfter(nearness),
                 .certificate = i,
                 .qualification = j};
    }
  }
  return fitness;
}

TeamFitness TeamFitnessFor(const v1::SetPostRequirement& post,
                           absl::Span<const std::vector<ShownCertificate>> members,
                           std::optional<size_t> leader) {
  TeamFitness team;
  for (const std::vector<ShownCertificate>& member : members) {
    team.members.push_back(FitnessFor(post, member));
    const Answer fit = team.members.back().fit;
    if (fit == Answer::kYes) ++team.fit_members;
    if (fit == Answer::kUnknown) ++team.undecided_members;
  }
  team.needed_members = post.team_minimum() != 0 ? post.team_minimum() : members.size();
  if (leader && *leader < members.size()) team.leader_fit = team.members[*leader].fit;

  const Answer enough = EnoughAreFit(team);
  const Answer led = post.leader_required() ? team.leader_fit : Answer::kYes;
  team.fit = Both(enough, led);
  if (team.fit != Answer::kYes) {
    team.reason = enough == team.fit ? Reason::kTeamTooFewFit : Reason::kTeamLeaderNotFit;
  }
  return team;
}

}  // namespace linkcert::rules
