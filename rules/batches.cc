// Issuing: the one act that makes certificates.
#include <google/protobuf/util/message_differencer.h>

#include "absl/algorithm/container.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "rules/accreditations.h"
#include "rules/acts.h"
#include "rules/assessment_process.h"
#include "rules/batch_records.h"
#include "rules/batch_references.h"
#include "rules/companions.h"
#include "rules/number_blocks.h"
#include "rules/numbers.h"
#include "rules/occupations.h"
#include "rules/routes.h"
#include "rules/scope.h"
#include "rules/signers.h"
#include "rules/standards.h"

namespace linkcert::rules {
namespace {

using google::protobuf::util::MessageDifferencer;
using proto::Reason;
using proto::Refuse;

// The batch with everything it leans on.
struct Issue {
  const v1::IssueBatch& batch;
  std::string issuer;
  std::shared_ptr<const v1::Accreditation> accreditation;
  std::shared_ptr<const v1::Plan> plan;
  v1::RuleSet rule_set;  // of the issuer's province
  proto::CivilDate today = 0;

  const v1::GrantAccreditation& grant() const { return accreditation->grant(); }
};

absl::StatusOr<Issue> Gather(const ActContext& context, const v1::IssueBatch& act) {
  Issue issue{.batch = act,
              .issuer = context.first_organisation(),
              .accreditation = {},
              .plan = {},
              .rule_set = {},
              .today = proto::CivilDateAt(context.stamp.logged_at)};
  auto accreditation = InvokedAccreditation(context.view, act.accreditation(), issue.issuer);
  if (!accreditation.ok()) return accreditation.status();
  issue.accreditation = *std::move(accreditation);
  auto plan = FindPlan(context.view, issue.issuer, act.plan());
  if (!plan.ok()) return plan.status();
  if (*plan == nullptr) return Refuse(Reason::kPlanUnknown, absl::BytesToHexString(act.plan()));
  issue.plan = *std::move(plan);
  auto rule_set = IssuingRuleSet(context.view, issue.grant());
  if (!rule_set.ok()) return rule_set.status();
  issue.rule_set = *std::move(rule_set);
  return issue;
}

// R05: in force at this log index; after an end, only rosters sealed before it, within the grace.
absl::Status CheckInForce(const Issue& issue) {
  const v1::Accreditation& accreditation = *issue.accreditation;
  bool in_grace = accreditation.has_ended() && issue.plan->has_sealed() &&
                  issue.plan->sealed().index() < accreditation.ended().index() &&
                  issue.today <= proto::AddDays(proto::CivilDateAt(accreditation.ended().at()),
                                                issue.rule_set.end_grace_days());
  if (accreditation.has_suspended() || (accreditation.has_ended() && !in_grace)) {
    return Refuse(Reason::kAccreditationNotInForce, accreditation.name());
  }
  return CheckGrantDates(issue.grant(), issue.batch.exam_start(), issue.batch.issued_on());
}

// R05: a right that was logged after the examination began.
absl::Status CheckLateGrant(ActContext& context, const Issue& issue) {
  proto::CivilDate granted = proto::CivilDateAt(issue.accreditation->logged().at());
  if (granted <= issue.batch.exam_start()) return absl::OkStatus();
  if (issue.rule_set.late_grant() != v1::LATE_GRANT_WARN) {
    return Refuse(Reason::kAccreditationGrantedLate, proto::FormatDate(granted));
  }
  context.Warn(Reason::kAccreditationGrantedLate, proto::FormatDate(granted));
  return absl::OkStatus();
}

absl::Status CheckDates(const Issue& issue) {
  const v1::IssueBatch& batch = issue.batch;
  if (batch.exam_end() < batch.exam_start() || batch.issued_on() < batch.exam_end()) {
    return Refuse(Reason::kDatesDisordered, "exam_start ≤ exam_end ≤ issued_on");
  }
  if (batch.valid_to() != 0 && batch.valid_to() < batch.issued_on()) {
    return Refuse(Reason::kDatesDisordered, "valid_to");
  }
  if (batch.issued_on() > issue.today) return Refuse(Reason::kIssueDateInFuture);
  uint32_t limit = issue.rule_set.issue_to_log_days();
  if (limit != 0 && proto::DaysBetween(batch.issued_on(), issue.today) > limit) {
    return Refuse(Reason::kIssueDateTooOld, absl::StrCat("more than ", limit, " days"));  // R05
  }
  return absl::OkStatus();
}

absl::Status CheckAgainstPlan(const Issue& issue) {
  const v1::IssueBatch& batch = issue.batch;
  const v1::PlanBatch& plan = issue.plan->plan();
  bool same = batch.accreditation() == plan.accreditation() && batch.chain() == plan.chain() &&
              batch.standard() == plan.standard() &&
              batch.standard_version() == plan.standard_version() &&
              MessageDifferencer::Equals(batch.occupation(), plan.occupation()) &&
              batch.trade() == plan.trade() && batch.ladder() == plan.ladder() &&
              batch.level() == plan.level() && batch.route() == plan.route() &&
              batch.exam_start() == plan.exam_start() && batch.exam_end() == plan.exam_end() &&
              absl::c_linear_search(plan.classes(), batch.certificate_class());
  return same ? absl::OkStatus() : Refuse(Reason::kPlanDiffers, issue.plan->name());
}

uint32_t IssuedBefore(const Issue& issue) {
  const v1::PlanBatch& plan = issue.plan->plan();
  for (int i = 0; i < plan.classes_size(); ++i) {
    if (plan.classes(i) == issue.batch.certificate_class()) return issue.plan->issued(i);
  }
  return 0;
}

// R09: issued ≤ passed ≤ present ≤ admitted ≤ roster, over all batches of the plan.
absl::Status CheckCounts(const Issue& issue) {
  const v1::IssueBatch& batch = issue.batch;
  uint64_t issued = uint64_t{IssuedBefore(issue)} + batch.leaf_count();
  bool ordered = issued <= batch.passed() && batch.passed() <= batch.present() &&
                 batch.present() <= batch.admitted() &&
                 batch.admitted() == issue.plan->roster().admitted();
  if (!ordered) {
    return Refuse(Reason::kCountsDisordered,
                  "issued ≤ passed ≤ present ≤ admitted = the sealed roster's");
  }
  return CheckAgainstResults(*issue.plan, batch, issued);
}

absl::Status CheckRoster(const Issue& issue) {
  if (!issue.plan->has_sealed()) return Refuse(Reason::kRosterNotSealed, issue.plan->name());
  if (!MessageDifferencer::Equals(issue.batch.roster(), issue.plan->roster().roster())) {
    return Refuse(Reason::kRosterDiffers, issue.plan->name());
  }
  return absl::OkStatus();
}

absl::Status TakeQuota(ActContext& context, const Issue& issue) {  // R05
  uint32_t year = proto::YearOf(issue.today);
  const std::string& accreditation = issue.batch.accreditation();
  auto found = FindQuotaUse(context.view, accreditation, year);
  if (!found.ok()) return found.status();
  records::QuotaUse use = *found == nullptr ? records::QuotaUse() : **found;
  use.set_used(use.used() + issue.batch.leaf_count());
  uint64_t quota = issue.grant().yearly_quota();
  if (quota != 0 && use.used() > quota) {
    return Refuse(Reason::kQuotaExceeded, absl::StrCat(use.used(), " of ", quota, " in ", year));
  }
  context.Write(QuotaKey(accreditation, year), std::move(use), &Record::mutable_quota_use);
  return absl::OkStatus();
}

absl::Status TakeBlock(ActContext& context, const Issue& issue) {
  auto level = FindLadderLevel(context.view, issue.batch.ladder(), issue.batch.level());
  if (!level.ok()) return level.status();
  bool state = issue.batch.certificate_class() == v1::CERTIFICATE_CLASS_STATE_LEVEL;
  if (state && level->number_character().empty()) {
    return Refuse(Reason::kNumberLevelDiffers, "the level has no number character");
  }
  absl::Status status = CheckNumberBlock(issue.grant(), issue.batch, level->number_character());
  if (!status.ok()) return status;
  status = CheckAssigned(context.view, issue.rule_set, issue.batch.accreditation(),
                         issue.batch.numbers());
  if (!status.ok()) return status;
  return TakeNumbers(context, NumberSeriesOf(issue.grant(), issue.batch.numbers()),
                     issue.batch.numbers());
}

void WarnOfUnusual(ActContext& context, const Issue& issue) {  // R26
  const v1::IssueBatch& batch = issue.batch;
  const v1::RuleSet& limits = issue.rule_set;
  uint64_t share = batch.present() == 0 ? 0 : uint64_t{batch.passed()} * 100 / batch.present();
  if (share < limits.pass_share_low() ||
      (limits.pass_share_high() != 0 && share > limits.pass_share_high())) {
    context.Warn(Reason::kPassShareWarning, absl::StrCat(share, " %"));
  }
  if (batch.issued_on() == batch.exam_end()) context.Warn(Reason::kIssuedOnExamDayWarning, "");
  if (batch.leaf_count() < limits.small_batch()) {
    context.Warn(Reason::kSmallBatchWarning, absl::StrCat(batch.leaf_count(), " leaves"));
  }
}

absl::Status CheckRoute(const ActContext& context, const Issue& issue) {  // R14
  auto level = FindLadderLevel(context.view, issue.batch.ladder(), issue.batch.level());
  if (!level.ok()) return level.status();
  absl::Status status = CheckAllowed(issue.rule_set, issue.batch.route(), *level);
  return status.ok() ? CheckBasis(issue.batch, *level) : status;
}

absl::Status CheckIssue(ActContext& context, const Issue& issue) {
  absl::Status status = CheckScope(issue.grant(), ScopeOf(issue.batch));
  if (status.ok()) status = CheckInForce(issue);
  if (status.ok()) status = CheckLateGrant(context, issue);
  if (status.ok()) status = CheckDates(issue);
  if (status.ok()) status = CheckAgainstPlan(issue);
  if (status.ok()) {
    status =
        CheckPrintedName(context.view, issue.batch.occupation(), issue.batch.occupation_name());
  }
  if (status.ok()) status = CheckRoster(issue);
  if (status.ok()) status = CheckRoute(context, issue);
  if (status.ok()) status = CheckProcess(context, *issue.plan, issue.batch);
  if (status.ok()) status = CheckReferences(context.view, issue.issuer, issue.batch);
  if (status.ok() && context.Enforces(9)) status = CheckCounts(issue);
  if (status.ok()) status = CheckCompanions(context, issue.batch, *issue.plan);  // R10
  return status;
}

}  // namespace

absl::Status AdmitIssueBatch(ActContext& context, const v1::IssueBatch& act) {
  absl::Status status = CheckSides(context.signers, {IssuingSide(context.first_organisation())});
  if (!status.ok()) return status;  // R02, R13
  absl::StatusOr<Issue> issue = Gather(context, act);
  if (!issue.ok()) return issue.status();
  status = CheckIssue(context, *issue);
  if (status.ok()) status = TakeBlock(context, *issue);
  if (status.ok()) status = TakeQuota(context, *issue);
  if (!status.ok()) return status;
  if (context.Enforces(26)) WarnOfUnusual(context, *issue);
  WriteIssuedBatch(context, act, *issue->plan);
  return WriteCompanions(context, act);
}

}  // namespace linkcert::rules
