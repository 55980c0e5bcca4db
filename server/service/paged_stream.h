// A stream of answers made one by one in the worker pool, no faster than the reader takes them.
#ifndef LINKCERT_SERVER_SERVICE_PAGED_STREAM_H_
#define LINKCERT_SERVER_SERVICE_PAGED_STREAM_H_

#include <grpcpp/server_context.h>

#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "proto/refusal.h"
#include "server/service/call.h"
#include "server/service/grpc_status.h"

namespace linkcert::server {

// Owns itself until the call is over.
template <typename Response>
class PagedStream final : public grpc::ServerWriteReactor<Response> {
 public:
  // Fills the next message, which is empty; false when there is no further one. Never called by two
  // threads at once.
  using NextPage = std::function<absl::StatusOr<bool>(Response*)>;

  // Asks the gate, then `open(caller)`, which looks at the request; a refusal ends the stream
  // before it begins. Each message waits its turn among the other streams'. QUEUE_FULL when too
  // many wait.
  template <typename Open>
  static PagedStream* Start(const ServiceParts& parts, grpc::CallbackServerContext* context,
                            const char* method, const Open& open) {
    auto* stream = new PagedStream(parts, context, method);
    const absl::StatusOr<Caller> caller = parts.gate->Admit(*context, method);
    absl::Status status = caller.status();
    if (status.ok()) status = stream->Begin(open(*caller));
    if (!status.ok()) stream->End(status);
    return stream;
  }

  void OnWriteDone(bool ok) override {
    if (ok) {
      QueueNext();
    } else {
      End(absl::CancelledError("the reader is gone"));
    }
  }
  void OnDone() override { delete this; }

 private:
  PagedStream(const ServiceParts& parts, grpc::CallbackServerContext* context, const char* method)
      : parts_(parts), context_(context), method_(method) {}

  absl::Status Begin(absl::StatusOr<NextPage> pages) {
    if (!pages.ok()) return pages.status();
    next_page_ = *std::move(pages);
    QueueNext();
    return absl::OkStatus();
  }
  void QueueNext() {
    if (!parts_.pool->TryAddToStream([this] { WriteNext(); }, 0)) {
      End(proto::Refuse(proto::Reason::kQueueFull));
    }
  }
  void WriteNext() {
    page_.Clear();
    const absl::Status allowed = parts_.gate->CheckAgain(*context_, method_);
    const absl::StatusOr<bool> more = allowed.ok() ? next_page_(&page_) : allowed;
    if (!more.ok() || !*more) {
      End(more.status());
    } else {
      this->StartWrite(&page_);
    }
  }
  void End(const absl::Status& status) {
    parts_.refusals->Note(method_, status);
    this->Finish(ToGrpcStatus(status));
  }

  const ServiceParts parts_;
  grpc::CallbackServerContext* const context_;
  const char* const method_;
  // Touched by one thread at a time: gRPC's after a write, or the pool's before the next.
  NextPage next_page_;
  Response page_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_PAGED_STREAM_H_
