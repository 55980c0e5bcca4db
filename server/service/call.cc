#include "server/service/call.h"

#include <functional>

#include "absl/strings/str_cat.h"
#include "proto/refusal.h"
#include "server/service/grpc_status.h"

namespace linkcert::server {

absl::Status CheckMessageSize(const google::protobuf::Message& request, size_t max_bytes) {
  const size_t bytes = request.ByteSizeLong();
  if (bytes <= max_bytes) return absl::OkStatus();
  return proto::Refuse(proto::Reason::kMessageTooLarge,
                       absl::StrCat(bytes, " bytes, of at most ", max_bytes));
}

Call::Call(const ServiceParts& parts, grpc::CallbackServerContext* context, const char* method)
    : parts_(parts), context_(context), method_(method), reactor_(context->DefaultReactor()) {
  absl::StatusOr<Caller> caller = parts.gate->Admit(*context, method);
  admission_ = caller.status();
  caller_ = std::make_shared<const Caller>(caller.ok() ? *std::move(caller) : Caller());
}

absl::Status Call::Check(const google::protobuf::Message& request, size_t max_bytes) const {
  return admission_.ok() ? CheckMessageSize(request, max_bytes) : admission_;
}

void Call::Finish(const absl::Status& status) const {
  parts_.refusals->Note(method_, status);
  reactor_->Finish(ToGrpcStatus(status));
}

grpc::ServerUnaryReactor* AnswerLater(const Call& call, const google::protobuf::Message& request,
                                      std::function<absl::Status()> work, size_t max_bytes) {
  absl::Status status = call.Check(request, max_bytes);
  if (status.ok()) {
    auto job = [call, work = std::move(work)] {
      call.Finish(call.IsCancelled() ? absl::CancelledError("the caller no longer waits") : work());
    };
    const bool taken = call.parts().pool->TryAdd(std::move(job), request.ByteSizeLong());
    if (taken) return call.reactor();
    status = proto::Refuse(proto::Reason::kQueueFull);
  }
  call.Finish(status);
  return call.reactor();
}

}  // namespace linkcert::server
