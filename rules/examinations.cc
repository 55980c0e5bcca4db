// The examination of a plan: begun with its panel, results, appeals.
#include <utility>

#include "proto/civil_date.h"
#include "rules/accreditations.h"
#include "rules/acts.h"
#include "rules/panels.h"
#include "rules/plans.h"
#include "rules/supervision.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

// R08: not before its first day.
absl::Status CheckDay(const ActContext& context, const v1::PlanBatch& plan) {
  const bool early = proto::CivilDateAt(context.stamp.logged_at) < plan.exam_start();
  return context.Enforces(8) && early ? Refuse(Reason::kDatesDisordered, "exam_start ≤ log time")
                                      : absl::OkStatus();
}

absl::Status CheckResults(const ActContext& context, const v1::Plan& plan,
                          const v1::ApproveResults& act) {
  const bool counted = act.passed() <= act.present() && act.present() <= plan.roster().admitted();
  if (context.Enforces(9) && !counted) {
    return Refuse(Reason::kCountsDisordered, "passed ≤ present ≤ admitted");
  }
  const bool dated = plan.plan().exam_end() <= act.approved_on() &&
                     act.approved_on() <= proto::CivilDateAt(context.stamp.logged_at);
  if (context.Enforces(8) && !dated) {
    return Refuse(Reason::kDatesDisordered, "exam_end ≤ approved_on ≤ log time");
  }
  return absl::OkStatus();
}

// R09: of those who were present; counts of all appeals since the results, so none falls.
absl::Status CheckAppeals(const v1::Plan& plan, const v1::RecordAppeals& act) {
  const v1::RecordAppeals& before = plan.appeals();
  const bool counted = uint64_t{act.upheld()} + act.rejected() <= act.received() &&
                       act.received() <= plan.results().present();
  const bool grown = before.received() <= act.received() && before.upheld() <= act.upheld() &&
                     before.rejected() <= act.rejected();
  return counted && grown
             ? absl::OkStatus()
             : Refuse(Reason::kCountsDisordered, "upheld + rejected ≤ received ≤ present");
}

}  // namespace

absl::Status AdmitStartExamination(ActContext& context, const v1::StartExamination& act) {
  const std::string& issuer = context.first_organisation();
  absl::StatusOr<v1::Plan> plan = OwnPlan(context, act.plan());
  if (!plan.ok()) return plan.status();
  if (!plan->has_sealed()) return Refuse(Reason::kRosterNotSealed, plan->name());
  if (plan->has_started()) return Refuse(Reason::kExaminationAlreadyStarted, plan->name());
  auto accreditation = InvokedAccreditation(context.view, plan->plan().accreditation(), issuer);
  if (!accreditation.ok()) return accreditation.status();
  auto limits = IssuingRuleSet(context.view, (*accreditation)->grant());
  if (!limits.ok()) return limits.status();
  absl::Status status = CheckUsable(**accreditation);
  if (status.ok()) status = CheckDay(context, plan->plan());
  if (status.ok()) status = CheckPanel(context, plan->plan(), act, *limits);
  if (status.ok()) status = CheckSupervisors(context, plan->plan(), act.supervisors());
  if (status.ok()) status = TakeTurns(context, issuer, act, *limits);
  if (!status.ok()) return status;
  *plan->mutable_examination() = act;
  *plan->mutable_started() = context.Here();
  WritePlan(context, issuer, act.plan(), *std::move(plan));
  return absl::OkStatus();
}

absl::Status AdmitApproveResults(ActContext& context, const v1::ApproveResults& act) {
  absl::StatusOr<v1::Plan> plan = OwnPlan(context, act.plan());
  if (!plan.ok()) return plan.status();
  if (!plan->has_started()) return Refuse(Reason::kExaminationNotStarted, plan->name());
  if (plan->has_results_approved()) return Refuse(Reason::kResultsAlreadyApproved, plan->name());
  absl::Status status = CheckResults(context, *plan, act);
  if (!status.ok()) return status;
  *plan->mutable_results() = act;
  *plan->mutable_results_approved() = context.Here();
  WritePlan(context, context.first_organisation(), act.plan(), *std::move(plan));
  return absl::OkStatus();
}

absl::Status AdmitRecordAppeals(ActContext& context, const v1::RecordAppeals& act) {
  absl::StatusOr<v1::Plan> plan = OwnPlan(context, act.plan());
  if (!plan.ok()) return plan.status();
  if (!plan->has_results_approved()) return Refuse(Reason::kResultsNotApproved, plan->name());
  absl::Status status = context.Enforces(9) ? CheckAppeals(*plan, act) : absl::OkStatus();
  if (!status.ok()) return status;
  *plan->mutable_appeals() = act;
  *plan->mutable_appeals_recorded() = context.Here();
  WritePlan(context, context.first_organisation(), act.plan(), *std::move(plan));
  return absl::OkStatus();
}

}  // namespace linkcert::rules
