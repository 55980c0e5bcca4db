// Remote's part for receipts, lists and streams of changes.
#include "client/remote/remote.h"
#include "client/remote/remote_calls.h"
#include "proto/canonical.h"

namespace linkcert::client {
namespace {

// The steps of one stream, one after the other; what takes too long cancels the stream.
class StreamSteps {
 public:
  StreamSteps(grpc::ClientContext* context, uint64_t longest_ms)
      : context_(context), longest_(longest_ms) {}
  ~StreamSteps() {
    queue_.Shutdown();
    while (queue_.Next(&tag_, &ok_)) {
    }
  }
  grpc::CompletionQueue* queue() { return &queue_; }
  bool was_silent() const { return was_silent_; }

  // Of the step that was begun: false when it came to nothing.
  bool Wait() {
    const auto deadline = std::chrono::system_clock::now() + longest_;
    if (queue_.AsyncNext(&tag_, &ok_, deadline) != grpc::CompletionQueue::TIMEOUT) return ok_;
    was_silent_ = true;
    context_->TryCancel();
    queue_.Next(&tag_, &ok_);
    return false;
  }

 private:
  grpc::ClientContext* const context_;
  const std::chrono::milliseconds longest_;
  grpc::CompletionQueue queue_;
  void* tag_ = nullptr;
  bool ok_ = false;
  bool was_silent_ = false;
};

}  // namespace

absl::StatusOr<std::string> Remote::CreateVerificationReceipt(
    const v1::CreateVerificationReceiptRequest& request) {
  v1::VerificationReceiptFile file;
  absl::Status status = WithRetries(deadline_ms_, [&](grpc::ClientContext& context) {
    return stubs_->verification->CreateVerificationReceipt(&context, request, &file);
  });
  if (!status.ok()) return status;
  return proto::EncodeCanonical(file);
}

absl::StatusOr<v1::ListCertificatesResponse> Remote::ListCertificates(
    const v1::ListCertificatesRequest& request) {
  v1::ListCertificatesResponse page;
  absl::Status status = WithRetries(deadline_ms_, [&](grpc::ClientContext& context) {
    return stubs_->issuance->ListCertificates(&context, request, &page);
  });
  if (!status.ok()) return status;
  return page;
}

absl::Status Remote::WatchStatus(const v1::WatchStatusRequest& request, OnStatus on_response) {
  grpc::ClientContext context;
  StreamSteps steps(&context, longest_silence_ms_);
  const auto reader =
      stubs_->verification->AsyncWatchStatus(&context, request, steps.queue(), nullptr);
  v1::WatchStatusResponse response;
  absl::Status status;
  for (bool open = steps.Wait(); open && status.ok();) {
    reader->Read(&response, nullptr);
    open = steps.Wait();
    if (open) status = on_response(response);
  }
  if (!status.ok()) context.TryCancel();
  grpc::Status finished;
  reader->Finish(&finished, nullptr);
  steps.Wait();
  if (!status.ok()) return status;
  return steps.was_silent() ? absl::UnavailableError(
                                  "nothing came for too long: the server or the "
                                  "way to it may be gone")
                            : FromGrpc(finished);
}

}  // namespace linkcert::client
