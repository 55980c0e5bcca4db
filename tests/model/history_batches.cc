// Random plans, rosters and batches.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "proto/certificate_leaf.h"
#include "proto/civil_date.h"
#include "tests/model/history.h"

namespace linkcert::model {

// One field that the accreditation or the standard does not have.
void History::MistakePlan(v1::PlanBatch& act) {
  switch (Pick(9)) {
    case 0:
      return act.set_accreditation("no-grant");
    case 1:
      return act.set_chain("no-chain");
    case 2:
      return act.set_standard("standard-2");
    case 3:
      return act.mutable_occupation()->set_code("6-31-01-10");
    case 4:
      return act.set_trade("无此工种");
    case 5:
      return act.set_level(1 + Pick(9));
    case 6:
      return act.set_route(v1::Route(1 + Pick(6)));
    case 7:
      return act.set_exam_end(proto::AddDays(act.exam_start(), OnceIn(2) ? -1 : 3000));
    default:
      act.clear_classes();
      act.add_classes(v1::CERTIFICATE_CLASS_SPECIAL_ABILITY);
  }
}

// As one of the accreditations allows, but for one field now and then.
Draft History::PlanBatch() {
  const std::string id = OnceIn(2) ? testing::kAccreditation : Any(facts().accreditations)->first;
  const v1::GrantAccreditation& grant = facts().accreditations.at(id).grant;
  Draft draft = Act(KeysOf(OnceIn(25) ? AnyFirm() : grant.organisation()));
  v1::PlanBatch& act = *draft.statement.mutable_plan_batch();
  const v1::ScopeItem& item = *Any(grant.scope());
  act.set_accreditation(id);
  if (!OnceIn(3)) act.set_chain(grant.chain());
  act.set_standard(*Any(grant.standards()));
  act.set_standard_version(1);
  const auto& [version, standard] = *Any(facts().standards);
  if (OnceIn(2) && version.first == act.standard()) act.set_standard_version(version.second);
  *act.mutable_occupation() = item.occupation();
  if (!item.trades().empty()) act.set_trade(*Any(item.trades()));
  act.set_ladder(item.ladder());
  act.set_level(*Any(item.levels()));
  for (int one : grant.classes()) act.add_classes(v1::CertificateClass(one));
  act.set_route(OnceIn(follows_process_ ? 2 : 6) ? v1::Route(*Any(grant.routes()))
                                                 : v1::ROUTE_EXAM);
  act.set_exam_start(Day(static_cast<int>(Pick(6)) - 2));
  act.set_exam_end(proto::AddDays(act.exam_start(), Pick(2)));
  if (OnceIn(5)) MistakePlan(act);
  return draft;
}

Draft History::SealRoster() {
  if (facts().plans.empty()) return PlanBatch();
  auto found = Any(facts().plans);
  for (int i = 0; i < 4 && found->second.roster; ++i) found = Any(facts().plans);
  const auto& [id, plan] = *found;
  Draft draft = Act(KeysOf(OnceIn(30) ? AnyFirm() : id.first));
  v1::SealRoster& act = *draft.statement.mutable_seal_roster();
  act.set_plan(OnceIn(30) ? std::string(16, 'p') : id.second);
  act.mutable_roster()->set_root(crypto::Sha256(absl::StrCat("roster ", Pick(3))).str());
  const uint32_t total = 1 + Pick(8);
  act.mutable_roster()->set_total(total);
  act.set_admitted(OnceIn(15) ? total + 1 : std::max<uint32_t>(1, total - Pick(2)));
  Names firms = {id.first};
  const Chain* chain = Find(facts().chains, plan.plan.chain());
  if (chain != nullptr && !chain->members.empty()) firms.insert(*Any(chain->members));
  if (OnceIn(8)) firms.insert(AnyFirm());
  for (const std::string& firm : firms) act.mutable_roster()->add_organisations(firm);
  return draft;
}

// One thing that is not as planned or sealed.
void History::MistakePlanned(v1::IssueBatch& act) {
  switch (Pick(8)) {
    case 0:
      return act.set_level(1 + Pick(8));
    case 1:
      return act.set_exam_start(proto::AddDays(act.exam_start(), -1));
    case 2:
      return act.mutable_roster()->set_total(act.roster().total() + 1);
    case 3:
      return act.set_admitted(act.admitted() + 1);
    case 4:
      return act.set_plan(Any(facts().plans)->first.second);
    case 5:
      return act.set_certificate_class(v1::CertificateClass(1 + Pick(3)));
    case 6:
      return act.set_trade("无此工种");
    default:
      return act.set_accreditation(OnceIn(2) ? "no-grant" : Any(facts().accreditations)->first);
  }
}

// One thing that contradicts itself or what is known.
void History::MistakeBatch(v1::IssueBatch& act) {
  const int step = static_cast<int>(Pick(3)) - 1;
  switch (Pick(9)) {
    case 0:
      return act.set_passed(act.present() + 1);
    case 1:
      return act.set_issued_on(Day(1));
    case 2:
      return act.set_issued_on(Day(-static_cast<int>(Pick(40))));
    case 3:
      return act.set_results_on(proto::AddDays(act.exam_end(), step));
    case 4:
      return act.set_valid_to(proto::AddDays(act.issued_on(), step));
    case 5:
      return act.add_assessors(std::string(16, '\xff'));
    case 6:
      return act.add_supervisors(std::string(16, '\xff'));
    case 7:
      return act.set_companion_batch(Any(facts().statements)->first.second);
    default:
      act.set_present(1);
      act.set_passed(1);
  }
}

// Sealed, examined, and not all certificates issued.
bool History::IsReady(const Plan& plan) const {
  uint64_t issued = 0;
  for (const auto& [one, count] : plan.issued) issued += count;
  return plan.roster && issued < plan.roster->admitted() * plan.plan.classes_size() &&
         plan.plan.exam_end() <= Day(0);
}

// The usual batch under a plan, of a class of the plan.
v1::IssueBatch History::BatchUnder(const std::string& plan_id, const Plan& plan) {
  v1::Statement planned = world_.New();
  planned.set_statement_id(plan_id);
  *planned.mutable_plan_batch() = plan.plan;
  v1::Statement roster = world_.SealRoster(planned);
  if (plan.roster) *roster.mutable_seal_roster() = *plan.roster;
  v1::IssueBatch act = world_.Batch(planned, roster).issue_batch();
  act.set_certificate_class(v1::CertificateClass(*Any(plan.plan.classes())));
  act.set_passed(act.admitted());
  act.set_issued_on(std::max(act.exam_end(), Day(-static_cast<int>(Pick(4)))));
  act.set_leaf_count(1 + Pick(std::min<uint32_t>(act.passed(), 3)) + (OnceIn(30) ? 9 : 0));
  if (OnceIn(4)) act.add_assessors(Any(facts().assessors)->first);
  AddProcess(act, plan);
  return act;
}

Draft History::IssueBatch() {
  if (facts().plans.empty()) return PlanBatch();
  auto found = Any(facts().plans);
  for (int i = 0; i < 16 && !IsReady(found->second); ++i) found = Any(facts().plans);
  return IssueUnder(found->first, found->second);
}

Draft History::IssueUnder(const std::pair<std::string, std::string>& id, const Plan& plan) {
  if (!plan.roster && !OnceIn(10)) return SealRoster();
  Draft draft = Act(KeysOf(OnceIn(30) ? AnyFirm() : id.first, 2));
  v1::IssueBatch& act = *draft.statement.mutable_issue_batch();
  act = BatchUnder(id.second, plan);
  NameCompanions(act, id.first);
  if (OnceIn(9)) MistakePlanned(act);
  if (OnceIn(9)) MistakeBatch(act);
  NumberIt(act, facts().accreditations.at(plan.plan.accreditation()).grant);
  AddLeaves(draft);
  return draft;
}

// Leaves that are not those of the statement; the stated root follows them or not.
void History::MistakeLeaves(Draft& draft) {
  if (draft.leaves.empty() || !draft.statement.has_issue_batch()) return;
  std::string& first = draft.leaves.front();
  v1::CertificateLeaf leaf;
  leaf.ParseFromString(first);
  switch (Pick(5)) {
    case 0:
      draft.leaves.pop_back();
      break;
    case 1:
      leaf.set_position(1);
      break;
    case 2:
      leaf.set_batch(std::string(16, 'b'));
      break;
    case 3:
      OnceIn(2) ? leaf.set_companion(7) : leaf.set_supersedes(7);
      break;
    default:
      leaf.set_claims_root(crypto::Sha256("other claims").str());
  }
  if (!draft.leaves.empty()) draft.leaves.front() = leaf.SerializeAsString();
  if (OnceIn(2)) draft.statement.mutable_issue_batch()->set_leaves_root(LeavesRoot(draft.leaves));
}

}  // namespace linkcert::model
