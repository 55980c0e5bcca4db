// What all services share: how a call is limited, run, answered and counted.
#ifndef LINKCERT_SERVER_SERVICE_CALL_H_
#define LINKCERT_SERVER_SERVICE_CALL_H_

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>

#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "server/log/clock.h"
#include "server/log/registry_log.h"
#include "server/service/refusal_log.h"
#include "server/service/worker_pool.h"

namespace linkcert::server {

inline constexpr size_t kMaxMessageBytes = size_t{1} << 20;
inline constexpr size_t kMaxIssueBatchBytes = size_t{16} << 20;

// What every service works with; all must outlive it. Thread-safe.
struct ServiceParts {
  RegistryLog* log = nullptr;
  WorkerPool* pool = nullptr;
  const Clock* clock = nullptr;
  RefusalLog* refusals = nullptr;
};

// MESSAGE_TOO_LARGE. gRPC itself cuts off what is over kMaxIssueBatchBytes by much.
absl::Status CheckMessageSize(const google::protobuf::Message& request, size_t max_bytes);

// One unary call. The objects of the call live until Finish; call it exactly once.
class Call {
 public:
  Call(const ServiceParts& parts, grpc::CallbackServerContext* context, const char* method)
      : parts_(parts), context_(context), method_(method), reactor_(context->DefaultReactor()) {}

  void Finish(const absl::Status& status) const;
  bool IsCancelled() const { return context_->IsCancelled(); }
  const ServiceParts& parts() const { return parts_; }
  grpc::ServerUnaryReactor* reactor() const { return reactor_; }

 private:
  ServiceParts parts_;
  grpc::CallbackServerContext* context_;
  const char* method_;
  grpc::ServerUnaryReactor* reactor_;
};

// Answers a small request with what `work` returns, in gRPC's own thread: for work under 50 µs.
template <typename Work>
grpc::ServerUnaryReactor* AnswerNow(const Call& call, const google::protobuf::Message& request,
                                    Work work) {
  absl::Status status = CheckMessageSize(request, kMaxMessageBytes);
  if (status.ok()) status = work();
  call.Finish(status);
  return call.reactor();
}

// The same in the worker pool; QUEUE_FULL when that is full.
grpc::ServerUnaryReactor* AnswerLater(const Call& call, const google::protobuf::Message& request,
                                      std::function<absl::Status()> work,
                                      size_t max_bytes = kMaxMessageBytes);

// UNIMPLEMENTED / NOT_YET_SUPPORTED.
grpc::ServerUnaryReactor* RefuseForNow(const Call& call);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_CALL_H_
