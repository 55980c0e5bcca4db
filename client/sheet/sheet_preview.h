// Everything about a sheet that can be known before anything is signed. Thread-safe.
#ifndef LINKCERT_CLIENT_SHEET_SHEET_PREVIEW_H_
#define LINKCERT_CLIENT_SHEET_SHEET_PREVIEW_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/sheet/batch_description.h"
#include "client/sheet/report_sheet.h"
#include "client/sheet/sheet_encoding.h"
#include "client/sheet/sheet_problem.h"
#include "linkcert/v1/act_issue.pb.h"

namespace linkcert::client {

// One occupation, trade and level.
struct BatchRows {
  v1::IssueBatch batch;  // all but leaf_count, leaves_root and report_digest
  std::vector<ReportRow> rows;
  std::string companion_directory;  // as BatchTerms has it
};

struct Preview {
  SheetEncoding encoding = SheetEncoding::kUtf8;
  size_t row_count = 0;
  std::vector<BatchRows> batches;  // in the order of the description
  SheetProblems problems;          // by line; any one forbids signing
};

// InvalidArgument only when the bytes are no sheet at all.
absl::StatusOr<Preview> PreviewSheet(absl::string_view bytes, const BatchDescription& description);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_SHEET_SHEET_PREVIEW_H_
