// The result sheet of an issuing (result.csv): the sheet again, with certificate ids and files.
// Thread-safe.
#ifndef LINKCERT_CLIENT_ISSUE_RESULT_SHEET_H_
#define LINKCERT_CLIENT_ISSUE_RESULT_SHEET_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/issue/pending_batch.h"

namespace linkcert::client {

inline constexpr char kIssued[] = "ISSUED";

struct IssuedRow {
  uint32_t line = 0;               // of the sheet that was issued from
  std::vector<std::string> cells;  // the 11
  uint64_t certificate = 0;        // id; 0: not known to be logged
  std::string file;                // in the directory; empty: not written
  std::string outcome;             // ISSUED, or the reason why there is no file
};

IssuedRow RowOf(const v1::PendingCertificate& certificate);

// The rows of a batch that was refused.
std::vector<IssuedRow> RefusedRows(const PendingDirectory& batch, const absl::Status& refusal);
// The rows of a batch that is logged at `batch_index`, but has no files yet.
std::vector<IssuedRow> LoggedRows(const PendingDirectory& batch, uint64_t batch_index,
                                  const absl::Status& why);

// CSV in UTF-8 with BOM, ordered by line: the 11 columns, certificate id, file, outcome.
std::string FormatResultSheet(std::vector<IssuedRow> rows);

// Where an earlier result sheet knows more of a row, that stays: what was issued stays issued when
// the registry cannot be reached later. A sheet that cannot be read changes nothing.
void KeepBetterOutcomes(absl::string_view earlier_sheet, std::vector<IssuedRow>& rows);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_RESULT_SHEET_H_
