// linkcert.v1.LogService on gRPC.
#ifndef LINKCERT_SERVER_SERVICE_LOG_SERVICE_H_
#define LINKCERT_SERVER_SERVICE_LOG_SERVICE_H_

#include <grpcpp/impl/service_type.h>

#include <memory>

#include "server/service/call.h"

namespace linkcert::server {

// The contract of each method stands in log_service.proto.
std::unique_ptr<grpc::Service> NewLogService(const ServiceParts& parts);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_LOG_SERVICE_H_
