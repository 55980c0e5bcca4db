// What all services share: how a call is limited, run, answered and counted.
#ifndef LINKCERT_SERVER_SERVICE_CALL_H_
#define LINKCERT_SERVER_SERVICE_CALL_H_

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "server/access/gate.h"
#include "server/log/clock.h"
#include "server/log/registry_log.h"
#include "server/service/refusal_log.h"
#include "server/service/worker_pool.h"
#include "server/vault/vault.h"

namespace linkcert::server {

inline constexpr size_t kMaxMessageBytes = size_t{1} << 20;
inline constexpr size_t kMaxIssueBatchBytes = size_t{16} << 20;

class StatusWatchers;

// What every service works with; all must outlive it. Thread-safe.
struct ServiceParts {
  RegistryLog* log = nullptr;
  WorkerPool* pool = nullptr;
  const Clock* clock = nullptr;
  RefusalLog* refusals = nullptr;
  EventLog* events = nullptr;
  Gate* gate = nullptr;                // GrpcServer's own
  StatusWatchers* watchers = nullptr;  // GrpcServer's own
  Vault* vault = nullptr;              // null: the registry has none
  // Signs erasures and verification receipts; never null with a vault.
  const crypto::Signer* registry_key = nullptr;
};

// MESSAGE_TOO_LARGE. gRPC itself cuts off what is over kMaxIssueBatchBytes by much.
absl::Status CheckMessageSize(const google::protobuf::Message& request, size_t max_bytes);

// One unary call. The objects of the call live until Finish; call it exactly once.
class Call {
 public:
  // Asks the gate: authorisation comes before everything else.
  Call(const ServiceParts& parts, grpc::CallbackServerContext* context, const char* method);

  // Whether the work may begin: what the gate said, then the request's size. Every call asks this
  // first, through one of the functions below or by itself.
  absl::Status Check(const google::protobuf::Message& request, size_t max_bytes) const;
  // Who asks. For a method that is not for everybody he is known.
  const Caller& caller() const { return *caller_; }

  void Finish(const absl::Status& status) const;
  bool IsCancelled() const { return context_->IsCancelled(); }
  const ServiceParts& parts() const { return parts_; }
  grpc::ServerUnaryReactor* reactor() const { return reactor_; }

 private:
  ServiceParts parts_;
  grpc::CallbackServerContext* context_;
  const char* method_;
  grpc::ServerUnaryReactor* reactor_;
  absl::Status admission_;
  std::shared_ptr<const Caller> caller_;
};

// Answers a small request with what `work` returns, in gRPC's own thread: for work under 50 µs.
template <typename Work>
grpc::ServerUnaryReactor* AnswerNow(const Call& call, const google::protobuf::Message& request,
                                    Work work) {
  absl::Status status = call.Check(request, kMaxMessageBytes);
  if (status.ok()) status = work();
  call.Finish(status);
  return call.reactor();
}

// The same in the worker pool; QUEUE_FULL when that is full.
grpc::ServerUnaryReactor* AnswerLater(const Call& call, const google::protobuf::Message& request,
                                      std::function<absl::Status()> work,
                                      size_t max_bytes = kMaxMessageBytes);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_CALL_H_
