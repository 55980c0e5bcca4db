// RULES.md "The process of an assessment".
#include "tests/model/process_acts.h"

#include <algorithm>

#include "tests/model/acts.h"
#include "tests/model/scope.h"
#include "tests/model/signing.h"

namespace linkcert::model {
namespace {

// The plan, by its issuer alone.
const Plan* MustOwn(const Facts& facts, const std::string& id, Question& question) {
  const std::string& issuer = question.first_organisation;
  MustSign(question, {{.organisation = issuer,
                       .purposes = {v1::KEY_PURPOSE_GOVERNANCE, v1::KEY_PURPOSE_CERTIFICATE}}});
  const Plan* plan = Find(facts.plans, std::pair(issuer, id));
  return question.Must(plan != nullptr, "PLAN_UNKNOWN") ? plan : nullptr;
}

Plan& Own(Facts& facts, const std::string& id, const Question& question) {
  return facts.plans.at({question.first_organisation, id});
}

const v1::RuleSet& Limits(const Facts& facts, const Plan& plan) {
  return IssuingRules(facts, facts.accreditations.at(plan.plan.accreditation()).grant);
}

bool CoversExam(const Plan& plan, proto::CivilDate from, proto::CivilDate to) {
  return from <= plan.plan.exam_start() && plan.plan.exam_end() <= to;
}

void JudgeAssessor(const Facts& facts, const Plan& plan, const std::string& id,
                   Question& question) {
  const Assessor* found = Find(facts.assessors, id);
  if (!question.Must(found != nullptr, "ASSESSOR_UNKNOWN")) return;
  question.Must(
      !found->barred || (found->barred_until != 0 && found->barred_until < plan.plan.exam_start()),
      "ASSESSOR_BARRED");
  if (!facts.Enforces(11)) return;
  bool skilled = false;
  for (const v1::AssessorSkill& skill : found->registration.skills()) {
    skilled |= SameOccupation(skill.occupation(), plan.plan.occupation()) &&
               skill.ladder() == plan.plan.ladder() && plan.plan.level() <= skill.highest_level();
  }
  question.Must(
      skilled && CoversExam(plan, found->registration.valid_from(), found->registration.valid_to()),
      "ASSESSOR_NOT_QUALIFIED");
}

// Whether this assessor sat on each of the body's last `limit` panels.
bool SatOnAll(const Facts& facts, const std::string& body, const std::string& id, uint32_t limit) {
  const auto* panels = Find(facts.panels, body);
  if (panels == nullptr || panels->size() < limit) return false;
  return std::all_of(panels->end() - limit, panels->end(),
                     [&](const auto& panel) { return panel.count(id) > 0; });
}

void JudgePanel(const Facts& facts, const Plan& plan, const v1::StartExamination& act,
                Question& question) {
  for (const std::string& id : act.assessors()) JudgeAssessor(facts, plan, id, question);
  if (!facts.Enforces(11)) return;
  const v1::RuleSet& limits = Limits(facts, plan);
  uint32_t least = limits.panel_minimum();
  const auto version = std::pair(plan.plan.standard(), plan.plan.standard_version());
  if (const Standard* standard = Find(facts.standards, version)) {
    for (const v1::StandardLevel& level : standard->text.levels()) {
      if (level.ordinal() == plan.plan.level()) least = std::max(least, level.panel_minimum());
    }
  }
  const auto count = static_cast<uint32_t>(act.assessors_size());
  question.Must(count % 2 == 1, "ASSESSOR_PANEL_EVEN");
  question.Must(count >= least, "ASSESSOR_PANEL_TOO_SMALL");
  for (const std::string& id : act.assessors()) {
    question.Must(limits.panel_rotation() == 0 ||
                      !SatOnAll(facts, question.first_organisation, id, limits.panel_rotation()),
                  "ASSESSOR_PANEL_NOT_ROTATED");
  }
}

template <typename Ids>
void JudgeSupervisors(const Facts& facts, const Plan& plan, const Ids& ids, Question& question) {
  for (const std::string& id : ids) {
    const v1::RegisterSupervisor* found = Find(facts.supervisors, id);
    if (!question.Must(found != nullptr, "SUPERVISOR_UNKNOWN")) continue;
    question.Must(!facts.Enforces(12) || CoversExam(plan, found->valid_from(), found->valid_to()),
                  "SUPERVISOR_NOT_IN_FORCE");
  }
}

// R08
void MustLieBetween(const Facts& facts, proto::CivilDate first, proto::CivilDate day,
                    Question& question) {
  question.Must(!facts.Enforces(8) || (first <= day && day <= question.today), "DATES_DISORDERED");
}

template <typename List>
bool Same(const List& a, const List& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

void JudgeSteps(const v1::IssueBatch& act, const Plan& plan, Question& question) {
  question.Must(plan.examination.has_value(), "EXAMINATION_NOT_STARTED");
  question.Must(plan.results.has_value(), "RESULTS_NOT_APPROVED");
  question.Must(plan.publicity.has_value(), "PUBLICITY_NOT_OPEN");
  if (!question.Must(plan.closing.has_value(), "PUBLICITY_NOT_CLOSED")) return;
  question.Must(act.results_on() == plan.results->approved_on() &&
                    act.publicity_from() == plan.publicity->opened_on() &&
                    act.publicity_to() == plan.closing->closed_on(),
                "PROCESS_DATES_DIFFER");
  question.Must(plan.closing->closed_on() <= act.issued_on(), "DATES_DISORDERED");
}

void JudgeResults(const v1::IssueBatch& act, const Plan& plan, Question& question) {
  if (!plan.results) return;
  question.Must(act.present() == plan.results->present() && act.passed() == plan.results->passed(),
                "RESULTS_DIFFER");
  const uint64_t* before = Find(plan.issued, act.certificate_class());
  const uint64_t lost = plan.closing ? plan.closing->objections_upheld() : 0;
  question.Must(
      (before == nullptr ? 0 : *before) + act.leaf_count() + lost <= plan.results->passed(),
      "COUNTS_DISORDERED");
}

}  // namespace

void Judge(const Facts& facts, const v1::StartExamination& act, Question& question) {
  const Plan* plan = MustOwn(facts, act.plan(), question);
  if (plan == nullptr) return;
  question.Must(plan->roster.has_value(), "ROSTER_NOT_SEALED");
  question.Must(!plan->examination, "EXAMINATION_ALREADY_STARTED");
  const Accreditation& right = facts.accreditations.at(plan->plan.accreditation());
  question.Must(facts.StateOf(right.logged.index) == v1::STANDING_STATE_IN_FORCE,
                "ACCREDITATION_NOT_IN_FORCE");
  question.Must(!facts.Enforces(8) || plan->plan.exam_start() <= question.today,
                "DATES_DISORDERED");
  JudgePanel(facts, *plan, act, question);
  JudgeSupervisors(facts, *plan, act.supervisors(), question);
}

void Apply(Facts& facts, const v1::StartExamination& act, const Question& question) {
  Own(facts, act.plan(), question).examination = act;
  facts.panels[question.first_organisation].push_back(
      {act.assessors().begin(), act.assessors().end()});
}

void Judge(const Facts& facts, const v1::ApproveResults& act, Question& question) {
  const Plan* plan = MustOwn(facts, act.plan(), question);
  if (plan == nullptr) return;
  question.Must(plan->examination.has_value(), "EXAMINATION_NOT_STARTED");
  question.Must(!plan->results, "RESULTS_ALREADY_APPROVED");
  question.Must(!facts.Enforces(9) || (act.passed() <= act.present() && plan->roster &&
                                       act.present() <= plan->roster->admitted()),
                "COUNTS_DISORDERED");
  MustLieBetween(facts, plan->plan.exam_end(), act.approved_on(), question);
}

void Apply(Facts& facts, const v1::ApproveResults& act, const Question& question) {
  Own(facts, act.plan(), question).results = act;
}

void Judge(const Facts& facts, const v1::OpenPublicity& act, Question& question) {
  const Plan* plan = MustOwn(facts, act.plan(), question);
  if (plan == nullptr) return;
  question.Must(!plan->publicity, "PUBLICITY_ALREADY_OPEN");
  if (!question.Must(plan->results.has_value(), "RESULTS_NOT_APPROVED")) return;
  MustLieBetween(facts, plan->results->approved_on(), act.opened_on(), question);
}

void Apply(Facts& facts, const v1::OpenPublicity& act, const Question& question) {
  Own(facts, act.plan(), question).publicity = act;
}

void Judge(const Facts& facts, const v1::ClosePublicity& act, Question& question) {
  const Plan* plan = MustOwn(facts, act.plan(), question);
  if (plan == nullptr) return;
  question.Must(!plan->closing, "PUBLICITY_ALREADY_CLOSED");
  if (!question.Must(plan->publicity.has_value(), "PUBLICITY_NOT_OPEN")) return;
  const proto::CivilDate opened_on = plan->publicity->opened_on();
  MustLieBetween(facts, opened_on, act.closed_on(), question);
  const proto::CivilDate earliest =
      proto::AddDays(opened_on, Limits(facts, *plan).publicity_days());
  question.Must(!facts.Enforces(8) || earliest <= act.closed_on(), "PUBLICITY_TOO_SHORT");
  question.Must(!facts.Enforces(9) || act.objections_upheld() <= plan->results->passed(),
                "COUNTS_DISORDERED");
}

void Apply(Facts& facts, const v1::ClosePublicity& act, const Question& question) {
  Own(facts, act.plan(), question).closing = act;
}

void Judge(const Facts& facts, const v1::ReportSupervision& act, Question& question) {
  MustSign(question, {AuthoritySide()});
  const Plan* plan = Find(facts.plans, std::pair(act.organisation(), act.plan()));
  if (!question.Must(plan != nullptr, "PLAN_UNKNOWN")) return;
  question.Must(plan->examination.has_value(), "EXAMINATION_NOT_STARTED");
  JudgeSupervisors(facts, *plan, act.supervisors(), question);
}

void Apply(Facts& facts, const v1::ReportSupervision& act, const Question&) {
  facts.plans.at({act.organisation(), act.plan()}).supervision = act;
}

void Judge(const Facts& facts, const v1::RecordAppeals& act, Question& question) {
  const Plan* plan = MustOwn(facts, act.plan(), question);
  if (plan == nullptr) return;
  if (!question.Must(plan->results.has_value(), "RESULTS_NOT_APPROVED")) return;
  const v1::RecordAppeals before = plan->appeals.value_or(v1::RecordAppeals());
  question.Must(
      !facts.Enforces(9) ||
          (act.upheld() + act.rejected() <= act.received() &&
           act.received() <= plan->results->present() && act.received() >= before.received() &&
           act.upheld() >= before.upheld() && act.rejected() >= before.rejected()),
      "COUNTS_DISORDERED");
}

void Apply(Facts& facts, const v1::RecordAppeals& act, const Question& question) {
  Own(facts, act.plan(), question).appeals = act;
}

void JudgeProcess(const Facts& facts, const v1::IssueBatch& act, const Plan& plan,
                  Question& question) {
  if (facts.Enforces(8)) JudgeSteps(act, plan, question);
  if (facts.Enforces(9)) JudgeResults(act, plan, question);
  if (facts.Enforces(11) &&
      question.Must(plan.examination.has_value(), "EXAMINATION_NOT_STARTED")) {
    question.Must(Same(act.assessors(), plan.examination->assessors()), "PANEL_DIFFERS");
  }
  if (facts.Enforces(12) && question.Must(plan.supervision.has_value(), "SUPERVISION_MISSING")) {
    question.Must(!plan.supervision->objection(), "SUPERVISION_OBJECTED");
    question.Must(Same(act.supervisors(), plan.supervision->supervisors()), "SUPERVISION_DIFFERS");
  }
}

}  // namespace linkcert::model
