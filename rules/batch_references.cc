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

absl::Status CheckCompanion(const View& view, const std::string& issuer,
                            const std::string& statement_id) {
  if (statement_id.empty()) return absl::OkStatus();
  auto statement = FindStatement(view, issuer, statement_id);
  if (!statement.ok()) return statement.status();
  if (*statement != nullptr) {
    auto batch = FindIssuedBatch(view, (*statement)->begin());
    if (!batch.ok()) return batch.status();
    if (*batch != nullptr) return absl::OkStatus();
  }
  return Refuse(Reason::kBatchUnknown, absl::BytesToHexString(statement_id));
}

}  // namespace

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
  return CheckCompanion(view, issuer, batch.companion_batch());
}

}  // namespace linkcert::rules
