// Issuing from a sheet in three steps that may happen on different days and machines: prepare,
// sign, submit.
#ifndef LINKCERT_CLIENT_PROGRAM_ISSUE_SESSION_H_
#define LINKCERT_CLIENT_PROGRAM_ISSUE_SESSION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "client/issue/certificate_writer.h"
#include "client/issue/pending_batch.h"
#include "client/remote/remote.h"
#include "client/sheet/sheet_preview.h"
#include "client/statement/statement_builder.h"
#include "client/verify/trust.h"
#include "crypto/keys.h"

namespace linkcert::client {

// Makes all batches of a preview without problems and writes them to `directory`.
absl::Status PrepareBatches(const Preview& preview, absl::string_view sheet,
                            const StatementFrame& frame, const std::string& directory);

// Signs every batch under `directory` with each of the keys.
absl::Status SignBatches(const std::string& directory,
                         absl::Span<const std::unique_ptr<crypto::Signer>> signers);

struct SubmittedBatch {
  std::string batch_number;
  absl::Status status;  // of this batch; others go on
  uint64_t index = 0;   // of its statement, when OK
  bool already_logged = false;
  std::vector<IssuedRow> rows;
};

// Submits a batch, checks the receipt and makes the certificate files in `directory`. May be
// called again after any failure: the same statement bytes get the same place in the log.
SubmittedBatch SubmitBatch(Remote& remote, const PendingDirectory& batch, const Trust& trust,
                           uint64_t now_ms, const std::string& directory);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_ISSUE_SESSION_H_
