// What must have happened before a batch is issued (认定流程: R08, R09, R11, R12).
#ifndef LINKCERT_RULES_ASSESSMENT_PROCESS_H_
#define LINKCERT_RULES_ASSESSMENT_PROCESS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "linkcert/v1/act_issue.pb.h"
#include "linkcert/v1/resources.pb.h"
#include "rules/act_context.h"

namespace linkcert::rules {

// Of the rules that are enforced, R08: examination, results and publicity are logged, with the
// batch's dates, and issued_on is not before the end of publicity (…_NOT_…, PROCESS_DATES_DIFFER,
// DATES_DISORDERED). R11: the panel is the examination's (PANEL_DIFFERS). R12: the newest report
// has no objection, and the batch names its supervisors (SUPERVISION_…).
absl::Status CheckProcess(const ActContext& context, const v1::Plan& plan,
                          const v1::IssueBatch& batch);

// R09, once results are approved: the batch states their counts (RESULTS_DIFFER), and `issued`
// certificates of its class leave out those whose pass publicity took away (COUNTS_DISORDERED).
absl::Status CheckAgainstResults(const v1::Plan& plan, const v1::IssueBatch& batch,
                                 uint64_t issued);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_ASSESSMENT_PROCESS_H_
