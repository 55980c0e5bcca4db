// Gives the rows of one batch their certificate numbers (R03, R04). Thread-safe.
#ifndef LINKCERT_CLIENT_SHEET_NUMBER_ALLOTMENT_H_
#define LINKCERT_CLIENT_SHEET_NUMBER_ALLOTMENT_H_

#include <vector>

#include "absl/types/span.h"
#include "client/sheet/report_sheet.h"
#include "client/sheet/sheet_problem.h"
#include "linkcert/v1/act_issue.pb.h"

namespace linkcert::client {

// Fills empty numbers with the next serials of the batch's block, in the order of the rows; given
// numbers must lie in it. Without a count the block ends with the last serial used or voided. All
// of the block must then be used or voided. What is wrong is added to `problems`.
void AllotNumbers(absl::Span<ReportRow* const> rows, v1::IssueBatch& batch,
                  SheetProblems& problems);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_SHEET_NUMBER_ALLOTMENT_H_
