// Supervision (督导) of examinations, as other rules ask about it (R12).
#ifndef LINKCERT_RULES_SUPERVISION_H_
#define LINKCERT_RULES_SUPERVISION_H_

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "linkcert/v1/act_process.pb.h"
#include "rules/act_context.h"

namespace linkcert::rules {

// SUPERVISOR_UNKNOWN; with R12 also SUPERVISOR_NOT_IN_FORCE on the plan's examination days.
absl::Status CheckSupervisors(const ActContext& context, const v1::PlanBatch& plan,
                              const google::protobuf::RepeatedPtrField<std::string>& supervisors);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_SUPERVISION_H_
