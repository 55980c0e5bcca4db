// Proofs of present standing: single ones, and the whole status map (FORMAT.md §6, §7). Each answer
// is of one published state of the log, in which the map is exactly what the newest StatusRoot
// covers. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_STATUS_ANSWERS_H_
#define LINKCERT_SERVER_SERVICE_STATUS_ANSWERS_H_

#include <grpcpp/server_context.h>

#include "absl/status/status.h"
#include "linkcert/v1/log_service.pb.h"
#include "server/log/log_reader.h"
#include "server/service/call.h"

namespace linkcert::server {

inline constexpr int kMaxStatusKeys = 256;
inline constexpr int kMaxStatusEntries = 64;

// STATUS_NOT_PROVEN before the first StatusRoot; ENTRY_NOT_LOGGED for a key or entry beyond the
// published log; REQUEST_MALFORMED for too many.
absl::Status ProveStandings(const LogReader& reader, const v1::GetStatusProofRequest& request,
                            v1::GetStatusProofResponse* response);

// Header and rows, at most 1 MiB a message. Owns itself until the call is over.
grpc::ServerWriteReactor<v1::GetStatusMapResponse>* StreamStatusMap(
    const ServiceParts& parts, grpc::CallbackServerContext* context);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_STATUS_ANSWERS_H_
