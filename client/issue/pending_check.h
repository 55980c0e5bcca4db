// Whether what is signed and logged is what the sheet says. Thread-safe.
#ifndef LINKCERT_CLIENT_ISSUE_PENDING_CHECK_H_
#define LINKCERT_CLIENT_ISSUE_PENDING_CHECK_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/statement/statement_file.h"
#include "linkcert/v1/issuing_files.pb.h"
#include "proto/claims.h"

namespace linkcert::client {

// That each leaf stands at its place in this batch, that its claims give its root, and that they
// say what the cells of its row say. DataLoss naming the line: after logging it would be too late.
absl::Status CheckPending(const StatementInMaking& statement, const v1::PendingBatch& pending);

// The claims in clear; the refusals of proto::CheckClaims.
absl::StatusOr<std::vector<proto::ShownClaim>> OpenClaims(const v1::PendingCertificate& certificate,
                                                          uint32_t document_version);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_PENDING_CHECK_H_
