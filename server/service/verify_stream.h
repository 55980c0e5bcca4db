// StreamVerify: 1-256 rows a message, answered in order; the next message is read while one is
// worked on. Each row counts against its caller's rate: RATE_EXCEEDED ends the stream, and what was
// not answered can be asked again in a new one.
#ifndef LINKCERT_SERVER_SERVICE_VERIFY_STREAM_H_
#define LINKCERT_SERVER_SERVICE_VERIFY_STREAM_H_

#include <grpcpp/server_context.h>

#include "linkcert/v1/verification_service.pb.h"
#include "server/service/call.h"
#include "server/service/online_verifier.h"

namespace linkcert::server {

inline constexpr int kMaxRows = 256;

// Owns itself until the call is over. `verifier` must outlive the call.
grpc::ServerBidiReactor<v1::StreamVerifyRequest, v1::StreamVerifyResponse>* StreamVerdicts(
    const ServiceParts& parts, grpc::CallbackServerContext* context, OnlineVerifier* verifier);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_VERIFY_STREAM_H_
