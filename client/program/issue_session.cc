#include "client/program/issue_session.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/issue/receipt_check.h"
#include "client/local_file.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

// Evidence as the registry has it now, which must hold the entry that the receipt proved.
absl::StatusOr<BatchEvidence> FetchEvidence(Remote& remote, const v1::Receipt& receipt) {
  absl::StatusOr<v1::Certificate> first = remote.GetCertificate(receipt.entry().index() + 1);
  if (!first.ok()) return first.status();
  if (first->batch().entry() != receipt.entry().entry()) {
    return proto::Refuse(proto::Reason::kEntryUnexpected,
                         "the registry shows another batch than its receipt");
  }
  BatchEvidence evidence;
  evidence.checkpoint = std::move(*first->mutable_checkpoint());
  evidence.batch = std::move(*first->mutable_batch());
  for (v1::LoggedEntry& entry : *first->mutable_evidence()) {
    evidence.entries.push_back(std::move(entry));
  }
  return evidence;
}

// A receipt that does not prove what it says leaves open whether the batch is logged.
absl::Status CheckAnswer(const v1::Receipt& receipt, absl::string_view envelope, size_t leaf_count,
                         const Trust& trust, uint64_t now_ms) {
  absl::Status status = CheckReceipt(receipt, envelope, leaf_count);
  if (status.ok()) status = CheckReceiptCheckpoint(receipt, trust, now_ms);
  return status.ok() ? status : absl::DataLossError(status.message());
}

absl::Status Submit(Remote& remote, const PendingDirectory& batch, const Trust& trust,
                    uint64_t now_ms, const std::string& directory, SubmittedBatch& submitted) {
  const absl::StatusOr<std::string> envelope = batch.statement.Seal();
  if (!envelope.ok()) return envelope.status();
  const std::vector<std::string> leaves = batch.Leaves();
  const absl::StatusOr<v1::Receipt> receipt = remote.IssueBatch(*envelope, leaves);
  if (!receipt.ok()) return receipt.status();
  absl::Status status = CheckAnswer(*receipt, *envelope, leaves.size(), trust, now_ms);
  if (status.ok()) {
    status = WriteLocalFile(absl::StrCat(batch.path, "/receipt"), receipt->SerializeAsString(),
                            FileAccess::kPrivate);
  }
  if (!status.ok()) return status;
  submitted.index = receipt->entry().index();
  submitted.already_logged = receipt->already_logged();
  const absl::StatusOr<BatchEvidence> evidence = FetchEvidence(remote, *receipt);
  if (!evidence.ok()) return evidence.status();
  Verifier verifier(trust, {.now_ms = now_ms});
  absl::StatusOr<std::vector<IssuedRow>> rows =
      WriteCertificates(batch, *evidence, verifier, directory);
  if (!rows.ok()) return rows.status();
  submitted.rows = *std::move(rows);
  return absl::OkStatus();
}

}  // namespace

absl::Status PrepareBatches(const Preview& preview, absl::string_view sheet,
                            const StatementFrame& frame, const std::string& directory) {
  if (!preview.problems.empty()) {
    return absl::FailedPreconditionError("the sheet has problems; nothing was signed");
  }
  std::vector<MadeBatch> made;
  for (const BatchRows& rows : preview.batches) {
    absl::StatusOr<MadeBatch> batch = MakeBatch(rows, sheet, frame);
    if (!batch.ok()) return batch.status();
    made.push_back(*std::move(batch));
  }
  return WritePendingBatches(directory, made);
}

absl::Status SignBatches(const std::string& directory,
                         absl::Span<const std::unique_ptr<crypto::Signer>> signers) {
  absl::StatusOr<std::vector<PendingDirectory>> batches = ReadPendingBatches(directory);
  if (!batches.ok()) return batches.status();
  for (PendingDirectory& batch : *batches) {
    absl::Status status;
    for (const std::unique_ptr<crypto::Signer>& signer : signers) {
      if (status.ok()) status = batch.statement.Sign(*signer);
    }
    if (status.ok()) status = WriteStatement(batch);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

SubmittedBatch SubmitBatch(Remote& remote, const PendingDirectory& batch, const Trust& trust,
                           uint64_t now_ms, const std::string& directory) {
  SubmittedBatch submitted;
  submitted.batch_number = batch.statement.statement().issue_batch().batch_number();
  submitted.status = Submit(remote, batch, trust, now_ms, directory, submitted);
  if (!submitted.status.ok()) submitted.rows = RefusedRows(batch, submitted.status);
  return submitted;
}

}  // namespace linkcert::client
