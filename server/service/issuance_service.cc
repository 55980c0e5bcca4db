#include "server/service/issuance_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "crypto/merkle.h"
#include "linkcert/v1/issuance_service.grpc.pb.h"
#include "proto/certificate_leaf.h"
#include "proto/refusal.h"
#include "rules/records.h"
#include "server/service/certificate_lists.h"
#include "server/service/evidence.h"
#include "server/service/logged_batch.h"
#include "server/service/number_series.h"
#include "server/service/resource_name.h"
#include "server/service/submission.h"
#include "server/service/vault_intake.h"

namespace linkcert::server {
namespace {

using Context = grpc::CallbackServerContext;
using Reactor = grpc::ServerUnaryReactor;
using proto::Reason;

constexpr size_t kReadBytes = size_t{1} << 20;

// A batch, a correction or a reissue.
absl::Status CheckHasLeaves(const v1::Statement& statement) {
  if (rules::StatedLeavesRoot(statement) != nullptr) return absl::OkStatus();
  return proto::Refuse(Reason::kRequestMalformed, "other acts go through SubmitStatement");
}

absl::Status CheckChangesStatus(const v1::Statement& statement) {
  switch (statement.act_case()) {
    case v1::Statement::kSuspendCertificates:
    case v1::Statement::kReinstateCertificates:
    case v1::Statement::kRevokeCertificates:
    case v1::Statement::kVoidBatch:
    case v1::Statement::kSupersedeCertificates:
    case v1::Statement::kDecideCompanion:
      return absl::OkStatus();
    default:
      return proto::Refuse(Reason::kRequestMalformed, "other acts go through SubmitStatement");
  }
}

// The hashes of a batch's leaves, as its leaves_root has them.
absl::StatusOr<std::vector<crypto::Hash>> ReadLeafHashes(const LogReader& reader,
                                                         const LoggedBatch& batch) {
  std::vector<crypto::Hash> hashes;
  const uint64_t begin = batch.index + 1;
  const uint64_t count = batch.leaf_count();
  while (hashes.size() < count) {
    auto entries =
        reader.published().snapshot->ReadEntries(begin + hashes.size(), begin + count, kReadBytes);
    if (!entries.ok()) return entries.status();
    for (const std::string& bytes : *entries) {
      absl::StatusOr<v1::LogEntry> entry = proto::DecodeEntry(bytes);
      if (!entry.ok()) return absl::DataLossError("a leaf entry is damaged");
      hashes.push_back(crypto::HashLeaf(entry->certificate_leaf()));
    }
  }
  return hashes;
}

absl::Status AddLeafPath(const LogReader& reader, const LoggedCertificate& certificate,
                         v1::Certificate* response) {
  absl::StatusOr<std::vector<crypto::Hash>> hashes = ReadLeafHashes(reader, *certificate.batch);
  if (!hashes.ok()) return hashes.status();
  absl::StatusOr<crypto::Path> path =
      crypto::InclusionPath(certificate.position, hashes->size(), crypto::NodesOf(*hashes));
  if (!path.ok()) return absl::DataLossError(path.status().message());
  for (const crypto::Hash& hash : *path) response->add_leaf_path(hash.str());
  return absl::OkStatus();
}

absl::Status AddEvidence(const LogReader& reader, const LoggedBatch& batch,
                         v1::Certificate* response) {
  const uint64_t size = reader.published().size;
  absl::StatusOr<v1::LoggedEntry> entry = reader.EntryWithPath(batch.index, size);
  if (!entry.ok()) return entry.status();
  *response->mutable_batch() = *std::move(entry);
  absl::StatusOr<std::set<uint64_t>> indexes = FindEvidenceEntries(reader, batch);
  if (!indexes.ok()) return indexes.status();
  for (uint64_t index : *indexes) {
    entry = reader.EntryWithPath(index, size);
    if (!entry.ok()) return entry.status();
    *response->add_evidence() = *std::move(entry);
  }
  response->set_checkpoint(reader.published().checkpoint);
  return absl::OkStatus();
}

// Only the issuer gives personal data of a batch away, and only once it is known who calls.
absl::Status CheckIsIssuer(const Caller& caller, const BatchName& batch) {
  if (!caller.is_known()) return proto::Refuse(Reason::kCallerNeeded);
  return caller.organisation == batch.issuer ? absl::OkStatus()
                                             : proto::Refuse(Reason::kCallerNotPermitted);
}

// Tells the vault what became of the batch. The log knows best: an earlier submission may have
// brought it in.
void SettleBatch(const ServiceParts& parts, const BatchName& batch,
                 const absl::StatusOr<Sequenced>& outcome) {
  if (outcome.ok()) return parts.vault->Logged(batch);
  const auto entry = FindBatchEntry(parts.log->Latest()->view, batch);
  if (!entry.ok() || absl::IsUnknown(outcome.status())) return parts.vault->LeaveOpen(batch);
  if (entry->has_value()) return parts.vault->Logged(batch);
  // What stays behind is taken away at the next start.
  parts.vault->NotLogged(batch).IgnoreError();
}

// Claims are durable before the batch is logged, and gone again if it is not.
void StoreFirst(const Call& call, const v1::IssueBatchRequest* request, CertificateFinder* finder,
                Submission& submission) {
  const auto name = std::make_shared<BatchName>();
  submission.before = [call, request, finder, name](const rules::PreparedUnit& unit) {
    const ServiceParts& parts = call.parts();
    absl::StatusOr<VaultBatch> batch =
        ReadVaultClaims(parts.log->Reader(), *finder, unit, request->vault_claims());
    if (!batch.ok()) return batch.status();
    absl::Status status = CheckIsIssuer(call.caller(), batch->name);
    if (!status.ok()) return status;
    *name = batch->name;
    return FromVault(parts.vault->Store(batch->name, batch->certificates));
  };
  submission.after = [parts = call.parts(), name](const absl::StatusOr<Sequenced>& outcome) {
    SettleBatch(parts, *name, outcome);
  };
}

class IssuanceService final : public v1::IssuanceService::CallbackService {
 public:
  explicit IssuanceService(const ServiceParts& parts)
      : parts_(parts), lists_(parts.log, parts.vault) {}

