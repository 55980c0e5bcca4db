// Comma-separated values (RFC 4180). Thread-safe.
#ifndef LINKCERT_CLIENT_SHEET_CSV_H_
#define LINKCERT_CLIENT_SHEET_CSV_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkcert::client {

struct CsvRow {
  uint32_t line = 0;               // in the file, from 1: where the row begins
  std::vector<std::string> cells;  // without the spaces around them
};

// Empty lines are left out. InvalidArgument naming the line for quotes that do not fit.
absl::StatusOr<std::vector<CsvRow>> ParseCsv(absl::string_view text);

// One row with its line end (CR LF); cells are quoted where they need it. A cell that a spreadsheet
// would take for a formula is written with a leading apostrophe.
std::string FormatCsvRow(const std::vector<std::string>& cells);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_SHEET_CSV_H_
