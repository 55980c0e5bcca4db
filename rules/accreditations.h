// The right to issue, as other rules ask about it.
#ifndef LINKCERT_RULES_ACCREDITATIONS_H_
#define LINKCERT_RULES_ACCREDITATIONS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "linkcert/v1/resources.pb.h"
#include "rules/view.h"

namespace linkcert::rules {

// The accreditation that `issuer` invokes: ACCREDITATION_UNKNOWN, ACCREDITATION_NOT_YOURS.
absl::StatusOr<std::shared_ptr<const v1::Accreditation>> InvokedAccreditation(
    const View& view, const std::string& accreditation, const std::string& issuer);

// First two digits of GB/T 2260 in the filing code; empty when there is none.
std::string ProvinceOf(const v1::GrantAccreditation& grant);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_ACCREDITATIONS_H_
