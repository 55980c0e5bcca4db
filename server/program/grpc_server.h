// The gRPC side of the server: services, limits, health, draining.
#ifndef LINKCERT_SERVER_PROGRAM_GRPC_SERVER_H_
#define LINKCERT_SERVER_PROGRAM_GRPC_SERVER_H_

#include <grpcpp/server.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/access/gate.h"
#include "server/service/call.h"
#include "server/service/status_watchers.h"

namespace linkcert::server {

// Not thread-safe.
class GrpcServer {
 public:
  // The server's own certificate (a chain, its own first) and its private key, not encrypted. They
  // are read again every `reload_s` seconds: connections made after a change get the new one.
  struct Identity {
    std::string certificate_path;
    std::string key_path;
    unsigned reload_s = 5;
  };
  struct Options {
    std::string listen = "127.0.0.1:0";  // HOST:PORT; port 0 = any free one
    bool reflection = false;
    std::optional<Identity> tls = std::nullopt;  // TLS 1.2 or 1.3; none = plaintext
    GateOptions gate;
  };

  // Serves as soon as this returns. Unavailable if the address can't be listened on; for a bad
  // certificate, key, authority or list an error that names the file. `parts` (less the gate,
  // which is made here) and what they point at must outlive it.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> Start(const Options& options,
                                                           const ServiceParts& parts);
  ~GrpcServer();  // as Drain(0)

  int port() const { return port_; }
  // For clients in this process (tests).
  grpc::Server* server() { return server_.get(); }

  // Health says NOT_SERVING, new calls are refused, calls under way may finish; streams that wait
  // for news end with SHUTTING_DOWN. What has not ended after `max_ms` is cancelled. Returns when
  // none is left.
  void Drain(uint64_t max_ms);

 private:
  GrpcServer() = default;

  std::unique_ptr<Gate> gate_;
  std::unique_ptr<StatusWatchers> watchers_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_PROGRAM_GRPC_SERVER_H_
