#include "tests/faults/log_check.h"

#include <grpcpp/create_channel.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "crypto/checkpoint.h"
#include "crypto/merkle.h"
#include "linkcert/v1/log_service.grpc.pb.h"
#include "proto/entry.h"
#include "proto/statement.h"
#include "rules/replay.h"

namespace linkcert::faults {
namespace {

absl::StatusOr<crypto::Path> ToPath(const google::protobuf::RepeatedPtrField<std::string>& hashes) {
  crypto::Path path;
  for (const std::string& bytes : hashes) {
    absl::StatusOr<crypto::Hash> hash = crypto::Hash::FromBytes(bytes);
    if (!hash.ok()) return hash.status();
    path.push_back(*hash);
  }
  return path;
}

absl::Status CheckPath(const v1::LoggedEntry& entry, const crypto::Checkpoint& head) {
  absl::StatusOr<crypto::Path> path = ToPath(entry.path());
  if (!path.ok()) return path.status();
  return crypto::VerifyInclusion(crypto::HashLeaf(entry.entry()), entry.index(), head.size, *path,
                                 head.root);
}

absl::StatusOr<crypto::Hash> StatementIn(const std::string& entry_bytes) {
  auto entry = proto::DecodeEntry(entry_bytes);
  if (!entry.ok()) return entry.status();
  auto statement = proto::OpenStatement(entry->signed_statement());
  if (!statement.ok()) return statement.status();
  return statement->digest;
}

// The log service of a running registry, as one client sees it.
class LogClient {
 public:
  LogClient(const std::string& address, const crypto::NoteKey& log)
      : stub_(v1::LogService::NewStub(
            grpc::CreateChannel(address, grpc::InsecureChannelCredentials()))),
        log_(log) {}

  absl::StatusOr<crypto::Checkpoint> Head() {
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    v1::Checkpoint checkpoint;
    grpc::Status status = stub_->GetCheckpoint(&context, {}, &checkpoint);
    if (!status.ok()) return absl::UnavailableError(status.error_message());
    return crypto::OpenCheckpoint(checkpoint.note(), log_);
  }

  absl::Status CheckExtends(const Acknowledgement& old, const crypto::Checkpoint& head) {
    grpc::ClientContext context;
    v1::GetConsistencyProofRequest request;
    request.set_old_size(old.size);
    request.set_new_size(head.size);
    v1::GetConsistencyProofResponse response;
    grpc::Status status = stub_->GetConsistencyProof(&context, request, &response);
    if (!status.ok()) return absl::DataLossError(status.error_message());
    absl::StatusOr<crypto::Path> path = ToPath(response.path());
    if (!path.ok()) return path.status();
    return crypto::VerifyConsistency(old.size, head.size, *path, old.root, head.root);
  }

  absl::Status CheckStands(const Acknowledgement& promised, const crypto::Checkpoint& head) {
    grpc::ClientContext context;
    v1::GetInclusionProofRequest request;
    request.add_indexes(promised.begin);
    request.set_tree_size(head.size);
    v1::GetInclusionProofResponse response;
    grpc::Status status = stub_->GetInclusionProof(&context, request, &response);
    if (!status.ok()) return absl::DataLossError(status.error_message());
    absl::Status in_tree = CheckPath(response.entries(0), head);
    if (!in_tree.ok()) return in_tree;
    absl::StatusOr<crypto::Hash> statement = StatementIn(response.entries(0).entry());
    if (!statement.ok()) return statement.status();
    return *statement == promised.statement ? absl::OkStatus()
                                            : absl::DataLossError("another statement stands there");
  }

  absl::Status Replay(const crypto::Checkpoint& head, rules::Replay& replay,
                      crypto::CompactRange& tree) {
    grpc::ClientContext context;
    v1::GetEntriesRequest request;
    request.set_end(head.size);
    auto reader = stub_->GetEntries(&context, request);
    v1::GetEntriesResponse page;
    while (reader->Read(&page)) {
      for (const std::string& entry : page.entries()) {
        tree.Append(crypto::HashLeaf(entry));
        absl::Status status = replay.Add(entry);
        if (!status.ok()) return status;
      }
    }
    replay.Finish();
    grpc::Status status = reader->Finish();
    return status.ok() ? absl::OkStatus() : absl::UnavailableError(status.error_message());
  }

 private:
  std::unique_ptr<v1::LogService::Stub> stub_;
  const crypto::NoteKey& log_;
};

absl::Status Named(const Acknowledgement& a, const absl::Status& status) {
  if (status.ok()) return status;
  return absl::DataLossError(absl::StrCat("statement ", a.statement.ToHex(), " acknowledged at ",
                                          a.begin, " in a tree of ", a.size, ": ",
                                          status.message()));
}

}  // namespace

absl::StatusOr<Acknowledgement> CheckReceipt(const v1::Receipt& receipt,
                                             const crypto::NoteKey& log) {
  auto head = crypto::OpenCheckpoint(receipt.checkpoint(), log);
  if (!head.ok()) return absl::DataLossError(head.status().message());
  absl::Status in_tree = CheckPath(receipt.entry(), *head);
  if (!in_tree.ok() || receipt.end() > head->size) {
    return absl::DataLossError(
        absl::StrCat("receipt of ", receipt.entry().index(), ": ", in_tree.message()));
  }
  absl::StatusOr<crypto::Hash> statement = StatementIn(receipt.entry().entry());
  if (!statement.ok()) return statement.status();
  return Acknowledgement{.statement = *statement,
                         .begin = receipt.entry().index(),
                         .end = receipt.end(),
                         .size = head->size,
                         .root = head->root};
}

absl::Status CheckAcknowledged(const std::string& address, const crypto::NoteKey& log,
                               absl::Span<const Acknowledgement> acknowledged) {
  LogClient client(address, log);
  absl::StatusOr<crypto::Checkpoint> head = client.Head();
  if (!head.ok()) return head.status();
  for (const Acknowledgement& a : acknowledged) {
    absl::Status status = Named(a, client.CheckStands(a, *head));
    if (status.ok()) status = Named(a, client.CheckExtends(a, *head));
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckWholeLog(const std::string& address, const crypto::NoteKey& log) {
  LogClient client(address, log);
  absl::StatusOr<crypto::Checkpoint> head = client.Head();
  if (!head.ok()) return head.status();
  std::string findings;
  rules::Replay replay(rules::State(), 0, 0, [&](const rules::Finding& finding) {
    if (finding.warning) return;
    absl::StrAppend(&findings, "entry ", finding.index, ": ", proto::Describe(finding.reason).name,
                    "\n");
  });
  crypto::CompactRange tree;
  absl::Status status = client.Replay(*head, replay, tree);
  if (!status.ok()) return status;
  if (!findings.empty()) return absl::DataLossError(findings);
  if (tree.size() != head->size || tree.Root() != head->root) {
    return absl::DataLossError("the entries do not give the signed root");
  }
  return absl::OkStatus();
}

}  // namespace linkcert::faults
