// RULES.md "Planning and issuing": plans and rosters.
#include "tests/model/acts.h"
#include "tests/model/scope.h"
#include "tests/model/signing.h"

namespace linkcert::model {
namespace {

Side Planning(const std::string& issuer) {
  return {.organisation = issuer,
          .purposes = {v1::KEY_PURPOSE_GOVERNANCE, v1::KEY_PURPOSE_CERTIFICATE}};
}

// R07: the version is filed, effective today, not withdrawn, co-signed, of the occupation, and
// defines the level.
void JudgeStandard(const Facts& facts, const v1::PlanBatch& act, Question& question) {
  const Standard* found = Find(facts.standards, std::pair(act.standard(), act.standard_version()));
  if (!question.Must(found != nullptr, "STANDARD_UNKNOWN")) return;
  const v1::PublishStandard& text = found->text;
  question.Must(found->filed && !found->withdrawn &&
                    IsWithin(question.today, text.effective_from(), text.effective_to()),
                "STANDARD_NOT_IN_FORCE");
  question.Must(found->cosigners.size() >= text.cosigners_required(),
                "STANDARD_COSIGNATURES_MISSING");
  question.Must(SameOccupation(text.occupation(), act.occupation()), "STANDARD_OCCUPATION_DIFFERS");
  const bool defined =
      text.ladder() == act.ladder() &&
      std::any_of(text.levels().begin(), text.levels().end(),
                  [&](const v1::StandardLevel& level) { return level.ordinal() == act.level(); });
  question.Must(defined, "STANDARD_LEVEL_UNDEFINED");
}

// R06: whom the issuer may examine.
void JudgeAudience(const Facts& facts, const v1::GrantAccreditation& grant,
                   const std::string& chain, const v1::SealRoster& act, Question& question) {
  const auto& firms = act.roster().organisations();
  const bool own = firms.size() == 1 && firms[0] == grant.organisation();
  question.Must((own && Has(grant.audiences(), v1::AUDIENCE_OWN_STAFF)) ||
                    (!chain.empty() && Has(grant.audiences(), v1::AUDIENCE_CHAIN)) ||
                    Has(grant.audiences(), v1::AUDIENCE_PUBLIC),
                "SCOPE_AUDIENCE_NOT_GRANTED");
  for (const std::string& firm : firms) {
    if (chain.empty()) {
      question.Must(facts.KnowsOrganisation(firm), "ORGANISATION_UNKNOWN");
    } else {
      MustBeMember(facts, chain, firm, question);
    }
  }
}

}  // namespace

const Accreditation* MustInvoke(const Facts& facts, const std::string& id,
                                const std::string& issuer, Question& question) {
  const Accreditation* found = Find(facts.accreditations, id);
  if (!question.Must(found != nullptr, "ACCREDITATION_UNKNOWN")) return nullptr;
  question.Must(found->grant.organisation() == issuer, "ACCREDITATION_NOT_YOURS");
  return found;
}

// Of the province in the filing code; without one, where the organisation is registered.
const v1::RuleSet& IssuingRules(const Facts& facts, const v1::GrantAccreditation& grant) {
  const std::string& code = grant.filing_code();
  const v1::RuleSet* own =
      Find(facts.rule_sets, code.empty() ? facts.organisations.at(grant.organisation()).province()
                                         : code.substr(5, 2));
  return own != nullptr ? *own : facts.rule_sets.at("");
}

void JudgeLevelAndRoute(const Facts& facts, const v1::RuleSet& rules, const std::string& ladder,
                        uint32_t level, v1::Route route, Question& question) {
  const v1::LadderLevel* found = MustHaveLevel(facts, ladder, level, question);
  question.Must(found == nullptr || !found->appointment() || rules.appointments(),
                "SCOPE_LEVEL_NOT_GRANTED");
  question.Must(route == v1::ROUTE_EXAM || Has(rules.special_routes(), route),
                "SCOPE_ROUTE_NOT_GRANTED");
}

void MustLieInGrant(const v1::GrantAccreditation& grant, proto::CivilDate day, Question& question) {
  question.Must(IsWithin(day, grant.valid_from(), grant.valid_to()), "ACCREDITATION_NOT_IN_FORCE");
}

void Judge(const Facts& facts, const v1::PlanBatch& act, Question& question) {
  const std::string& issuer = question.first_organisation;
  MustSign(question, {Planning(issuer)});
  question.Must(act.exam_start() <= act.exam_end(), "DATES_DISORDERED");
  if (facts.Enforces(7)) JudgeStandard(facts, act, question);
  const Accreditation* right = MustInvoke(facts, act.accreditation(), issuer, question);
  if (right == nullptr) return;
  question.Must(facts.StateOf(right->logged.index) == v1::STANDING_STATE_IN_FORCE,
                "ACCREDITATION_NOT_IN_FORCE");
  MustLieInGrant(right->grant, act.exam_start(), question);
  MustLieInGrant(right->grant, act.exam_end(), question);
  MustBePublished(facts, act.occupation(), act.trade(), question);
  JudgeScope(right->grant, act, {act.classes().begin(), act.classes().end()}, question);
  JudgeLevelAndRoute(facts, IssuingRules(facts, right->grant), act.ladder(), act.level(),
                     act.route(), question);
}

void Apply(Facts& facts, const v1::PlanBatch& act, const Question& question) {
  const std::string& id = question.submission.statement.statement_id();
  facts.plans[{question.first_organisation, id}].plan = act;
}

void Judge(const Facts& facts, const v1::SealRoster& act, Question& question) {
  const std::string& issuer = question.first_organisation;
  MustSign(question, {Planning(issuer)});
  question.Must(!facts.Enforces(9) || act.admitted() <= act.roster().total(), "COUNTS_DISORDERED");
  const Plan* plan = Find(facts.plans, std::pair(issuer, act.plan()));
  if (!question.Must(plan != nullptr, "PLAN_UNKNOWN")) return;
  question.Must(!plan->roster, "ROSTER_ALREADY_SEALED");
  const Accreditation& right = facts.accreditations.at(plan->plan.accreditation());
  question.Must(facts.StateOf(right.logged.index) == v1::STANDING_STATE_IN_FORCE,
                "ACCREDITATION_NOT_IN_FORCE");
  JudgeAudience(facts, right.grant, plan->plan.chain(), act, question);
}

void Apply(Facts& facts, const v1::SealRoster& act, const Question& question) {
  Plan& plan = facts.plans.at({question.first_organisation, act.plan()});
  plan.roster = act;
  plan.sealed_index = question.now.index;
}

}  // namespace linkcert::model
