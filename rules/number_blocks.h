// Number blocks (号段) that a province assigns (R03).
#ifndef LINKCERT_RULES_NUMBER_BLOCKS_H_
#define LINKCERT_RULES_NUMBER_BLOCKS_H_

#include <string>

#include "absl/status/status.h"
#include "linkcert/v1/act_governance.pb.h"
#include "linkcert/v1/terms.pb.h"
#include "rules/view.h"

namespace linkcert::rules {

// NUMBER_NOT_ASSIGNED for a block of state numbers, under a rule set by which the province numbers,
// unless all of it lies in blocks assigned to this accreditation.
absl::Status CheckAssigned(const View& view, const v1::RuleSet& rule_set,
                           const std::string& accreditation, const v1::NumberBlock& block);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_NUMBER_BLOCKS_H_
