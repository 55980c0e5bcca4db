// A sheet with a header line: columns by their printed names. Thread-safe.
#ifndef LINKCERT_CLIENT_SHEET_SHEET_TABLE_H_
#define LINKCERT_CLIENT_SHEET_SHEET_TABLE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "client/sheet/csv.h"
#include "client/sheet/sheet_encoding.h"
#include "client/sheet/sheet_problem.h"

namespace linkcert::client {

// A column that may stand behind the fixed ones; `names` are synonyms, the first is the printed
// one.
struct ExtraColumn {
  std::vector<std::string> names;
};

class SheetTable {
 public:
  // Reads the rows under a header that begins with `fixed` in this order. A header that differs is
  // the only problem then; rows of another length become problems and are left out.
  // InvalidArgument when the bytes are no text or no CSV.
  static absl::StatusOr<SheetTable> Read(absl::string_view bytes,
                                         absl::Span<const absl::string_view> fixed,
                                         absl::Span<const ExtraColumn> extra,
                                         SheetProblems& problems);

  const std::vector<CsvRow>& rows() const { return rows_; }
  // Cell of the extra column printed as `name`; empty when the sheet has no such column.
  std::string Extra(const CsvRow& row, const std::string& name) const;
  SheetEncoding encoding() const { return encoding_; }

 private:
  SheetTable() = default;
  bool ReadHeader(const CsvRow& header, absl::Span<const absl::string_view> fixed,
                  absl::Span<const ExtraColumn> extra, SheetProblems& problems);

  SheetEncoding encoding_ = SheetEncoding::kUtf8;
  std::vector<CsvRow> rows_;
  std::map<std::string, size_t> extra_;  // printed name → index
};

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_SHEET_SHEET_TABLE_H_
