// Remote's part for receipts, lists and streams of changes.
#include "client/remote/remote.h"
#include "client/remote/remote_calls.h"
#include "proto/canonical.h"

namespace linkcert::client {

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
  const auto reader = stubs_->verification->WatchStatus(&context, request);
  v1::WatchStatusResponse response;
  absl::Status status;
  while (status.ok() && reader->Read(&response)) status = on_response(response);
  if (!status.ok()) context.TryCancel();
  const grpc::Status finished = reader->Finish();
  return status.ok() ? FromGrpc(finished) : status;
}

}  // namespace linkcert::client
