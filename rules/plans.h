// Plans (认定计划), as the later steps of an assessment ask about them.
#ifndef LINKCERT_RULES_PLANS_H_
#define LINKCERT_RULES_PLANS_H_

#include <string>

#include "absl/status/statusor.h"
#include "linkcert/v1/resources.pb.h"
#include "rules/act_context.h"
#include "rules/signers.h"

namespace linkcert::rules {

// The side that signs each step of an issuer's own assessment: one person.
Side PlanningSide(const std::string& issuer);

// The plan as it stands, by its issuer and the statement_id of its PlanBatch: PLAN_UNKNOWN.
absl::StatusOr<v1::Plan> KnownPlan(const View& view, const std::string& issuer,
                                   const std::string& statement_id);
// The same for a step that the issuer itself takes, signed as such steps are.
absl::StatusOr<v1::Plan> OwnPlan(const ActContext& context, const std::string& statement_id);

void WritePlan(ActContext& context, const std::string& issuer, const std::string& statement_id,
               v1::Plan plan);

// The rule set that the plan's issuing follows: its province's, else the registry's.
absl::StatusOr<v1::RuleSet> RuleSetOf(const View& view, const v1::Plan& plan,
                                      const std::string& issuer);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_PLANS_H_
