#include "rules/routes.h"

#include "absl/algorithm/container.h"
#include "proto/refusal.h"

namespace linkcert::rules {

using proto::Reason;
using proto::Refuse;

absl::Status CheckAllowed(const v1::RuleSet& rule_set, v1::Route route,
                          const v1::LadderLevel& level) {
  if (route != v1::ROUTE_EXAM && !absl::c_linear_search(rule_set.special_routes(), route)) {
    return Refuse(Reason::kScopeRouteNotGranted, v1::Route_Name(route));
  }
  if (level.appointment() && !rule_set.appointments()) {
    return Refuse(Reason::kScopeLevelNotGranted, "the rule set allows no appointments");
  }
  return absl::OkStatus();
}

absl::Status CheckBasis(const v1::IssueBatch& batch, const v1::LadderLevel& level) {
  const bool special = batch.route() != v1::ROUTE_EXAM || level.appointment();
  return special && batch.basis_digest().empty() ? Refuse(Reason::kBasisMissing, level.name())
                                                 : absl::OkStatus();
}

}  // namespace linkcert::rules
