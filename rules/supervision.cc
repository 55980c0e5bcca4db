#include "rules/supervision.h"

#include "absl/strings/escaping.h"
#include "rules/acts.h"
#include "rules/plans.h"

namespace linkcert::rules {

using proto::Reason;
using proto::Refuse;

absl::Status CheckSupervisors(const ActContext& context, const v1::PlanBatch& plan,
                              const google::protobuf::RepeatedPtrField<std::string>& supervisors) {
  for (const std::string& reference : supervisors) {
    auto found = FindSupervisor(context.view, reference);
    if (!found.ok()) return found.status();
    if (*found == nullptr) {
      return Refuse(Reason::kSupervisorUnknown, absl::BytesToHexString(reference));
    }
    const v1::RegisterSupervisor& registered = (*found)->registration();
    const bool in_force =
        registered.valid_from() <= plan.exam_start() && plan.exam_end() <= registered.valid_to();
    if (context.Enforces(12) && !in_force) {
      return Refuse(Reason::kSupervisorNotInForce, (*found)->name());
    }
  }
  return absl::OkStatus();
}

absl::Status AdmitReportSupervision(ActContext& context, const v1::ReportSupervision& act) {
  absl::Status status = CheckSides(context.signers, {AuthoritySide()});
  if (!status.ok()) return status;
  absl::StatusOr<v1::Plan> plan = KnownPlan(context.view, act.organisation(), act.plan());
  if (!plan.ok()) return plan.status();
  if (!plan->has_started()) return Refuse(Reason::kExaminationNotStarted, plan->name());
  status = CheckSupervisors(context, plan->plan(), act.supervisors());
  if (!status.ok()) return status;
  *plan->mutable_supervision() = act;
  *plan->mutable_supervised() = context.Here();
  WritePlan(context, act.organisation(), act.plan(), *std::move(plan));
  return absl::OkStatus();
}

}  // namespace linkcert::rules
