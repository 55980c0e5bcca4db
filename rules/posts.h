// Whether a person, or a team, is fit for a post by the certificates they show (证岗相适). Pure;
// thread-safe.
#ifndef LINKCERT_RULES_POSTS_H_
#define LINKCERT_RULES_POSTS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "linkcert/v1/act_oversight.pb.h"
#include "proto/reason.h"
#include "rules/answer.h"
#include "rules/certificate_terms.h"

namespace linkcert::rules {

// A certificate as somebody shows it, with what its verification gave.
struct ShownCertificate {
  CertificateTerms terms;
  Answer valid = Answer::kUnknown;
};

struct Fitness {
  Answer fit = Answer::kNo;
  // Unless fit. POST_CERTIFICATE_MISSING: nothing is shown. Else how far the certificate came that
  // comes nearest, of what is asked in this order: POST_OCCUPATION_DIFFERS, POST_TRADE_DIFFERS,
  // POST_LADDER_DIFFERS, POST_LEVEL_TOO_LOW, POST_CERTIFICATE_NOT_VALID, and
  // POST_CERTIFICATE_UNDECIDED, with which the answer is unknown.
  std::optional<proto::Reason> reason;
  // The certificate that makes fit, or comes nearest, and what it was held against; 0-based, the
  // first of equals. Absent when nothing is shown.
  std::optional<size_t> certificate;
  std::optional<int> qualification;
};

// One certificate must have all that one of the qualifications asks: the occupation with its
// edition, the trade if one is named, the ladder, that level or a higher one of it, and be valid.
// An honour is on another ladder and satisfies nothing.
Fitness FitnessFor(const v1::SetPostRequirement& post,
                   absl::Span<const ShownCertificate> certificates);

struct TeamFitness {
  Answer fit = Answer::kNo;
  // TEAM_TOO_FEW_FIT, TEAM_LEADER_NOT_FIT; unless fit: also of an open answer, what it hangs on.
  std::optional<proto::Reason> reason;
  std::vector<Fitness> members;  // in the order given
  // How many are, or may be, and how many must be.
  size_t fit_members = 0;
  size_t undecided_members = 0;
  size_t needed_members = 0;
  Answer leader_fit = Answer::kNo;  // also when the post does not ask; no leader = no

  bool all_fit() const { return !members.empty() && fit_members == members.size(); }
};

// `members` by what each shows; `leader` is the place of the leader among them, if there is one.
// At least `team_minimum` must be fit, all when that is absent; the leader, when the post asks so.
// A team without members is not fit.
TeamFitness TeamFitnessFor(const v1::SetPostRequirement& post,
                           absl::Span<const std::vector<ShownCertificate>> members,
                           std::optional<size_t> leader);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_POSTS_H_
