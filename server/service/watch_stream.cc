#include "server/service/watch_stream.h"

#include <atomic>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proto/refusal.h"
#include "server/service/grpc_status.h"
#include "server/service/status_watch.h"
#include "server/service/status_watchers.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using proto::Refuse;

constexpr char kMethod[] = "WatchStatus";

// Exactly one has the stream at a time, and may end it: a thread of the pool or of gRPC that goes
// on with it, or, while it waits, the StatusWatchers.
class WatchStream final : public grpc::ServerWriteReactor<v1::WatchStatusResponse>, Waiter {
 public:
  WatchStream(const ServiceParts& parts, grpc::CallbackServerContext* context,
              const v1::WatchStatusRequest& request, CertificateFinder* finder)
      : parts_(parts), context_(context), request_(request), finder_(finder) {}

  void Begin() {
    absl::StatusOr<Caller> caller = parts_.gate->Admit(*context_, kMethod);
    absl::Status status = caller.status();
    if (status.ok()) status = CheckMessageSize(request_, kMaxMessageBytes);
    if (status.ok()) {
      status = parts_.gate->TakeRows(*caller, static_cast<uint64_t>(request_.certificates_size()));
    }
    if (status.ok()) status = parts_.watchers->Enter(caller->organisation);
    if (!status.ok()) return Finish(status);
    entered_as_ = caller->organisation;
    covered_ = request_.after();
    Queue();
  }

  void Wake() override { Queue(); }
  void EndWith(const absl::Status& why) override { Finish(why); }

  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(absl::CancelledError("the reader is gone"));
    WriteNext();
  }
  void OnCancel() override {
    cancelled_ = true;
    EndIfWaiting();
  }
  void OnDone() override { delete this; }

 private:
  void Queue() {
    if (!parts_.pool->TryAddToStream([this] { Work(); }, 0)) Finish(Refuse(Reason::kQueueFull));
  }

  // In the pool.
  void Work() {
    const LogReader reader = parts_.log->Reader();
    absl::Status status = watch_ ? absl::OkStatus() : Open(reader);
    if (status.ok()) status = Look(reader.published());
    if (!status.ok()) return Finish(status);
    WriteNext();
  }

  absl::Status Open(const LogReader& reader) {
    if (request_.after() >= reader.published().size) {
      return Refuse(Reason::kEntryNotLogged, absl::StrCat(request_.after()));
    }
    auto watch = StatusWatch::Create(reader, *finder_, request_.certificates());
    if (!watch.ok()) return watch.status();
    watch_ = *std::move(watch);
    return absl::OkStatus();
  }

  // Makes the messages of what is new; one that only says how far the log is when nothing is.
  absl::Status Look(const Published& log) {
    const std::string map_root = MapRootOf(log);
    std::vector<v1::StatusEvent> events;
    if (!map_root_ || *map_root_ != map_root) {
      auto found = watch_->EventsBehind(log.view, covered_);
      if (!found.ok()) return found.status();
      events = *std::move(found);
    }
    messages_ = ToMessages(events, log.size, log.logged_at);
    next_ = 0;
    map_root_ = map_root;
    covered_ = log.size - 1;
    told_at_ms_ = parts_.clock->ElapsedMs();
    return absl::OkStatus();
  }

  void WriteNext() {
    if (next_ == messages_.size()) return Wait();
    const absl::Status allowed = parts_.gate->CheckAgain(*context_, kMethod);
    if (!allowed.ok()) return Finish(allowed);
    StartWrite(&messages_[next_++]);
  }

  void Wait() {
    switch (parts_.watchers->Wait(this, *map_root_, told_at_ms_)) {
      case StatusWatchers::Waiting::kYes:
        if (cancelled_) EndIfWaiting();  // OnCancel may have come before
        return;
      case StatusWatchers::Waiting::kChanged:
        return Queue();
      case StatusWatchers::Waiting::kClosed:
        return Finish(Refuse(Reason::kShuttingDown));
    }
  }

  void EndIfWaiting() {
    if (parts_.watchers->Remove(this)) Finish(absl::CancelledError("the reader is gone"));
  }

  // The last thing that is done with the stream.
  void Finish(const absl::Status& status) {
    if (entered_as_) parts_.watchers->Leave(*entered_as_);
    parts_.refusals->Note(kMethod, status);
    grpc::ServerWriteReactor<v1::WatchStatusResponse>::Finish(ToGrpcStatus(status));
  }

  const ServiceParts parts_;
  grpc::CallbackServerContext* const context_;
  const v1::WatchStatusRequest& request_;
  CertificateFinder* const finder_;
  std::atomic<bool> cancelled_ = false;
  // Of whoever has the stream.
  std::optional<std::string> entered_as_;  // organisation
  std::optional<StatusWatch> watch_;
  std::optional<std::string> map_root_;  // when it was looked at last
  uint64_t covered_ = 0;
  uint64_t told_at_ms_ = 0;
  std::vector<v1::WatchStatusResponse> messages_;
  size_t next_ = 0;
};

}  // namespace

grpc::ServerWriteReactor<v1::WatchStatusResponse>* StreamStatus(
    const ServiceParts& parts, grpc::CallbackServerContext* context,
    const v1::WatchStatusRequest& request, CertificateFinder* finder) {
  auto* stream = new WatchStream(parts, context, request, finder);
  stream->Begin();
  return stream;
}

}  // namespace linkcert::server
