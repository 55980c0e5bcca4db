// The right to issue, as other rules ask about it.
#ifndef LINKCERT_RULES_ACCREDITATIONS_H_
#define LINKCERT_RULES_ACCREDITATIONS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "linkcert/v1/entry.pb.h"
#include "linkcert/v1/resources.pb.h"
#include "rules/view.h"

namespace linkcert::rules {

struct ActContext;

// The accreditation that `issuer` invokes: ACCREDITATION_UNKNOWN, ACCREDITATION_NOT_YOURS.
absl::StatusOr<std::shared_ptr<const v1::Accreditation>> InvokedAccreditation(
    const View& view, const std::string& accreditation, const std::string& issuer);

// The rule set that issuing under `grant` follows: that of the province in the filing code, or
// without one in which the organisation is registered; else the registry's.
absl::StatusOr<v1::RuleSet> IssuingRuleSet(const View& view, const v1::GrantAccreditation& grant);

// ACCREDITATION_NOT_IN_FORCE when it is suspended or ended now.
absl::Status CheckUsable(const v1::Accreditation& accreditation);

// R16: the move of a known accreditation, by the authority, with its standing.
absl::Status MoveAccreditation(ActContext& context, const std::string& accreditation,
                               v1::StandingState state);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_ACCREDITATIONS_H_
