// linkcert.v1.VaultService on gRPC.
#ifndef LINKCERT_SERVER_SERVICE_VAULT_SERVICE_H_
#define LINKCERT_SERVER_SERVICE_VAULT_SERVICE_H_

#include <grpcpp/impl/service_type.h>

#include <memory>

#include "server/service/call.h"

namespace linkcert::server {

// The contract of each method stands in vault_service.proto.
std::unique_ptr<grpc::Service> NewVaultService(const ServiceParts& parts);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_VAULT_SERVICE_H_
