#include "server/service/log_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "linkcert/v1/log_service.grpc.pb.h"
#include "proto/refusal.h"
#include "server/service/entries_stream.h"
#include "server/service/evidence.h"
#include "server/service/status_answers.h"

namespace linkcert::server {
namespace {

using Context = grpc::CallbackServerContext;
using Reactor = grpc::ServerUnaryReactor;
using proto::Reason;

constexpr int kMaxIndexes = 64;

absl::Status ProveInclusion(const LogReader& reader, const v1::GetInclusionProofRequest& request,
                            v1::GetInclusionProofResponse* response) {
  if (request.indexes().empty() || request.indexes_size() > kMaxIndexes) {
    return proto::Refuse(Reason::kRequestMalformed, absl::StrCat("1 to ", kMaxIndexes, " indexes"));
  }
  const Published& published = reader.published();
  const uint64_t size = request.tree_size() == 0 ? published.size : request.tree_size();
  for (uint64_t index : request.indexes()) {
    absl::StatusOr<v1::LoggedEntry> entry = reader.EntryWithPath(index, size);
    if (!entry.ok()) return entry.status();
    *response->add_entries() = *std::move(entry);
  }
  response->set_tree_size(size);
  if (size == published.size) response->set_checkpoint(published.checkpoint);
  return absl::OkStatus();
}

absl::Status ProveConsistency(const LogReader& reader,
                              const v1::GetConsistencyProofRequest& request,
                              v1::GetConsistencyProofResponse* response) {
  const Published& published = reader.published();
  const uint64_t size = request.new_size() == 0 ? published.size : request.new_size();
  absl::StatusOr<crypto::Path> path = reader.ConsistencyPath(request.old_size(), size);
  if (!path.ok()) return path.status();
  for (const crypto::Hash& hash : *path) response->add_path(hash.str());
  response->set_new_size(size);
  if (size == published.size) response->set_checkpoint(published.checkpoint);
  return absl::OkStatus();
}

absl::Status ShowEpochs(const LogReader& reader, v1::GetEpochsResponse* response) {
  const Published& published = reader.published();
  absl::StatusOr<Epochs> found = FindEpochs(reader);
  if (!found.ok()) return found.status();
  const auto add = [&](uint64_t index, v1::LoggedEntry* to) {
    absl::StatusOr<v1::LoggedEntry> entry = reader.EntryWithPath(index, published.size);
    if (entry.ok()) *to = *std::move(entry);
    return entry.status();
  };
  absl::Status status;
  for (uint64_t begin : found->begins) {
    if (!status.ok()) return status;
    status = add(begin, begin == 0 ? response->mutable_genesis() : response->add_epochs());
  }
  for (uint64_t key : found->authority_keys) {
    if (!status.ok()) return status;
    status = add(key, response->add_authority_keys());
  }
  response->set_checkpoint(published.checkpoint);
  return status;
}

class LogService final : public v1::LogService::CallbackService {
 public:
  explicit LogService(const ServiceParts& parts) : parts_(parts) {}

  Reactor* GetCheckpoint(Context* context, const v1::GetCheckpointRequest* request,
                         v1::Checkpoint* response) override {
    return AnswerNow({parts_, context, "GetCheckpoint"}, *request, [&] {
      response->set_note(parts_.log->Latest()->checkpoint);
      return absl::OkStatus();
    });
  }

  grpc::ServerWriteReactor<v1::GetEntriesResponse>* GetEntries(
      Context* context, const v1::GetEntriesRequest* request) override {
    return StreamEntries(parts_, context, *request);
  }

  Reactor* GetInclusionProof(Context* context, const v1::GetInclusionProofRequest* request,
                             v1::GetInclusionProofResponse* response) override {
    return AnswerLater({parts_, context, "GetInclusionProof"}, *request, [=, this] {
      return ProveInclusion(parts_.log->Reader(), *request, response);
    });
  }

  Reactor* GetConsistencyProof(Context* context, const v1::GetConsistencyProofRequest* request,
                               v1::GetConsistencyProofResponse* response) override {
    return AnswerLater({parts_, context, "GetConsistencyProof"}, *request, [=, this] {
      return ProveConsistency(parts_.log->Reader(), *request, response);
    });
  }

  Reactor* GetEpochs(Context* context, const v1::GetEpochsRequest* request,
                     v1::GetEpochsResponse* response) override {
    return AnswerLater({parts_, context, "GetEpochs"}, *request,
                       [=, this] { return ShowEpochs(parts_.log->Reader(), response); });
  }

  Reactor* GetStatusProof(Context* context, const v1::GetStatusProofRequest* request,
                          v1::GetStatusProofResponse* response) override {
    return AnswerLater({parts_, context, "GetStatusProof"}, *request, [=, this] {
      return ProveStandings(parts_.log->Reader(), *request, response);
    });
  }

  grpc::ServerWriteReactor<v1::GetStatusMapResponse>* GetStatusMap(
      Context* context, const v1::GetStatusMapRequest*) override {
    return StreamStatusMap(parts_, context);
  }

 private:
  const ServiceParts parts_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewLogService(const ServiceParts& parts) {
  return std::make_unique<LogService>(parts);
}

}  // namespace linkcert::server
