// What a batch refers to besides its plan and right.
#ifndef LINKCERT_RULES_BATCH_REFERENCES_H_
#define LINKCERT_RULES_BATCH_REFERENCES_H_

#include <string>

#include "absl/status/status.h"
#include "linkcert/v1/act_issue.pb.h"
#include "rules/view.h"

namespace linkcert::rules {

// Logged before it: ASSESSOR_UNKNOWN, SUPERVISOR_UNKNOWN, and for the companion batch, one of the
// same issuer, BATCH_UNKNOWN.
absl::Status CheckReferences(const View& view, const std::string& issuer,
                             const v1::IssueBatch& batch);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_BATCH_REFERENCES_H_