  Reactor* IssueBatch(Context* context, const v1::IssueBatchRequest* request,
                      v1::Receipt* response) override {
    const Call call(parts_, context, "IssueBatch");
    absl::Status status = call.Check(*request, kMaxIssueBatchBytes);
    if (status.ok() && request->leaves_size() > static_cast<int>(rules::kMaxLeaves)) {
      status = proto::Refuse(Reason::kMessageTooLarge,
                             absl::StrCat("over ", rules::kMaxLeaves, " leaves"));
    }
    const bool for_vault = !request->vault_claims().empty();
    if (status.ok() && for_vault && parts_.vault == nullptr) {
      status = proto::Refuse(Reason::kVaultNotEnabled);
    }
    if (!status.ok()) {
      call.Finish(status);
      return call.reactor();
    }
    auto leaves = [request] {
      return std::vector<std::string>(request->leaves().begin(), request->leaves().end());
    };
    Submission submission = {.size_bytes = request->ByteSizeLong(),
                             .signed_statement = &request->signed_statement(),
                             .leaves = leaves,
                             .check_act = CheckHasLeaves,
                             .receipt = response};
    if (for_vault) StoreFirst(call, request, &finder_, submission);
    Submit(call, std::move(submission));
    return call.reactor();
  }

  Reactor* GetCertificate(Context* context, const v1::GetCertificateRequest* request,
                          v1::Certificate* response) override {
    const Call call(parts_, context, "GetCertificate");
    return AnswerLater(call, *request, [this, request, response]() -> absl::Status {
      absl::StatusOr<uint64_t> index = ParseNumberedName(request->name(), "certificates");
      if (!index.ok()) return index.status();
      const LogReader reader = parts_.log->Reader();
      absl::StatusOr<LoggedCertificate> certificate = finder_.Find(reader, *index);
      if (!certificate.ok()) return certificate.status();
      response->set_name(request->name());
      response->set_leaf(certificate->leaf);
      response->set_issuer(certificate->batch->facts.issuer());
      absl::Status status = AddLeafPath(reader, *certificate, response);
      return status.ok() ? AddEvidence(reader, *certificate->batch, response) : status;
    });
  }

  Reactor* GetNumberSeries(Context* context, const v1::GetNumberSeriesRequest* request,
                           v1::NumberSeries* response) override {
    const Call call(parts_, context, "GetNumberSeries");
    return AnswerLater(call, *request, [this, request, response] {
      absl::StatusOr<v1::NumberSeries> series =
          ReadNumberSeries(*parts_.log->Latest()->snapshot, request->name());
      if (series.ok()) *response = *std::move(series);
      return series.status();
    });
  }

  Reactor* ChangeStatus(Context* context, const v1::ChangeStatusRequest* request,
                        v1::Receipt* response) override {
    const Call call(parts_, context, "ChangeStatus");
    const absl::Status status = call.Check(*request, kMaxMessageBytes);
    if (!status.ok()) {
      call.Finish(status);
      return call.reactor();
    }
    Submit(call, {.size_bytes = request->ByteSizeLong(),
                  .signed_statement = &request->signed_statement(),
                  .leaves = [] { return std::vector<std::string>(); },
                  .check_act = CheckChangesStatus,
                  .receipt = response});
    return call.reactor();
  }

  Reactor* ListCertificates(Context* context, const v1::ListCertificatesRequest* request,
                            v1::ListCertificatesResponse* response) override {
    const Call call(parts_, context, "ListCertificates");
    return AnswerLater(call, *request, [this, call, request, response] {
      absl::StatusOr<v1::ListCertificatesResponse> page = lists_.List(*request, call.caller());
      if (page.ok()) *response = *std::move(page);
      return page.status();
    });
  }

 private:
  const ServiceParts parts_;
  CertificateFinder finder_;
  CertificateLists lists_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewIssuanceService(const ServiceParts& parts) {
  return std::make_unique<IssuanceService>(parts);
}

}  // namespace linkcert::server
