#include "client/program/issue_session.h"

#include <utility>

#include "client/issue/pending_batch.h"

namespace linkcert::client {

absl::StatusOr<std::vector<MadeBatch>> MakeBatches(const Preview& preview, absl::string_view sheet,
                                                   const StatementFrame& frame) {
  if (!preview.problems.empty()) {
    return absl::FailedPreconditionError("the sheet has problems; nothing was signed");
  }
  std::vector<MadeBatch> made;
  for (const BatchRows& rows : preview.batches) {
    absl::StatusOr<MadeBatch> batch = MakeBatch(rows, sheet, frame);
    if (!batch.ok()) return batch.status();
    made.push_back(*std::move(batch));
  }
  return made;
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

}  // namespace linkcert::client
