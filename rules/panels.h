// Who assesses (R11).
#ifndef LINKCERT_RULES_PANELS_H_
#define LINKCERT_RULES_PANELS_H_

#include <string>

#include "absl/status/status.h"
#include "linkcert/v1/act_process.pb.h"
#include "linkcert/v1/resources.pb.h"
#include "rules/act_context.h"

namespace linkcert::rules {

// The panel of the plan's examination: known assessors (ASSESSOR_UNKNOWN) whom no sanction bars
// (ASSESSOR_BARRED). With R11 also ASSESSOR_PANEL_EVEN, ASSESSOR_PANEL_TOO_SMALL by `limits` and
// the plan's standard, and ASSESSOR_NOT_QUALIFIED.
absl::Status CheckPanel(const ActContext& context, const v1::PlanBatch& plan,
                        const v1::StartExamination& act, const v1::RuleSet& limits);

// Counts the examination that begins now for each of its assessors. With R11 and panel_rotation
// ASSESSOR_PANEL_NOT_ROTATED for one who served that many of the issuer's examinations in a row.
absl::Status TakeTurns(ActContext& context, const std::string& issuer,
                       const v1::StartExamination& act, const v1::RuleSet& limits);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_PANELS_H_
