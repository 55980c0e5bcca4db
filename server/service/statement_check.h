// CheckStatement: what the registry would answer, before anybody signs.
#ifndef LINKCERT_SERVER_SERVICE_STATEMENT_CHECK_H_
#define LINKCERT_SERVER_SERVICE_STATEMENT_CHECK_H_

#include "absl/status/statusor.h"
#include "linkcert/v1/governance_service.pb.h"
#include "server/log/registry_log.h"

namespace linkcert::server {

// The rules' refusal that SubmitStatement or IssueBatch would give now (rules/rehearsal.h). Not
// looked at: signatures, which of the two methods takes the act, the vault, and of Genesis and
// BeginEpoch the names that are served. Thread-safe; about 1 µs a leaf.
absl::StatusOr<v1::StatementCheck> CheckStatement(RegistryLog& log,
                                                  const v1::CheckStatementRequest& request);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_STATEMENT_CHECK_H_
