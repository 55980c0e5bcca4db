// What an audit says of the state that it replayed: by issuer, by occupation, under which rules.
#ifndef LINKCERT_CLIENT_AUDIT_AUDIT_COUNTS_H_
#define LINKCERT_CLIENT_AUDIT_AUDIT_COUNTS_H_

#include "absl/status/status.h"
#include "client/audit/audit.h"
#include "rules/state.h"

namespace linkcert::client {

// Sets issuers, occupations and rule_sets. DataLoss when records contradict each other.
absl::Status AddCounts(const rules::State& state, AuditReport& report);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_AUDIT_AUDIT_COUNTS_H_
