// What a batch refers to besides its plan and right.
#ifndef LINKCERT_RULES_BATCH_REFERENCES_H_
#define LINKCERT_RULES_BATCH_REFERENCES_H_

#include <string>

#include "absl/status/status.h"
#include "linkcert/v1/act_issue.pb.h"
#include "rules/records.h"

namespace linkcert::rules {

// The IssueBatch with this statement_id, among the issuer's own: BATCH_UNKNOWN.
absl::StatusOr<PlacedBatch> FindOwnBatch(const View& view, const std::string& issuer,
                                         const std::string& statement_id);

// Logged before it: ASSESSOR_UNKNOWN, SUPERVISOR_UNKNOWN, and for the companion batch, one of the
// same issuer, BATCH_UNKNOWN.
absl::Status CheckReferences(const View& view, const std::string& issuer,
                             const v1::IssueBatch& batch);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_BATCH_REFERENCES_H_
