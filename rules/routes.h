// Routes and levels that a rule set must allow (R14). Pure.
#ifndef LINKCERT_RULES_ROUTES_H_
#define LINKCERT_RULES_ROUTES_H_

#include "absl/status/status.h"
#include "linkcert/v1/act_governance.pb.h"
#include "linkcert/v1/act_issue.pb.h"
#include "linkcert/v1/act_standard.pb.h"

namespace linkcert::rules {

// SCOPE_ROUTE_NOT_GRANTED for a route besides EXAM, SCOPE_LEVEL_NOT_GRANTED for an appointment
// (聘任), that the rule set does not allow.
absl::Status CheckAllowed(const v1::RuleSet& rule_set, v1::Route route,
                          const v1::LadderLevel& level);

// BASIS_MISSING for a batch of such a route or level without basis_digest.
absl::Status CheckBasis(const v1::IssueBatch& batch, const v1::LadderLevel& level);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_ROUTES_H_
