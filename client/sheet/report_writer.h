// Report sheets (汇总表) and their summaries as they are handed in: CSV, which cells of formulas do
// not run in. Thread-safe.
#ifndef LINKCERT_CLIENT_SHEET_REPORT_WRITER_H_
#define LINKCERT_CLIENT_SHEET_REPORT_WRITER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "client/sheet/sheet_encoding.h"
#include "proto/civil_date.h"

namespace linkcert::client {

// A row of the sheet: the 11 cells of ReportColumns.
using ReportCells = std::vector<std::string>;

// Days of issue, both included.
struct ReportPeriod {
  proto::CivilDate from = 0;
  proto::CivilDate to = 0;

  bool Contains(proto::CivilDate day) const { return from <= day && day <= to; }
};

// WARNING: personal data. The columns' names, then the rows. ReadReportSheet reads it again.
absl::StatusOr<std::string> FormatReportSheet(absl::Span<const ReportCells> rows,
                                              SheetEncoding encoding);

// Nobody is named: how many certificates by issuer, occupation, trade and level, in the order of
// these, and 总计, all together, in the last line.
absl::StatusOr<std::string> FormatReportSummary(absl::Span<const ReportCells> rows,
                                                const ReportPeriod& period, SheetEncoding encoding);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_SHEET_REPORT_WRITER_H_
