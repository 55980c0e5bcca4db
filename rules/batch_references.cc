#include "rules/batch_references.h"

#include "absl/strings/escaping.h"
#include "proto/refusal.h"
#include "rules/records.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

absl::Status CheckKnown(const View& view, const std::string& key, Reason reason) {
  absl::StatusOr<RecordPtr> found = view.Find(key);
  if (!found.ok()) return found.status();
  return *found != nullptr ? absl::OkStatus() : Refuse(reason, key);
}

}  // namespace

absl::StatusOr<PlacedBatch> FindOwnBatch(const View& view, const std::string& issuer,
                                         const std::string& statement_id) {
  auto statement = FindStatement(view, issuer, statement_id);
  if (!statement.ok()) return statement.status();
  PlacedBatch placed;
  if (*statement != nullptr) {
    placed.index = (*statement)->begin();
    auto batch = FindIssuedBatch(view, placed.index);
    if (!batch.ok()) return batch.status();
    placed.batch = *std::move(batch);
  }
  if (placed.batch == nullptr || placed.batch->original_batch() != 0) {
    return Refuse(Reason::kBatchUnknown, absl::BytesToHexString(statement_id));
  }
  return placed;
}

absl::Status CheckReferences(const View& view, const std::string& issuer,
                             const v1::IssueBatch& batch) {
  for (const std::string& assessor : batch.assessors()) {
    absl::Status status = CheckKnown(view, AssessorKey(assessor), Reason::kAssessorUnknown);
    if (!status.ok()) return status;
  }
  for (const std::string& supervisor : batch.supervisors()) {
    absl::Status status = CheckKnown(view, SupervisorKey(supervisor), Reason::kSupervisorUnknown);
    if (!status.ok()) return status;
  }
  return batch.companion_batch().empty()
             ? absl::OkStatus()
             : FindOwnBatch(view, issuer, batch.companion_batch()).status();
}

}  // namespace linkcert::rules
