// WatchStatus: what became of certificates, then what becomes of them.
#ifndef LINKCERT_SERVER_SERVICE_WATCH_STREAM_H_
#define LINKCERT_SERVER_SERVICE_WATCH_STREAM_H_

#include <grpcpp/server_context.h>

#include "linkcert/v1/verification_service.pb.h"
#include "server/service/call.h"
#include "server/service/logged_batch.h"

namespace linkcert::server {

// No faster than the reader takes it. Owns itself until the call is over. `finder` must outlive it,
// `request` lives as long as the call.
grpc::ServerWriteReactor<v1::WatchStatusResponse>* StreamStatus(
    const ServiceParts& parts, grpc::CallbackServerContext* context,
    const v1::WatchStatusRequest& request, CertificateFinder* finder);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_WATCH_STREAM_H_
