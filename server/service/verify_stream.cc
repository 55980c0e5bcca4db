#include "server/service/verify_stream.h"

#include <mutex>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/refusal.h"
#include "server/service/grpc_status.h"

namespace linkcert::server {
namespace {

using Reactor = grpc::ServerBidiReactor<v1::StreamVerifyRequest, v1::StreamVerifyResponse>;

constexpr char kMethod[] = "StreamVerify";

v1::StreamVerifyResult VerifyRow(OnlineVerifier* verifier, const Caller& caller,
                                 const v1::StreamVerifyRow& row) {
  v1::StreamVerifyResult result;
  result.set_row(row.row());
  absl::StatusOr<v1::Verdict> verdict = verifier->Verify(row.request(), caller);
  if (verdict.ok()) {
    *result.mutable_verdict() = *std::move(verdict);
  } else {
    result.set_reason(std::string(ReasonName(verdict.status())));
  }
  return result;
}

absl::Status CheckRows(const v1::StreamVerifyRequest& request) {
  if (request.rows().empty() || request.rows_size() > kMaxRows) {
    return proto::Refuse(proto::Reason::kRequestMalformed,
                         absl::StrCat("1 to ", kMaxRows, " rows"));
  }
  return CheckMessageSize(request, kMaxMessageBytes);
}

// At most one read and one write are under way. The mutex orders the two; the work itself, between
// a message read and its answer's write, is done without it.
class VerifyStream final : public Reactor {
 public:
  VerifyStream(const ServiceParts& parts, grpc::CallbackServerContext* context,
               OnlineVerifier* verifier)
      : parts_(parts), context_(context), verifier_(verifier) {
    absl::StatusOr<Caller> caller = parts.gate->Admit(*context, kMethod);
    if (!caller.ok()) {
      working_ = true;  // for good
      End(caller.status());
      return;
    }
    caller_ = *std::move(caller);
    StartRead(&incoming_);
  }

  void OnReadDone(bool ok) override {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      has_incoming_ = ok;
      at_end_ = !ok;
    }
    Advance();
  }

  void OnWriteDone(bool ok) override {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      working_ = false;
      at_end_ = at_end_ || !ok;
      has_incoming_ = has_incoming_ && ok;
    }
    Advance();
  }

  void OnDone() override { delete this; }

 private:
  // Begins what can begin now: work on the message read, in turn with other streams' and calls', or
  // the end.
  void Advance() {
    std::unique_lock<std::mutex> lock(mutex_);
    if (working_) return;
    if (has_incoming_) {
      working_ = true;
      has_incoming_ = false;
      request_.Swap(&incoming_);
      lock.unlock();
      Queue();
    } else if (at_end_) {
      working_ = true;  // for good
      lock.unlock();
      End(absl::OkStatus());
    }
  }

  void Queue() {
    absl::Status status = parts_.gate->CheckAgain(*context_, kMethod);
    if (status.ok()) status = CheckRows(request_);
    if (status.ok()) {
      status = parts_.gate->TakeRows(caller_, static_cast<uint64_t>(request_.rows_size()));
    }
    if (status.ok() && !parts_.pool->TryAddToStream([this] { Work(); }, request_.ByteSizeLong())) {
      status = proto::Refuse(proto::Reason::kQueueFull);
    }
    if (!status.ok()) End(status);
  }

  void Work() {
    StartRead(&incoming_);
    response_.Clear();
    for (const v1::StreamVerifyRow& row : request_.rows()) {
      *response_.add_results() = VerifyRow(verifier_, caller_, row);
    }
    StartWrite(&response_);
  }

  void End(const absl::Status& status) {
    parts_.refusals->Note(kMethod, status);
    Finish(ToGrpcStatus(status));
  }

  const ServiceParts parts_;
  grpc::CallbackServerContext* const context_;
  OnlineVerifier* const verifier_;
  Caller caller_;
  v1::StreamVerifyRequest incoming_;  // gRPC's while a read is under way
  v1::StreamVerifyRequest request_;   // the worker's while working_
  v1::StreamVerifyResponse response_;
  std::mutex mutex_;
  // Guarded by mutex_.
  bool has_incoming_ = false;
  bool at_end_ = false;   // nothing more comes, or nobody reads the answers
  bool working_ = false;  // on request_, up to the end of its answer's write; or the call is over
};

}  // namespace

Reactor* StreamVerdicts(const ServiceParts& parts, grpc::CallbackServerContext* context,
                        OnlineVerifier* verifier) {
  return new VerifyStream(parts, context, verifier);
}

}  // namespace linkcert::server
