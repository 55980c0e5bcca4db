// What plans and batches have in common: the right they invoke (R05).
#ifndef LINKCERT_TESTS_MODEL_SCOPE_H_
#define LINKCERT_TESTS_MODEL_SCOPE_H_

#include <algorithm>
#include <set>
#include <string>

#include "tests/model/acts.h"

namespace linkcert::model {

template <typename List, typename Value>
bool Has(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

inline bool SameOccupation(const v1::Occupation& a, const v1::Occupation& b) {
  return a.edition() == b.edition() && a.code() == b.code();
}

// The accreditation, known and the issuer's own; null, with a reason, if unknown.
const Accreditation* MustInvoke(const Facts& facts, const std::string& id,
                                const std::string& issuer, Question& question);

// The rules of issuing: those of the province in the filing code, else the whole registry's.
const v1::RuleSet& IssuingRules(const Facts& facts, const v1::GrantAccreditation& grant);

// Level defined; no appointment and no special route but where the rule set allows them (R14).
void JudgeLevelAndRoute(const Facts& facts, const v1::RuleSet& rules, const std::string& ladder,
                        uint32_t level, v1::Route route, Question& question);

void MustLieInGrant(const v1::GrantAccreditation& grant, proto::CivilDate day, Question& question);

// Occupation, trade and level stand together in one line of the scope.
template <typename PlanOrBatch>
void JudgeScopeLine(const v1::GrantAccreditation& grant, const PlanOrBatch& act,
                    Question& question) {
  bool occupation = false, trade = false, level = false;
  for (const v1::ScopeItem& item : grant.scope()) {
    if (!SameOccupation(item.occupation(), act.occupation())) continue;
    occupation = true;
    const bool in_trade = item.trades().empty() || Has(item.trades(), act.trade());
    const bool on_level = item.ladder() == act.ladder() && Has(item.levels(), act.level());
    if (in_trade && on_level) return;
    trade |= in_trade;
    level |= on_level;
  }
  if (!question.Must(occupation, "SCOPE_OCCUPATION_NOT_GRANTED")) return;
  // Each granted, but not together: either may be told.
  question.Must(trade && !level, "SCOPE_TRADE_NOT_GRANTED");
  question.Must(level && !trade, "SCOPE_LEVEL_NOT_GRANTED");
}

template <typename PlanOrBatch>
void JudgeScope(const v1::GrantAccreditation& grant, const PlanOrBatch& act,
                const std::set<int>& classes, Question& question) {
  JudgeScopeLine(grant, act, question);
  for (int one : classes) {
    question.Must(Has(grant.classes(), one), "SCOPE_CLASS_NOT_GRANTED");
  }
  question.Must(Has(grant.routes(), act.route()), "SCOPE_ROUTE_NOT_GRANTED");
  question.Must(Has(grant.standards(), act.standard()), "SCOPE_STANDARD_NOT_GRANTED");
  question.Must(act.chain().empty() || act.chain() == grant.chain(), "SCOPE_CHAIN_NOT_GRANTED");
}

}  // namespace linkcert::model

#endif  // LINKCERT_TESTS_MODEL_SCOPE_H_
