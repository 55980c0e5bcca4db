#include "rules/plans.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "rules/accreditations.h"
#include "rules/acts.h"
#include "rules/chains.h"
#include "rules/occupations.h"
#include "rules/routes.h"
#include "rules/scope.h"
#include "rules/standards.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

absl::Status CheckRight(const View& view, const v1::PlanBatch& act, const std::string& issuer) {
  auto accreditation = InvokedAccreditation(view, act.accreditation(), issuer);
  if (!accreditation.ok()) return accreditation.status();
  const v1::GrantAccreditation& grant = (*accreditation)->grant();
  absl::Status status = CheckUsable(**accreditation);
  if (status.ok()) status = CheckScope(grant, ScopeOf(act));
  if (status.ok()) status = CheckPublished(view, act.occupation(), act.trade());
  if (status.ok()) status = CheckGrantDates(grant, act.exam_start(), act.exam_end());
  if (!status.ok()) return status;
  auto rule_set = IssuingRuleSet(view, grant);
  if (!rule_set.ok()) return rule_set.status();
  auto level = FindLadderLevel(view, act.ladder(), act.level());
  return level.ok() ? CheckAllowed(*rule_set, act.route(), *level) : level.status();
}

// R06: a chain's roster holds active members only, as of this entry.
absl::Status CheckRosterFirms(const ActContext& context, const std::string& chain,
                              const v1::RosterSummary& roster) {
  proto::CivilDate today = proto::CivilDateAt(context.stamp.logged_at);
  for (const std::string& organisation : roster.organisations()) {
    if (!chain.empty()) {
      absl::Status status = CheckActiveMember(context.view, chain, organisation, today);
      if (!status.ok()) return status;
      continue;
    }
    auto found = FindOrganisation(context.view, organisation);
    if (!found.ok()) return found.status();
    if (*found == nullptr) return Refuse(Reason::kOrganisationUnknown, organisation);
  }
  return absl::OkStatus();
}

}  // namespace

Side PlanningSide(const std::string& issuer) {
  return {.organisation = issuer,
          .purposes = {v1::KEY_PURPOSE_GOVERNANCE, v1::KEY_PURPOSE_CERTIFICATE}};
}

absl::StatusOr<v1::Plan> KnownPlan(const View& view, const std::string& issuer,
                                   const std::string& statement_id) {
  auto found = FindPlan(view, issuer, statement_id);
  if (!found.ok()) return found.status();
  if (*found == nullptr) return Refuse(Reason::kPlanUnknown, absl::BytesToHexString(statement_id));
  return **found;
}

absl::StatusOr<v1::Plan> OwnPlan(const ActContext& context, const std::string& statement_id) {
  const std::string& issuer = context.first_organisation();
  absl::Status status = CheckSides(context.signers, {PlanningSide(issuer)});
  if (!status.ok()) return status;
  return KnownPlan(context.view, issuer, statement_id);
}

void WritePlan(ActContext& context, const std::string& issuer, const std::string& statement_id,
               v1::Plan plan) {
  context.Write(PlanKey(issuer, statement_id), std::move(plan), &Record::mutable_plan);
}

absl::StatusOr<v1::RuleSet> RuleSetOf(const View& view, const v1::Plan& plan,
                                      const std::string& issuer) {
  auto accreditation = InvokedAccreditation(view, plan.plan().accreditation(), issuer);
  if (!accreditation.ok()) return accreditation.status();
  return IssuingRuleSet(view, (*accreditation)->grant());
}

absl::Status AdmitPlanBatch(ActContext& context, const v1::PlanBatch& act) {
  const std::string& issuer = context.first_organisation();
  absl::Status status = CheckSides(context.signers, {PlanningSide(issuer)});
  if (status.ok()) status = CheckRight(context.view, act, issuer);
  if (status.ok() && context.Enforces(7)) {
    status = CheckStandard(context.view, act, proto::CivilDateAt(context.stamp.logged_at));
  }
  if (!status.ok()) return status;
  if (act.exam_end() < act.exam_start()) return Refuse(Reason::kDatesDisordered, "exam_end");

  const std::string& id = context.statement().statement_id();
  v1::Plan plan;
  plan.set_name(absl::StrCat("organisations/", issuer, "/plans/", absl::BytesToHexString(id)));
  *plan.mutable_plan() = act;
  *plan.mutable_logged() = context.Here();
  for (int i = 0; i < act.classes_size(); ++i) plan.add_issued(0);
  context.Write(PlanKey(issuer, id), std::move(plan), &Record::mutable_plan);
  return absl::OkStatus();
}

absl::Status AdmitSealRoster(ActContext& context, const v1::SealRoster& act) {
  const std::string& issuer = context.first_organisation();
  absl::StatusOr<v1::Plan> plan = OwnPlan(context, act.plan());
  if (!plan.ok()) return plan.status();
  if (plan->has_sealed()) return Refuse(Reason::kRosterAlreadySealed, plan->name());
  if (context.Enforces(9) && act.admitted() > act.roster().total()) {
    return Refuse(Reason::kCountsDisordered, "admitted above the roster's total");
  }
  auto accreditation = InvokedAccreditation(context.view, plan->plan().accreditation(), issuer);
  if (!accreditation.ok()) return accreditation.status();
  const std::string& chain = plan->plan().chain();
  absl::Status status = CheckUsable(**accreditation);
  if (status.ok()) status = CheckAudience((*accreditation)->grant(), chain, act.roster());
  if (status.ok()) status = CheckRosterFirms(context, chain, act.roster());
  if (!status.ok()) return status;
  *plan->mutable_roster() = act;
  *plan->mutable_sealed() = context.Here();
  WritePlan(context, issuer, act.plan(), *std::move(plan));
  return absl::OkStatus();
}

}  // namespace linkcert::rules
