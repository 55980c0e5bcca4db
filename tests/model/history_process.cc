// Random steps of assessments, and sanctions.
#include <algorithm>

#include "crypto/hash.h"
#include "tests/model/history.h"
#include "tests/model/scope.h"

namespace linkcert::model {

// One whose roster is sealed and that has no certificates yet, if it meets one.
History::PlanPlace History::SomePlan() {
  auto found = Any(facts().plans);
  for (int i = 0; i < 8; ++i) {
    const Plan& plan = found->second;
    if (plan.roster && plan.issued.empty()) break;
    found = Any(facts().plans);
  }
  return found;
}

Draft History::NextStep() {
  if (facts().plans.empty()) return PlanBatch();
  if (OnceIn(25)) return ImposeSanction();
  if (OnceIn(25)) return AssignNumberBlock();
  const PlanPlace place = SomePlan();
  const Plan& plan = place->second;
  if (OnceIn(8)) return AnyStep(place);
  if (!plan.roster) return SealRoster();
  if (!plan.examination) return StartExamination(place);
  if (!plan.results) return ApproveResults(place);
  if (!plan.publicity) return OpenPublicity(place);
  if (!plan.closing) return ClosePublicity(place);
  const bool holds = plan.supervision && plan.supervision->objection();
  if (!plan.supervision || (holds && !OnceIn(4))) return ReportSupervision(place);
  return OnceIn(6) ? RecordAppeals(place) : IssueUnder(place->first, place->second);
}

Draft History::AnyStep(const PlanPlace& place) {
  switch (Pick(7)) {
    case 0:
      return StartExamination(place);
    case 1:
      return ApproveResults(place);
    case 2:
      return OpenPublicity(place);
    case 3:
      return ClosePublicity(place);
    case 4:
      return ReportSupervision(place);
    case 5:
      return RecordAppeals(place);
    default:
      return IssueUnder(place->first, place->second);
  }
}

// By the issuer of the plan, or seldom by somebody else.
Draft History::Step(const PlanPlace& place) {
  return Act(KeysOf(OnceIn(30) ? AnyFirm() : place->first.first));
}

// The plan's statement id, seldom another's.
std::string History::PlanId(const PlanPlace& place) {
  return OnceIn(40) ? std::string(16, 'p') : place->first.second;
}

// Mostly three different ones.
std::set<std::string> History::SomePanel() {
  std::set<std::string> panel;
  const uint32_t count = OnceIn(8) ? 1 + Pick(4) : 3;
  for (int i = 0; i < 20 && panel.size() < count; ++i) panel.insert(Any(facts().assessors)->first);
  if (OnceIn(30)) panel.insert(std::string(16, '\xff'));
  return panel;
}

std::string History::SomeSupervisor() {
  return OnceIn(25) ? std::string(16, '\xff') : Any(facts().supervisors)->first;
}

Draft History::StartExamination(const PlanPlace& place) {
  Draft draft = Step(place);
  v1::StartExamination& act = *draft.statement.mutable_start_examination();
  act.set_plan(PlanId(place));
  for (const std::string& assessor : SomePanel()) act.add_assessors(assessor);
  if (OnceIn(2)) act.add_supervisors(SomeSupervisor());
  return draft;
}

Draft History::ApproveResults(const PlanPlace& place) {
  Draft draft = Step(place);
  v1::ApproveResults& act = *draft.statement.mutable_approve_results();
  const Plan& plan = place->second;
  act.set_plan(PlanId(place));
  const uint32_t admitted = plan.roster ? plan.roster->admitted() : 3;
  act.set_present(admitted + (OnceIn(15) ? 1 : 0));
  act.set_passed(OnceIn(15) ? act.present() + 1 : act.present() - Pick(2));
  act.set_result_digest(crypto::Sha256("results").str());
  act.set_approved_on(std::max(plan.plan.exam_end(), Day(-static_cast<int>(Pick(4)))));
  if (OnceIn(15)) act.set_approved_on(Day(OnceIn(2) ? 1 : -9));
  return draft;
}

Draft History::OpenPublicity(const PlanPlace& place) {
  Draft draft = Step(place);
  v1::OpenPublicity& act = *draft.statement.mutable_open_publicity();
  act.set_plan(PlanId(place));
  const Plan& plan = place->second;
  const proto::CivilDate earliest = plan.results ? plan.results->approved_on() : Day(0);
  act.set_opened_on(std::max(earliest, Day(-static_cast<int>(Pick(4)))));
  if (OnceIn(15)) act.set_opened_on(OnceIn(2) ? Day(1) : proto::AddDays(earliest, -1));
  return draft;
}

Draft History::ClosePublicity(const PlanPlace& place) {
  Draft draft = Step(place);
  v1::ClosePublicity& act = *draft.statement.mutable_close_publicity();
  act.set_plan(PlanId(place));
  const Plan& plan = place->second;
  const proto::CivilDate opened_on = plan.publicity ? plan.publicity->opened_on() : Day(0);
  act.set_closed_on(Day(0));
  if (OnceIn(6)) act.set_closed_on(proto::AddDays(opened_on, static_cast<int>(Pick(5)) - 1));
  if (OnceIn(15)) act.set_closed_on(Day(1));
  act.set_objections_upheld(OnceIn(6) ? Pick(5) : 0);
  return draft;
}

Draft History::ReportSupervision(const PlanPlace& place) {
  Draft draft = Act(OnceIn(30) ? KeysOf(place->first.first) : Authority());
  v1::ReportSupervision& act = *draft.statement.mutable_report_supervision();
  act.set_organisation(OnceIn(30) ? AnyFirm() : place->first.first);
  act.set_plan(PlanId(place));
  act.add_supervisors(SomeSupervisor());
  act.set_report_digest(crypto::Sha256("report").str());
  act.set_objection(OnceIn(4));
  return draft;
}

Draft History::RecordAppeals(const PlanPlace& place) {
  Draft draft = Step(place);
  v1::RecordAppeals& act = *draft.statement.mutable_record_appeals();
  act.set_plan(PlanId(place));
  act.set_received(Pick(4));
  act.set_upheld(Pick(act.received() + 1));
  act.set_rejected(act.received() - act.upheld() + (OnceIn(12) ? 1 : 0));
  return draft;
}

// The dates, counts and people of the steps, and the basis of what needs one.
void History::AddProcess(v1::IssueBatch& act, const Plan& plan) {
  if (plan.results) {
    act.set_present(plan.results->present());
    act.set_passed(std::max<uint32_t>(1, plan.results->passed()));
    act.set_results_on(plan.results->approved_on());
  }
  if (plan.publicity) act.set_publicity_from(plan.publicity->opened_on());
  if (plan.closing) {
    act.set_publicity_to(plan.closing->closed_on());
    act.set_issued_on(std::max(act.issued_on(), plan.closing->closed_on()));
  }
  if (plan.examination) *act.mutable_assessors() = plan.examination->assessors();
  if (plan.supervision) *act.mutable_supervisors() = plan.supervision->supervisors();
  const bool special = act.route() != v1::ROUTE_EXAM || act.level() > 6;
  if (special && !OnceIn(4)) act.set_basis_digest(crypto::Sha256("basis").str());
  if (OnceIn(8)) MistakeProcess(act);
}

// One thing that is not as the steps have it.
void History::MistakeProcess(v1::IssueBatch& act) {
  switch (Pick(6)) {
    case 0:
      return act.clear_results_on();
    case 1:
      return act.set_publicity_to(Day(0));
    case 2:
      return act.clear_assessors();
    case 3:
      return act.clear_supervisors();
    case 4:
      return act.set_present(act.present() + 1);
    default:
      act.set_issued_on(act.exam_end());
  }
}

Draft History::ImposeSanction() {
  if (facts().findings.empty()) return RecordFinding();
  Draft draft = Act(Authority());
  v1::ImposeSanction& act = *draft.statement.mutable_impose_sanction();
  const auto& [index, finding] = *Any(facts().findings);
  act.set_finding(index + (OnceIn(20) ? 1 : 0));
  act.set_kind(v1::SanctionKind(OnceIn(2) ? 5 : 1 + Pick(5)));
  const bool filing =
      act.kind() == v1::SANCTION_KIND_SUSPEND_FILING || act.kind() == v1::SANCTION_KIND_END_FILING;
  if (filing != OnceIn(20)) {
    act.set_accreditation(OnceIn(25) ? "no-grant" : Any(facts().accreditations)->first);
  }
  if ((act.kind() == v1::SANCTION_KIND_BAR_ASSESSOR) != OnceIn(20)) {
    act.set_assessor(OnceIn(25) ? std::string(16, '\xff') : Any(facts().assessors)->first);
  }
  if (OnceIn(3)) act.set_until(Day(static_cast<int>(Pick(20)) - 1));
  return draft;
}

}  // namespace linkcert::model
