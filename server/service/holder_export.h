// What the vault holds of one person, and who has asked for it: the answer to a holder.
// Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_HOLDER_EXPORT_H_
#define LINKCERT_SERVER_SERVICE_HOLDER_EXPORT_H_

#include "absl/status/status.h"
#include "linkcert/v1/vault_service.pb.h"
#include "server/service/call.h"

namespace linkcert::server {

// In certificates that the caller issued. Each one is an access of its own.
absl::Status ExportHolder(const ServiceParts& parts, const Caller& caller,
                          const v1::ExportHolderDataRequest& request,
                          v1::ExportHolderDataResponse* response);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_HOLDER_EXPORT_H_
