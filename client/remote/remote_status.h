// gRPC's status into ours.
#ifndef LINKCERT_CLIENT_REMOTE_REMOTE_STATUS_H_
#define LINKCERT_CLIENT_REMOTE_REMOTE_STATUS_H_

#include <grpcpp/support/status.h>

#include <cstdint>
#include <optional>

#include "absl/status/status.h"

namespace linkcert::client {

// A refusal when google.rpc.ErrorInfo names a reason that we know; else the plain code and message.
absl::Status FromGrpc(const grpc::Status& status);

// How long to wait before the same call again, milliseconds; nullopt when it should not be made
// again. `attempt` counts from 0. The server's RetryInfo, else 100 ms doubled each time.
std::optional<uint64_t> RetryDelayMs(const grpc::Status& status, uint32_t attempt);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_REMOTE_REMOTE_STATUS_H_
