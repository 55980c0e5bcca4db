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

  // Begins at once; each message waits its turn among the other streams'. QUEUE_FULL when too many
  // wait.
  static PagedStream* Start(const ServiceParts& parts, const char* method, NextPage next_page) {
    auto* stream = new PagedStream(parts, method, std::move(next_page));
    stream->QueueNext();
    return stream;
  }
  // A stream that ends before it begins.
  static PagedStream* Refuse(const ServiceParts& parts, const char* method,
                             const absl::Status& why) {
    auto* stream = new PagedStream(parts, method, nullptr);
    stream->End(why);
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
  PagedStream(const ServiceParts& parts, const char* method, NextPage next_page)
      : parts_(parts), method_(method), next_page_(std::move(next_page)) {}

  void QueueNext() {
    if (!parts_.pool->TryAddToStream([this] { WriteNext(); }, 0)) {
      End(proto::Refuse(proto::Reason::kQueueFull));
    }
  }
  void WriteNext() {
    page_.Clear();
    const absl::StatusOr<bool> more = next_page_(&page_);
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
  const char* const method_;
  // Touched by one thread at a time: gRPC's after a write, or the pool's before the next.
  const NextPage next_page_;
  Response page_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_PAGED_STREAM_H_
