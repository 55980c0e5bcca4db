// Remote's part that asks about standing.
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <utility>

#include "client/remote/remote.h"
#include "client/remote/remote_calls.h"
#include "client/remote/remote_status.h"

namespace linkcert::client {

absl::StatusOr<v1::GetStatusProofResponse> Remote::GetStatusProof(
    const std::vector<uint64_t>& keys, const std::vector<uint64_t>& entries) {
  v1::GetStatusProofRequest request;
  request.mutable_keys()->Add(keys.begin(), keys.end());
  request.mutable_entries()->Add(entries.begin(), entries.end());
  v1::GetStatusProofResponse response;
  absl::Status status = WithRetries(deadline_ms_, [&](grpc::ClientContext& context) {
    return stubs_->log->GetStatusProof(&context, request, &response);
  });
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<v1::GetEpochsResponse> Remote::GetEpochs() {
  v1::GetEpochsResponse response;
  absl::Status status = WithRetries(deadline_ms_, [&](grpc::ClientContext& context) {
    return stubs_->log->GetEpochs(&context, v1::GetEpochsRequest(), &response);
  });
  if (!status.ok()) return status;
  return response;
}

absl::Status Remote::GetStatusMap(OnItem on_item) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kStreamDeadline);
  const auto reader = stubs_->log->GetStatusMap(&context, v1::GetStatusMapRequest());
  v1::GetStatusMapResponse response;
  absl::Status status;
  while (status.ok() && reader->Read(&response)) {
    for (int i = 0; status.ok() && i < response.items_size(); ++i) {
      status = on_item(response.items(i));
    }
  }
  if (!status.ok()) context.TryCancel();
  const grpc::Status finished = reader->Finish();
  return status.ok() ? FromGrpc(finished) : status;
}

ProveEntry Remote::Prover() {
  return [this](uint64_t index, uint64_t size) -> absl::StatusOr<v1::LoggedEntry> {
    v1::GetInclusionProofRequest request;
    request.add_indexes(index);
    request.set_tree_size(size);
    v1::GetInclusionProofResponse response;
    absl::Status status = WithRetries(deadline_ms_, [&](grpc::ClientContext& context) {
      return stubs_->log->GetInclusionProof(&context, request, &response);
    });
    if (!status.ok()) return status;
    if (response.entries_size() != 1) return absl::DataLossError("the server sent no entry");
    return std::move(*response.mutable_entries(0));
  };
}

}  // namespace linkcert::client
