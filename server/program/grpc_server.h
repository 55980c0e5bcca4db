// The gRPC side of the server: services, limits, health, draining.
#ifndef LINKCERT_SERVER_PROGRAM_GRPC_SERVER_H_
#define LINKCERT_SERVER_PROGRAM_GRPC_SERVER_H_

#include <grpcpp/server.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/service/call.h"

namespace linkcert::server {

// Not thread-safe.
class GrpcServer {
 public:
  struct Options {
    std::string listen = "127.0.0.1:0";  // HOST:PORT; port 0 = any free one
    bool reflection = false;
  };

  // Serves as soon as this returns. Unavailable if the address can't be listened on. `parts` and
  // what they point at must outlive it.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> Start(const Options& options,
                                                           const ServiceParts& parts);
  ~GrpcServer();  // as Drain(0)

  int port() const { return port_; }
  // For clients in this process (tests).
  grpc::Server* server() { return server_.get(); }

  // Health says NOT_SERVING, new calls are refused, calls under way may finish; those that have
  // not after `max_ms` are cancelled. Returns when none is left.
  void Drain(uint64_t max_ms);

 private:
  GrpcServer() = default;

  std::vector<std::unique_ptr<grpc::Service>> services_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_PROGRAM_GRPC_SERVER_H_
