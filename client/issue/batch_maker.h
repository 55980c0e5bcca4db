// Turns the rows of one batch into what is signed and logged, and what stays with the issuer.
// Thread-safe.
#ifndef LINKCERT_CLIENT_ISSUE_BATCH_MAKER_H_
#define LINKCERT_CLIENT_ISSUE_BATCH_MAKER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/sheet/sheet_preview.h"
#include "client/statement/statement_builder.h"
#include "client/statement/statement_file.h"
#include "linkcert/v1/issuing_files.pb.h"

namespace linkcert::client {

struct MadeBatch {
  StatementInMaking statement;
  v1::PendingBatch pending;
};

// Shuffles the rows, makes claims with fresh salts, leaves, root and the unsigned IssueBatch
// statement. `sheet` are the bytes that report_digest stands for. Refusals name the field.
absl::StatusOr<MadeBatch> MakeBatch(const BatchRows& rows, absl::string_view sheet,
                                    const StatementFrame& frame);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_BATCH_MAKER_H_
