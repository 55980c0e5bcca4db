// Publicity (公示): the list of those who passed is shown for some days (R08).
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/civil_date.h"
#include "rules/acts.h"
#include "rules/plans.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

proto::CivilDate Today(const ActContext& context) {
  return proto::CivilDateAt(context.stamp.logged_at);
}

absl::Status CheckOpening(const ActContext& context, const v1::Plan& plan,
                          const v1::OpenPublicity& act) {
  const bool ordered =
      plan.results().approved_on() <= act.opened_on() && act.opened_on() <= Today(context);
  return ordered ? absl::OkStatus()
                 : Refuse(Reason::kDatesDisordered, "approved_on ≤ opened_on ≤ log time");
}

// The first day does not count (Civil Code art. 201). The log's own times only warn: who loads what
// went before cannot have logged it then.
absl::Status CheckDuration(ActContext& context, const v1::Plan& plan, const v1::ClosePublicity& act,
                           uint32_t days) {
  const proto::CivilDate opened_on = plan.publicity().opened_on();
  if (act.closed_on() < opened_on || act.closed_on() > Today(context)) {
    return Refuse(Reason::kDatesDisordered, "opened_on ≤ closed_on ≤ log time");
  }
  if (proto::DaysBetween(opened_on, act.closed_on()) < days) {
    return Refuse(Reason::kPublicityTooShort, absl::StrCat("of ", days, " days"));
  }
  const proto::CivilDate logged = proto::CivilDateAt(plan.publicity_opened().at());
  if (proto::DaysBetween(logged, Today(context)) < days) {
    context.Warn(Reason::kPublicityLoggedLateWarning, proto::FormatDate(logged));
  }
  return absl::OkStatus();
}

absl::Status CheckClosing(ActContext& context, const v1::Plan& plan,
                          const v1::ClosePublicity& act) {
  if (context.Enforces(9) && act.objections_upheld() > plan.results().passed()) {
    return Refuse(Reason::kCountsDisordered, "objections_upheld ≤ passed");
  }
  if (!context.Enforces(8)) return absl::OkStatus();
  auto rule_set = RuleSetOf(context.view, plan, context.first_organisation());
  if (!rule_set.ok()) return rule_set.status();
  return CheckDuration(context, plan, act, rule_set->publicity_days());
}

}  // namespace

absl::Status AdmitOpenPublicity(ActContext& context, const v1::OpenPublicity& act) {
  absl::StatusOr<v1::Plan> plan = OwnPlan(context, act.plan());
  if (!plan.ok()) return plan.status();
  if (!plan->has_results_approved()) return Refuse(Reason::kResultsNotApproved, plan->name());
  if (plan->has_publicity_opened()) return Refuse(Reason::kPublicityAlreadyOpen, plan->name());
  absl::Status status = context.Enforces(8) ? CheckOpening(context, *plan, act) : absl::OkStatus();
  if (!status.ok()) return status;
  *plan->mutable_publicity() = act;
  *plan->mutable_publicity_opened() = context.Here();
  WritePlan(context, context.first_organisation(), act.plan(), *std::move(plan));
  return absl::OkStatus();
}

absl::Status AdmitClosePublicity(ActContext& context, const v1::ClosePublicity& act) {
  absl::StatusOr<v1::Plan> plan = OwnPlan(context, act.plan());
  if (!plan.ok()) return plan.status();
  if (!plan->has_publicity_opened()) return Refuse(Reason::kPublicityNotOpen, plan->name());
  if (plan->has_publicity_closed()) return Refuse(Reason::kPublicityAlreadyClosed, plan->name());
  absl::Status status = CheckClosing(context, *plan, act);
  if (!status.ok()) return status;
  *plan->mutable_publicity_end() = act;
  *plan->mutable_publicity_closed() = context.Here();
  WritePlan(context, context.first_organisation(), act.plan(), *std::move(plan));
  return absl::OkStatus();
}

}  // namespace linkcert::rules
