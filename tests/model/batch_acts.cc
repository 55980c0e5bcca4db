// RULES.md "Planning and issuing": batches.
#include "absl/strings/str_format.h"
#include "tests/model/acts.h"
#include "tests/model/leaves.h"
#include "tests/model/process_acts.h"
#include "tests/model/scope.h"
#include "tests/model/signing.h"

namespace linkcert::model {
namespace {

// R05: in force; or ended without being suspended, for a roster that was sealed before, for some
// days.
void JudgeStanding(const Facts& facts, const Accreditation& right, const Plan* plan,
                   Question& question) {
  const std::vector<Change>* history = Find(facts.standing, right.logged.index);
  if (history == nullptr || history->back().state == v1::STANDING_STATE_IN_FORCE) return;
  const Change& end = history->back();
  const bool was_suspended =
      history->size() > 1 && history->end()[-2].state == v1::STANDING_STATE_SUSPENDED;
  const int64_t days = proto::DaysBetween(proto::CivilDateAt(end.logged.at), question.today);
  const bool graced = end.state == v1::STANDING_STATE_ENDED && !was_suspended && plan != nullptr &&
                      plan->roster && plan->sealed_index < end.logged.index &&
                      days <= IssuingRules(facts, right.grant).end_grace_days();
  question.Must(graced, "ACCREDITATION_NOT_IN_FORCE");
}

void JudgeDates(const v1::IssueBatch& act, const Accreditation& right, const v1::RuleSet& rules,
                Question& question) {
  MustLieInGrant(right.grant, act.exam_start(), question);
  MustLieInGrant(right.grant, act.issued_on(), question);
  question.Must(rules.late_grant() == v1::LATE_GRANT_WARN ||
                    proto::CivilDateAt(right.logged.at) <= act.exam_start(),
                "ACCREDITATION_GRANTED_LATE");
  question.Must(act.issued_on() <= question.today, "ISSUE_DATE_IN_FUTURE");
  question.Must(
      rules.issue_to_log_days() == 0 ||
          proto::DaysBetween(act.issued_on(), question.today) <= rules.issue_to_log_days(),
      "ISSUE_DATE_TOO_OLD");
  question.Must(act.exam_start() <= act.exam_end() && act.exam_end() <= act.issued_on() &&
                    InOrder(act.issued_on(), act.valid_to()),
                "DATES_DISORDERED");
}

bool IsAsPlanned(const v1::IssueBatch& act, const v1::PlanBatch& plan) {
  return act.accreditation() == plan.accreditation() && act.chain() == plan.chain() &&
         act.standard() == plan.standard() && act.standard_version() == plan.standard_version() &&
         SameOccupation(act.occupation(), plan.occupation()) && act.trade() == plan.trade() &&
         act.ladder() == plan.ladder() && act.level() == plan.level() &&
         Has(plan.classes(), act.certificate_class()) && act.route() == plan.route() &&
         act.exam_start() == plan.exam_start() && act.exam_end() == plan.exam_end();
}

// R09: issued ≤ passed ≤ present ≤ admitted = the sealed roster's. One examination may give two
// classes: each is counted for itself.
void JudgeCounts(const v1::IssueBatch& act, const Plan& plan, Question& question) {
  const uint64_t* before = Find(plan.issued, act.certificate_class());
  question.Must((before == nullptr ? 0 : *before) + act.leaf_count() <= act.passed() &&
                    act.passed() <= act.present() && act.present() <= act.admitted() &&
                    (!plan.roster || act.admitted() == plan.roster->admitted()),
                "COUNTS_DISORDERED");
}

void JudgePlan(const v1::IssueBatch& act, const Plan& plan, Question& question) {
  question.Must(IsAsPlanned(act, plan.plan), "PLAN_DIFFERS");
  if (!question.Must(plan.roster.has_value(), "ROSTER_NOT_SEALED")) return;
  const v1::RosterSummary& sealed = plan.roster->roster();
  const auto& firms = act.roster().organisations();
  question.Must(act.roster().root() == sealed.root() && act.roster().total() == sealed.total() &&
                    std::equal(firms.begin(), firms.end(), sealed.organisations().begin(),
                               sealed.organisations().end()),
                "ROSTER_DIFFERS");
}

// R03 for state certificates: filing code (13), two digits of the year of issue, level character.
void JudgeStatePrefix(const Facts& facts, const v1::IssueBatch& act,
                      const v1::GrantAccreditation& grant, Question& question) {
  const std::string& prefix = act.numbers().prefix();
  if (!question.Must(prefix.size() == 16, "NUMBER_MALFORMED")) return;
  question.Must(prefix.substr(0, 13) == grant.filing_code(), "NUMBER_FILING_CODE_DIFFERS");
  question.Must(
      prefix.substr(13, 2) == absl::StrFormat("%02d", proto::YearOf(act.issued_on()) % 100),
      "NUMBER_YEAR_DIFFERS");
  const v1::LadderLevel* level = MustHaveLevel(facts, act.ladder(), act.level(), question);
  question.Must(level == nullptr || level->number_character() == prefix.substr(15),
                "NUMBER_LEVEL_DIFFERS");
}

bool IsState(const v1::IssueBatch& act) {
  return act.certificate_class() == v1::CERTIFICATE_CLASS_STATE_LEVEL;
}

// State numbers are the country's; others belong to one organisation.
std::string SeriesOf(const v1::IssueBatch& act, const std::string& issuer) {
  return IsState(act) ? act.numbers().prefix() : issuer + ":" + act.numbers().prefix();
}

// R03: well formed, and the issuer's own.
void JudgePrefix(const Facts& facts, const v1::IssueBatch& act, const Accreditation& right,
                 Question& question) {
  const v1::NumberBlock& block = act.numbers();
  question.Must(block.first() + block.count() <= 1000000, "NUMBER_MALFORMED");
  if (IsState(act)) {
    JudgeStatePrefix(facts, act, right.grant, question);
  } else {
    question.Must(block.prefix().size() >= 2 && block.prefix().size() <= 15, "NUMBER_MALFORMED");
  }
}

// R04: used and void serials make the range, used ones are the leaves, none was taken before.
void JudgeSerials(const Facts& facts, const v1::IssueBatch& act, const std::string& issuer,
                  Question& question) {
  const v1::NumberBlock& block = act.numbers();
  const uint32_t end = block.first() + block.count();
  for (uint32_t serial : block.voided()) {
    question.Must(block.first() <= serial && serial < end, "NUMBER_COUNT_DIFFERS");
  }
  question.Must(block.count() - block.voided_size() == act.leaf_count(), "NUMBER_COUNT_DIFFERS");
  const std::string series = SeriesOf(act, issuer);
  for (auto taken = facts.numbers.lower_bound({series, block.first()});
       taken != facts.numbers.end() && *taken < std::pair(series, end); ++taken) {
    const bool stays_void =
        facts.void_numbers.count(*taken) > 0 && Has(block.voided(), taken->second);
    question.Must(stays_void, "NUMBER_BLOCK_TAKEN");
  }
}

void JudgeQuota(const v1::IssueBatch& act, const Accreditation& right, Question& question) {
  const uint64_t* before = Find(right.issued, proto::YearOf(question.today));
  const uint64_t after = (before == nullptr ? 0 : *before) + act.leaf_count();
  question.Must(right.grant.yearly_quota() == 0 || after <= right.grant.yearly_quota(),
                "QUOTA_EXCEEDED");
}

// R14
void JudgeBasis(const Facts& facts, const v1::IssueBatch& act, Question& question) {
  const v1::LadderLevel* level = MustHaveLevel(facts, act.ladder(), act.level(), question);
  const bool special = act.route() != v1::ROUTE_EXAM || (level != nullptr && level->appointment());
  question.Must(!special || !act.basis_digest().empty(), "BASIS_MISSING");
}

// Who served, and the batch of the same examination that was logged before.
void JudgeNamed(const Facts& facts, const v1::IssueBatch& act, const std::string& issuer,
                Question& question) {
  for (const std::string& assessor : act.assessors()) {
    question.Must(facts.assessors.count(assessor) > 0, "ASSESSOR_UNKNOWN");
  }
  for (const std::string& supervisor : act.supervisors()) {
    question.Must(facts.supervisors.count(supervisor) > 0, "SUPERVISOR_UNKNOWN");
  }
  question.Must(
      act.companion_batch().empty() || facts.batch_names.count({issuer, act.companion_batch()}) > 0,
      "BATCH_UNKNOWN");
}

}  // namespace

void Judge(const Facts& facts, const v1::IssueBatch& act, Question& question) {
  const std::string& issuer = question.first_organisation;
  MustSign(question,
           {{.organisation = issuer, .purposes = {v1::KEY_PURPOSE_CERTIFICATE}, .people = 2}});
  const Plan* plan = Find(facts.plans, std::pair(issuer, act.plan()));
  if (question.Must(plan != nullptr, "PLAN_UNKNOWN")) {
    JudgePlan(act, *plan, question);
    if (facts.Enforces(9)) JudgeCounts(act, *plan, question);
    JudgeProcess(facts, act, *plan, question);
  }
  const Accreditation* right = MustInvoke(facts, act.accreditation(), issuer, question);
  if (right == nullptr) return;
  const v1::RuleSet& rules = IssuingRules(facts, right->grant);
  JudgeStanding(facts, *right, plan, question);
  JudgeScope(right->grant, act, {act.certificate_class()}, question);
  JudgeLevelAndRoute(facts, rules, act.ladder(), act.level(), act.route(), question);
  JudgeDates(act, *right, rules, question);
  JudgePrefix(facts, act, *right, question);
  JudgeSerials(facts, act, issuer, question);
  MustBeAssigned(facts, act.accreditation(), act.numbers(), question);
  const auto* printed =
      Find(facts.occupations, std::pair(act.occupation().edition(), act.occupation().code()));
  question.Must(printed == nullptr || printed->name() == act.occupation_name(),
                "OCCUPATION_NAME_DIFFERS");
  JudgeBasis(facts, act, question);
  JudgeQuota(act, *right, question);
  JudgeCompanions(facts, act, question);
  JudgeNamed(facts, act, issuer, question);
}

void Apply(Facts& facts, const v1::IssueBatch& act, const Question& question) {
  const std::string& issuer = question.first_organisation;
  const uint64_t index = question.now.index;
  facts.batch_names.insert({issuer, question.submission.statement.statement_id()});
  facts.batches[index] = {.issuer = issuer,
                          .certificate_class = act.certificate_class(),
                          .certificates = act.leaf_count(),
                          .statement_id = question.submission.statement.statement_id(),
                          .plan = act.plan()};
  for (uint64_t i = 0; i < act.leaf_count(); ++i) {
    facts.certificates[index + 1 + i] = index;
    facts.claims_roots[index + 1 + i] = LeafAt(question, i).claims_root();
  }
  for (uint32_t i = 0; i < act.numbers().count(); ++i) {
    facts.numbers.insert({SeriesOf(act, issuer), act.numbers().first() + i});
  }
  LinkCompanions(facts, act, question);
  facts.plans.at({issuer, act.plan()}).issued[act.certificate_class()] += act.leaf_count();
  facts.accreditations.at(act.accreditation()).issued[proto::YearOf(question.today)] +=
      act.leaf_count();
}

}  // namespace linkcert::model
