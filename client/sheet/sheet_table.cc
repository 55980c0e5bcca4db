#include "client/sheet/sheet_table.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace linkcert::client {
namespace {

// Spreadsheets write rows that were emptied as commas.
bool IsBlank(const CsvRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(), [](const std::string& cell) {
    return absl::StripAsciiWhitespace(cell).empty();
  });
}

}  // namespace

absl::StatusOr<SheetTable> SheetTable::Read(absl::string_view bytes,
                                            absl::Span<const absl::string_view> fixed,
                                            absl::Span<const ExtraColumn> extra,
                                            SheetProblems& problems) {
  absl::StatusOr<SheetText> text = DecodeSheet(bytes);
  if (!text.ok()) return text.status();
  absl::StatusOr<std::vector<CsvRow>> rows = ParseCsv(text->utf8);
  if (!rows.ok()) return rows.status();
  SheetTable table;
  table.encoding_ = text->encoding;
  if (rows->empty()) {
    problems.push_back({1, "", SheetFault::kSheetEmpty, ""});
    return table;
  }
  const CsvRow& header = rows->front();
  if (!table.ReadHeader(header, fixed, extra, problems)) return table;
  for (auto row = rows->begin() + 1; row != rows->end(); ++row) {
    if (IsBlank(*row)) continue;
    if (row->cells.size() == header.cells.size()) {
      table.rows_.push_back(std::move(*row));
    } else {
      problems.push_back({row->line, "", SheetFault::kCellCount,
                          absl::StrCat(row->cells.size(), " / ", header.cells.size())});
    }
  }
  const bool empty = table.rows_.empty() && problems.empty();
  if (empty) problems.push_back({1, "", SheetFault::kSheetEmpty, ""});
  return table;
}

bool SheetTable::ReadHeader(const CsvRow& header, absl::Span<const absl::string_view> fixed,
                            absl::Span<const ExtraColumn> extra, SheetProblems& problems) {
  const size_t problems_before = problems.size();
  for (size_t i = 0; i < fixed.size(); ++i) {
    if (i < header.cells.size() && header.cells[i] == fixed[i]) continue;
    problems.push_back(
        {header.line, std::string(fixed[i]), SheetFault::kHeaderDiffers,
         absl::StrCat("column ", i + 1, ": ", i < header.cells.size() ? header.cells[i] : "–")});
    return false;
  }
  for (size_t i = fixed.size(); i < header.cells.size(); ++i) {
    const std::string& cell = header.cells[i];
    const auto column = std::find_if(extra.begin(), extra.end(), [&](const ExtraColumn& known) {
      return std::find(known.names.begin(), known.names.end(), cell) != known.names.end();
    });
    if (column == extra.end()) {
      problems.push_back({header.line, cell, SheetFault::kColumnUnknown, ""});
    } else if (!extra_.emplace(column->names.front(), i).second) {
      problems.push_back({header.line, cell, SheetFault::kColumnRepeated, ""});
    }
  }
  return problems.size() == problems_before;
}

std::string SheetTable::Extra(const CsvRow& row, const std::string& name) const {
  const auto column = extra_.find(name);
  return column == extra_.end() ? "" : row.cells[column->second];
}

}  // namespace linkcert::client
