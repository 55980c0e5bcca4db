#include "rules/panels.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "proto/civil_date.h"
#include "rules/certificate_terms.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

bool IsBarred(const v1::Assessor& assessor, proto::CivilDate exam_start) {
  return assessor.has_barred() &&
         (assessor.barred_until() == 0 || assessor.barred_until() >= exam_start);
}

bool IsQualified(const v1::RegisterAssessor& assessor, const v1::PlanBatch& plan) {
  const bool skilled = absl::c_any_of(assessor.skills(), [&](const v1::AssessorSkill& skill) {
    return IsSame(skill.occupation(), plan.occupation()) && skill.ladder() == plan.ladder() &&
           skill.highest_level() >= plan.level();
  });
  return skilled && assessor.valid_from() <= plan.exam_start() &&
         plan.exam_end() <= assessor.valid_to();
}

absl::Status CheckAssessor(const ActContext& context, const v1::PlanBatch& plan,
                           const std::string& reference) {
  auto found = FindAssessor(context.view, reference);
  if (!found.ok()) return found.status();
  if (*found == nullptr) {
    return Refuse(Reason::kAssessorUnknown, absl::BytesToHexString(reference));
  }
  if (IsBarred(**found, plan.exam_start())) {
    return Refuse(Reason::kAssessorBarred, (*found)->name());
  }
  if (context.Enforces(11) && !IsQualified((*found)->registration(), plan)) {
    return Refuse(Reason::kAssessorNotQualified, (*found)->name());
  }
  return absl::OkStatus();
}

// The rule set's minimum or the standard's for the level, whichever is greater.
absl::StatusOr<int> PanelMinimum(const View& view, const v1::PlanBatch& plan,
                                 const v1::RuleSet& limits) {
  uint32_t minimum = limits.panel_minimum();
  auto standard = FindStandard(view, plan.standard(), plan.standard_version());
  if (!standard.ok()) return standard.status();
  if (*standard != nullptr) {  // R07 may be off
    for (const v1::StandardLevel& level : (*standard)->publication().levels()) {
      if (level.ordinal() == plan.level()) minimum = std::max(minimum, level.panel_minimum());
    }
  }
  return static_cast<int>(minimum);
}

absl::Status CheckSize(const ActContext& context, const v1::PlanBatch& plan, int assessors,
                       const v1::RuleSet& limits) {
  if (assessors % 2 == 0) {
    return Refuse(Reason::kAssessorPanelEven, absl::StrCat(assessors, " assessors"));
  }
  auto minimum = PanelMinimum(context.view, plan, limits);
  if (!minimum.ok()) return minimum.status();
  if (assessors < *minimum) {
    return Refuse(Reason::kAssessorPanelTooSmall, absl::StrCat(assessors, " of ", *minimum));
  }
  return absl::OkStatus();
}

// The assessor's service with examination number `ordinal` of the issuer.
absl::StatusOr<records::AssessorService> ServiceWith(const View& view, const std::string& issuer,
                                                     const std::string& assessor,
                                                     uint64_t ordinal) {
  auto before = FindAssessorService(view, issuer, assessor);
  if (!before.ok()) return before.status();
  records::AssessorService service;
  const bool goes_on = *before != nullptr && (*before)->last() + 1 == ordinal;
  service.set_in_a_row(goes_on ? (*before)->in_a_row() + 1 : 1);
  service.set_last(ordinal);
  return service;
}

}  // namespace

absl::Status CheckPanel(const ActContext& context, const v1::PlanBatch& plan,
                        const v1::StartExamination& act, const v1::RuleSet& limits) {
  if (context.Enforces(11)) {
    absl::Status status = CheckSize(context, plan, act.assessors_size(), limits);
    if (!status.ok()) return status;
  }
  for (const std::string& assessor : act.assessors()) {
    absl::Status status = CheckAssessor(context, plan, assessor);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status TakeTurns(ActContext& context, const std::string& issuer,
                       const v1::StartExamination& act, const v1::RuleSet& limits) {
  auto found = FindExaminationCount(context.view, issuer);
  if (!found.ok()) return found.status();
  records::ExaminationCount count;
  count.set_begun((*found == nullptr ? 0 : (*found)->begun()) + 1);
  for (const std::string& assessor : act.assessors()) {
    auto service = ServiceWith(context.view, issuer, assessor, count.begun());
    if (!service.ok()) return service.status();
    const bool limited = context.Enforces(11) && limits.panel_rotation() != 0;
    if (limited && service->in_a_row() > limits.panel_rotation()) {
      return Refuse(Reason::kAssessorPanelNotRotated, absl::BytesToHexString(assessor));
    }
    context.Write(AssessorServiceKey(issuer, assessor), *std::move(service),
                  &Record::mutable_assessor_service);
  }
  context.Write(ExaminationCountKey(issuer), std::move(count), &Record::mutable_examination_count);
  return absl::OkStatus();
}

}  // namespace linkcert::rules
