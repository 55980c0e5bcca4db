// GetEntries: a stretch of the log, a bundle (256 entries) or 1 MiB a message, no faster than the
// reader takes it.
#ifndef LINKCERT_SERVER_SERVICE_ENTRIES_STREAM_H_
#define LINKCERT_SERVER_SERVICE_ENTRIES_STREAM_H_

#include <grpcpp/server_context.h>

#include "linkcert/v1/log_service.pb.h"
#include "server/service/call.h"

namespace linkcert::server {

// Owns itself until the call is over. [begin, end) is checked here: ENTRY_NOT_LOGGED.
grpc::ServerWriteReactor<v1::GetEntriesResponse>* StreamEntries(
    const ServiceParts& parts, grpc::CallbackServerContext* context,
    const v1::GetEntriesRequest& request);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_ENTRIES_STREAM_H_
