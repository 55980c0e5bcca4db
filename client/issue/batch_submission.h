// A signed batch on its way to a registry and back: receipt, certificate files, rows.
#ifndef LINKCERT_CLIENT_ISSUE_BATCH_SUBMISSION_H_
#define LINKCERT_CLIENT_ISSUE_BATCH_SUBMISSION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "client/issue/batch_registry.h"
#include "client/issue/pending_batch.h"
#include "client/issue/result_sheet.h"
#include "client/verify/trust.h"

namespace linkcert::client {

struct SubmissionOptions {
  uint64_t now_ms = 0;
  // Sends although the policy's quorum of witnesses does not stand behind the registry's log now.
  // The files are then undecided for whoever asks for that quorum.
  bool without_quorum = false;
  // Sends the claims along, for the registry's vault.
  bool to_vault = false;
};

struct SubmittedBatch {
  std::string name;               // NameOf the pending batch
  absl::Status status;            // of this batch; others go on
  std::optional<uint64_t> index;  // of its statement, when it is proven to be logged
  bool already_logged = false;    // before this call
  bool quorum_met = true;
  std::vector<IssuedRow> rows;
};

// Submits a batch, keeps the receipt beside it, checks it, and makes the certificate files in
// `directory`. May be called again after any failure: the same statement bytes get the same place
// in the log, and with a good receipt nothing is sent again. Before anything is sent it looks
// whether the policy believes this registry (CHECKPOINT_INVALID, QUORUM_NOT_MET).
SubmittedBatch SubmitBatch(BatchRegistry& registry, const PendingDirectory& batch,
                           const Trust& trust, const SubmissionOptions& options,
                           const std::string& directory);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_BATCH_SUBMISSION_H_
