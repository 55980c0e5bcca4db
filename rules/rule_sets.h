// Which rule sets this version of the software can judge by.
#ifndef LINKCERT_RULES_RULE_SETS_H_
#define LINKCERT_RULES_RULE_SETS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "linkcert/v1/act_governance.pb.h"

namespace linkcert::rules {

// Ascending: field numbers of Statement.act, and numbers of rules, that are implemented.
absl::Span<const uint32_t> SupportedActs();
absl::Span<const uint32_t> SupportedRules();

// RULE_SET_UNSUPPORTED unless every act, rule and setting is one of this version's, and the rules
// that are never optional are there.
absl::Status CheckRuleSet(const v1::RuleSet& rule_set);

// All supported acts and rules, with the default settings: what `linkcert` proposes for a new
// registry, and what tests run under.
v1::RuleSet DefaultRuleSet();

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_RULE_SETS_H_
