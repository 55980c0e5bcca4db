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

// RULE_SET_UNSUPPORTED unless every act and rule is one of this version's, the rules that are never
// optional are there, and each rule has the acts, each setting the rule that it needs.
absl::Status CheckRuleSet(const v1::RuleSet& rule_set);

// The short road, without the acts and rules of the assessment process: what tests run under.
v1::RuleSet DefaultRuleSet();

// All supported acts and rules: the whole assessment process, with five days of publicity, panels
// of three that rotate after three examinations, all routes, and appointments.
v1::RuleSet FullRuleSet();

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_RULE_SETS_H_
