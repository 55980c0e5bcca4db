#include "client/issue/receipt_check.h"

#include "absl/strings/str_cat.h"
#include "crypto/checkpoint.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "crypto/note.h"
#include "proto/entry.h"
#include "proto/refusal.h"
#include "proto/statement.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

absl::StatusOr<crypto::Path> PathOf(const v1::LoggedEntry& entry) {
  crypto::Path path;
  for (const std::string& bytes : entry.path()) {
    const absl::StatusOr<crypto::Hash> hash = crypto::Hash::FromBytes(bytes);
    if (!hash.ok()) return Refuse(Reason::kInclusionInvalid, hash.status().message());
    path.push_back(*hash);
  }
  return path;
}

absl::StatusOr<crypto::Checkpoint> CheckpointOf(absl::string_view note_bytes) {
  const absl::StatusOr<crypto::Note> note = crypto::ParseNote(note_bytes);
  if (!note.ok()) return Refuse(Reason::kCheckpointInvalid, note.status().message());
  absl::StatusOr<crypto::Checkpoint> checkpoint = crypto::ParseCheckpoint(note->text);
  if (!checkpoint.ok()) return Refuse(Reason::kCheckpointInvalid, checkpoint.status().message());
  return checkpoint;
}

}  // namespace

absl::Status CheckReceipt(const v1::Receipt& receipt, const crypto::Hash& statement_digest,
                          size_t leaf_count) {
  const absl::StatusOr<v1::LogEntry> entry = proto::DecodeEntry(receipt.entry().entry());
  if (!entry.ok()) return entry.status();
  const absl::StatusOr<proto::SealedStatement> logged =
      proto::OpenStatement(entry->signed_statement());
  if (!logged.ok() || logged->digest != statement_digest) {
    return Refuse(Reason::kEntryUnexpected, "the receipt is for another statement");
  }
  const uint64_t index = receipt.entry().index();
  if (receipt.end() != index + 1 + leaf_count) {
    return Refuse(Reason::kEntryUnexpected, "the receipt covers another number of entries");
  }
  const absl::StatusOr<crypto::Checkpoint> checkpoint = CheckpointOf(receipt.checkpoint());
  if (!checkpoint.ok()) return checkpoint.status();
  if (checkpoint->size < receipt.end()) {
    return Refuse(Reason::kCheckpointInvalid, "the checkpoint does not cover the unit");
  }
  const absl::StatusOr<crypto::Path> path = PathOf(receipt.entry());
  if (!path.ok()) return path.status();
  absl::Status status = crypto::VerifyInclusion(crypto::HashLeaf(receipt.entry().entry()), index,
                                                checkpoint->size, *path, checkpoint->root);
  return status.ok() ? status : Refuse(Reason::kInclusionInvalid, absl::StrCat("entry ", index));
}

absl::Status CheckReceiptCheckpoint(const v1::Receipt& receipt, const Trust& trust,
                                    uint64_t now_ms) {
  const absl::StatusOr<crypto::EvaluatedCheckpoint> evaluated =
      trust.policy.Evaluate(receipt.checkpoint(), now_ms / 1000);
  if (!evaluated.ok()) {
    return Refuse(Reason::kCheckpointInvalid, evaluated.status().message());
  }
  return evaluated->quorum_met ? absl::OkStatus() : Refuse(Reason::kQuorumNotMet);
}

}  // namespace linkcert::client
