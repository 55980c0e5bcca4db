// The authority's answer to a report sheet, as the statements that tell the registry. Thread-safe.
#ifndef LINKCERT_CLIENT_ISSUE_SYNC_STATEMENTS_H_
#define LINKCERT_CLIENT_ISSUE_SYNC_STATEMENTS_H_

#include <vector>

#include "absl/types/span.h"
#include "client/issue/issued_certificate.h"
#include "client/sheet/sync_sheet.h"
#include "linkcert/v1/act_certificate.pb.h"

namespace linkcert::client {

// One act for each batch, state and code, by log index; several when it takes more than 1,000
// ranges. A batch that was answered alike as a whole is named without ranges. `certificates` are
// the newest versions. A number that is none of theirs is added to `problems`.
std::vector<v1::ReportNationalSync> SyncStatements(absl::Span<const SyncRow> rows,
                                                   absl::Span<const IssuedCertificate> certificates,
                                                   SheetProblems& problems);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_SYNC_STATEMENTS_H_
