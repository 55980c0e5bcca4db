#include "rules/assessment_process.h"

#include "absl/algorithm/container.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

absl::Status CheckSteps(const v1::Plan& plan) {
  if (!plan.has_started()) return Refuse(Reason::kExaminationNotStarted, plan.name());
  if (!plan.has_results_approved()) return Refuse(Reason::kResultsNotApproved, plan.name());
  if (!plan.has_publicity_opened()) return Refuse(Reason::kPublicityNotOpen, plan.name());
  if (!plan.has_publicity_closed()) return Refuse(Reason::kPublicityNotClosed, plan.name());
  return absl::OkStatus();
}

absl::Status CheckDates(const v1::Plan& plan, const v1::IssueBatch& batch) {  // R08
  const bool same = batch.results_on() == plan.results().approved_on() &&
                    batch.publicity_from() == plan.publicity().opened_on() &&
                    batch.publicity_to() == plan.publicity_end().closed_on();
  if (!same) return Refuse(Reason::kProcessDatesDiffer, plan.name());
  return batch.publicity_to() <= batch.issued_on()
             ? absl::OkStatus()
             : Refuse(Reason::kDatesDisordered, "publicity_to ≤ issued_on");
}

absl::Status CheckSamePanel(const v1::Plan& plan, const v1::IssueBatch& batch) {  // R11
  if (!plan.has_started()) return Refuse(Reason::kExaminationNotStarted, plan.name());
  return absl::c_equal(batch.assessors(), plan.examination().assessors())
             ? absl::OkStatus()
             : Refuse(Reason::kPanelDiffers, plan.name());
}

absl::Status CheckSupervision(const v1::Plan& plan, const v1::IssueBatch& batch) {  // R12
  if (!plan.has_supervised()) return Refuse(Reason::kSupervisionMissing, plan.name());
  if (plan.supervision().objection()) return Refuse(Reason::kSupervisionObjected, plan.name());
  return absl::c_equal(batch.supervisors(), plan.supervision().supervisors())
             ? absl::OkStatus()
             : Refuse(Reason::kSupervisionDiffers, plan.name());
}

}  // namespace

absl::Status CheckProcess(const ActContext& context, const v1::Plan& plan,
                          const v1::IssueBatch& batch) {
  absl::Status status;
  if (context.Enforces(8)) status = CheckSteps(plan);
  if (status.ok() && context.Enforces(8)) status = CheckDates(plan, batch);
  if (status.ok() && context.Enforces(11)) status = CheckSamePanel(plan, batch);
  if (status.ok() && context.Enforces(12)) status = CheckSupervision(plan, batch);
  return status;
}

absl::Status CheckAgainstResults(const v1::Plan& plan, const v1::IssueBatch& batch,
                                 uint64_t issued) {
  if (!plan.has_results_approved()) return absl::OkStatus();
  const v1::ApproveResults& results = plan.results();
  if (batch.present() != results.present() || batch.passed() != results.passed()) {
    return Refuse(Reason::kResultsDiffer, plan.name());
  }
  const uint64_t objections = plan.publicity_end().objections_upheld();
  return issued + objections <= results.passed()
             ? absl::OkStatus()
             : Refuse(Reason::kCountsDisordered, "issued ≤ passed − objections_upheld");
}

}  // namespace linkcert::rules
