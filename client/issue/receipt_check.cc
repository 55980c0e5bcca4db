#include "client/issue/receipt_check.h"

#include "client/logged_entry.h"
#include "crypto/checkpoint.h"
#include "proto/entry.h"
#include "proto/refusal.h"
#include "proto/statement.h"

namespace linkcert::client {
using proto::Reason;
using proto::Refuse;

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
  const absl::StatusOr<crypto::Checkpoint> checkpoint = ReadCheckpoint(receipt.checkpoint());
  if (!checkpoint.ok()) return checkpoint.status();
  if (checkpoint->size < receipt.end()) {
    return Refuse(Reason::kCheckpointInvalid, "the checkpoint does not cover the unit");
  }
  return CheckLogged(receipt.entry(), *checkpoint);
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
