#include "tests/model/trial.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "proto/statement.h"
#include "rules/rule_sets.h"
#include "tests/testing/world_process.h"

namespace linkcert::model {
namespace {

constexpr uint32_t kActs = 40;
// Of so many histories one begins with an empty log, and one dwells on one thing.
constexpr uint32_t kCycle = 32;
constexpr uint32_t kActsFromNothing = 70;
constexpr uint32_t kActsOfDwelling = 160;
// So many at its end follow the whole process of assessments.
constexpr uint32_t kOfProcess = 6;
constexpr uint32_t kActsOfProcess = 90;

// What the seed makes of a history.
bool IsFromNothing(uint32_t seed) { return seed % kCycle == 0; }
bool Dwells(uint32_t seed) { return seed % kCycle == 1; }
bool FollowsProcess(uint32_t seed) { return seed % kCycle >= kCycle - kOfProcess; }

uint32_t ActsOf(uint32_t seed) {
  if (IsFromNothing(seed)) return kActsFromNothing;
  if (Dwells(seed)) return kActsOfDwelling;
  return FollowsProcess(seed) ? kActsOfProcess : kActs;
}

std::string ActOf(const Submission& submission) {
  const absl::string_view name = proto::ActName(proto::ActNumber(submission.statement));
  return std::string(name.data(), name.size());
}

// What admission may say, as the model sees it.
std::set<std::string> Allowed(const Answer& answer) {
  if (answer.already_logged) return {kAlreadyLogged};
  if (answer.reasons.empty()) return {kAdmitted};
  return answer.reasons;
}

}  // namespace

void Tally::Add(const std::string& act, const std::string& outcome) {
  ++acts;
  ++by_outcome[outcome];
  ++by_act[act][outcome];
}

void Tally::Add(const Tally& other) {
  histories += other.histories;
  acts += other.acts;
  for (const auto& [outcome, count] : other.by_outcome) by_outcome[outcome] += count;
  for (const auto& [act, outcomes] : other.by_act) {
    for (const auto& [outcome, count] : outcomes) by_act[act][outcome] += count;
  }
}

std::string Tally::Table() const {
  std::string table = absl::StrCat(histories, " histories, ", acts, " acts\n");
  for (const auto& [outcome, count] : by_outcome) {
    absl::StrAppendFormat(&table, "  %-32s %9d\n", outcome, count);
  }
  absl::StrAppend(&table, "admitted of submitted, by act\n");
  for (const auto& [act, outcomes] : by_act) {
    uint64_t all = 0;
    for (const auto& [outcome, count] : outcomes) all += count;
    auto admitted = outcomes.find(kAdmitted);
    absl::StrAppendFormat(&table, "  %-32s %9d of %d\n", act,
                          admitted == outcomes.end() ? 0 : admitted->second, all);
  }
  return table;
}

Trial::Trial()
    : founding_(world_.Founding()),
      empty_{.model = {}, .rulebook = Rulebook(std::make_shared<crypto::KeyCache>())},
      founded_(empty_),
      full_(empty_),
      assigned_(empty_) {
  for (const std::string& envelope : founding_) Submit(founded_, FromEnvelope(envelope));
  MakeFull();
}

// Six assessors, so that panels can rotate, and a right to special routes.
void Trial::MakeFull() {
  full_ = founded_;
  for (int number : {4, 5, 6}) {
    Submit(full_, FromEnvelope(world_.Sign(world_.RegisterAssessor(number), {"authority-1"})));
  }
  v1::Statement grant = world_.GrantAccreditation();
  grant.mutable_grant_accreditation()->set_accreditation("xingchen-routes");
  grant.mutable_grant_accreditation()->add_routes(v1::ROUTE_DIRECT);
  grant.mutable_grant_accreditation()->add_routes(v1::ROUTE_COMPETITION);
  Submit(full_, FromEnvelope(world_.Sign(grant, {"authority-1"})));
  v1::RuleSet rules = rules::FullRuleSet();
  rules.set_publicity_days(2);
  const auto publish = [&](Registry& registry) {
    const v1::Statement statement = testing::PublishRuleSet(world_, rules);
    Submit(registry, FromEnvelope(world_.Sign(statement, {"authority-1", "authority-2"})));
  };
  publish(full_);
  assigned_ = full_;
  rules.set_province("32");
  rules.set_numbering(v1::NUMBERING_MODE_PROVINCE);
  publish(assigned_);
}

const Trial::Registry& Trial::StartOf(uint32_t seed) const {
  if (IsFromNothing(seed)) return empty_;
  if (!FollowsProcess(seed)) return founded_;
  return seed % 3 == 0 ? assigned_ : full_;
}

void Trial::Disagree(const std::string& what) {
  disagreements_.push_back(absl::StrCat("seed ", seed_, " step ", step_, ": ", what));
}

void Trial::Submit(Registry& registry, const Submission& submission) {
  const uint64_t now = world_.now_ms();
  const Answer answer = registry.model.Judge(submission, now);
  const std::set<std::string> allowed = Allowed(answer);
  const std::string outcome = registry.rulebook.Submit(submission, now);
  tally_.Add(ActOf(submission), outcome);
  if (allowed.count(outcome) == 0) {
    Disagree(absl::StrCat(ActOf(submission), " -> ", outcome,
                          ", the model: ", absl::StrJoin(allowed, " "), "\n",
                          submission.statement.ShortDebugString()));
  }
  if (outcome == kAdmitted) {
    registry.model.Apply(submission, now);
  } else if (outcome != kAlreadyLogged) {
    MustFind(registry.rulebook.ReplayOf(submission, now), registry.rulebook.size(), outcome);
  }
}

void Trial::MustFind(const Findings& findings, uint64_t index, const std::string& refusal) {
  // How many leaves came in with a statement does not stand in a log.
  const bool counted = refusal == "LEAF_COUNT_DIFFERS" || refusal == "LEAVES_UNEXPECTED";
  for (const auto& [at, reason] : findings) {
    if (counted ? reason == "UNIT_INCOMPLETE" : at == index && reason == refusal) return;
  }
  Disagree(absl::StrCat(refusal, " is not found on replay"));
}

void Trial::LogStatusRoot(Registry& registry, bool wrong_first) {
  const uint64_t now = world_.now_ms();
  if (wrong_first) {
    const std::string wrong(32, 'w');
    const std::string outcome = registry.rulebook.SubmitStatusRoot(wrong, now);
    tally_.Add("status_root", outcome);
    if (outcome != "STATUS_ROOT_DIFFERS") Disagree(absl::StrCat("wrong StatusRoot -> ", outcome));
    MustFind(registry.rulebook.ReplayOfStatusRoot(wrong, now), registry.rulebook.size(), outcome);
  }
  const uint64_t index = registry.model.facts().size;
  if (registry.model.IsStatusRootLate(now)) {
    expected_.push_back({index, "STATUS_ROOT_LATE"});
    tally_.Add("status_root", "STATUS_ROOT_LATE");
  }
  const std::string outcome = registry.rulebook.SubmitStatusRoot(registry.model.StatusRoot(), now);
  tally_.Add("status_root", outcome);
  if (outcome != kAdmitted) Disagree(absl::StrCat("the StatusRoot -> ", outcome));
  registry.model.ApplyStatusRoot(now);
}

// The registry logs a StatusRoot when one is due and after changes, but for a few times.
void Trial::Step(Registry& registry, History& history) {
  history.PassTime();
  const bool founded = registry.model.facts().size > 0;
  if (founded && (registry.model.IsStatusRootDue(world_.now_ms()) ? !history.OnceIn(12)
                                                                  : history.OnceIn(60))) {
    LogStatusRoot(registry, history.OnceIn(30));
  }
  Submit(registry, history.Next());
  if (registry.model.facts().uncovered_since && !history.OnceIn(6)) {
    LogStatusRoot(registry, history.OnceIn(30));
  }
}

void Trial::Conclude(const Registry& start, const Registry& end) {
  if (end.model.facts().size != end.rulebook.size()) Disagree("sizes differ");
  if (end.model.facts().size > 0 && end.model.StatusRoot() != end.rulebook.StatusRoot()) {
    Disagree("status maps differ");
  }
  for (const auto& [certificate, batch] : end.model.facts().certificates) {
    if (end.model.NationalSyncOf(certificate) != end.rulebook.NationalSyncOf(certificate)) {
      Disagree(absl::StrCat("what was reported of certificate ", certificate));
    }
    const Facts& facts = end.model.facts();
    if (end.rulebook.CompanionOf(certificate) !=
        std::pair(facts.CompanionOf(certificate), facts.AwaitsDecision(certificate))) {
      Disagree(absl::StrCat("the companion of certificate ", certificate));
    }
  }
  if (start.rulebook.ReplayTo(end.rulebook) != expected_) Disagree("replay finds other things");
  if (!start.rulebook.ReplayAgrees(end.rulebook)) Disagree("replay leaves other records");
}

std::vector<std::string> Trial::Play(uint32_t seed) {
  seed_ = seed;
  expected_.clear();
  disagreements_.clear();
  const Registry& start = StartOf(seed);
  Registry registry = start;
  world_.set_now_ms(testing::kFoundingMs);
  History history(world_, registry.model, seed);
  if (IsFromNothing(seed)) history.FoundFirst(founding_);
  if (Dwells(seed)) history.DwellOnOne();
  if (FollowsProcess(seed)) history.FollowProcess();
  for (step_ = 0; step_ < ActsOf(seed) && disagreements_.empty(); ++step_) {
    Step(registry, history);
  }
  Conclude(start, registry);
  ++tally_.histories;
  return disagreements_;
}

}  // namespace linkcert::model
