// Refusals on the wire: google.rpc.Status with ErrorInfo and, where waiting helps, RetryInfo
// (AIP-193). Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_GRPC_STATUS_H_
#define LINKCERT_SERVER_SERVICE_GRPC_STATUS_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace linkcert::server {

inline constexpr char kErrorDomain[] = "linkcert";

// The stable reason: the refusal's, else the name of the status code (e.g. DATA_LOSS).
absl::string_view ReasonName(const absl::Status& status);

// WARNING: the texts of errors that are no refusals may name files; they are left out. Log them.
grpc::Status ToGrpcStatus(const absl::Status& status);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_GRPC_STATUS_H_
