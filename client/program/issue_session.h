// Issuing from a sheet in three steps that may happen on different days and machines: prepare and
// sign here, submit in issue/batch_submission.h.
#ifndef LINKCERT_CLIENT_PROGRAM_ISSUE_SESSION_H_
#define LINKCERT_CLIENT_PROGRAM_ISSUE_SESSION_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "client/issue/batch_maker.h"
#include "client/sheet/sheet_preview.h"
#include "client/statement/statement_builder.h"
#include "crypto/keys.h"

namespace linkcert::client {

// All batches of a preview without problems, unsigned.
absl::StatusOr<std::vector<MadeBatch>> MakeBatches(const Preview& preview, absl::string_view sheet,
                                                   const StatementFrame& frame);

// Signs every batch under `directory` with each of the keys.
absl::Status SignBatches(const std::string& directory,
                         absl::Span<const std::unique_ptr<crypto::Signer>> signers);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_ISSUE_SESSION_H_
