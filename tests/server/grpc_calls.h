// Calls as tests make them, and the reasons that errors carry.
#ifndef LINKCERT_TESTS_SERVER_GRPC_CALLS_H_
#define LINKCERT_TESTS_SERVER_GRPC_CALLS_H_

#include <grpcpp/client_context.h>

#include <optional>
#include <string>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace linkcert::server {

template <typename Detail>
std::optional<Detail> DetailOf(const grpc::Status& status) {
  google::rpc::Status rich;
  Detail detail;
  if (!rich.ParseFromString(status.error_details())) return std::nullopt;
  for (const auto& any : rich.details()) {
    if (any.UnpackTo(&detail)) return detail;
  }
  return std::nullopt;
}

// The stable reason of an error; "OK" if it is none.
inline std::string ReasonOf(const grpc::Status& status) {
  if (status.ok()) return "OK";
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  return info.has_value() ? info->reason() : "no ErrorInfo: " + status.error_message();
}

// One unary call: Call(*stub, &Stub::Method, request, &response).
template <typename Stub, typename Request, typename Response>
grpc::Status CallOnce(Stub& stub,
                      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                      const Request& request, Response* response) {
  grpc::ClientContext context;
  return (stub.*method)(&context, request, response);
}
// The reason alone.
template <typename Stub, typename Request, typename Response>
std::string ReasonOfCall(Stub& stub,
                         grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                      Response*),
                         const Request& request) {
  Response response;
  return ReasonOf(CallOnce(stub, method, request, &response));
}

}  // namespace linkcert::server

#endif  // LINKCERT_TESTS_SERVER_GRPC_CALLS_H_
