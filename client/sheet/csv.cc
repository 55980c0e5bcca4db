#include "client/sheet/csv.h"

#include <csv.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace linkcert::client {
namespace {

// The rows read so far, and the one that is being read.
struct Reading {
  std::vector<CsvRow> rows;
  CsvRow row;
  bool in_row = false;

  static void OnCell(void* bytes, size_t size, void* self) {
    static_cast<Reading*>(self)->row.cells.emplace_back(static_cast<const char*>(bytes), size);
  }
  static void OnRow(int, void* self) {
    Reading& reading = *static_cast<Reading*>(self);
    reading.rows.push_back(std::exchange(reading.row, {}));
    reading.in_row = false;
  }
};

class Parser {
 public:
  Parser() { csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI); }
  ~Parser() { csv_free(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  bool Feed(absl::string_view text, Reading& reading) {
    return csv_parse(&parser_, text.data(), text.size(), Reading::OnCell, Reading::OnRow,
                     &reading) == text.size();
  }
  bool Finish(Reading& reading) {
    return csv_fini(&parser_, Reading::OnCell, Reading::OnRow, &reading) == 0;
  }

 private:
  csv_parser parser_;
};

bool NeedsQuotes(absl::string_view cell) {
  return cell.find_first_of(",\"\r\n") != absl::string_view::npos ||
         cell != absl::StripAsciiWhitespace(cell);
}

bool LooksLikeFormula(absl::string_view cell) {
  return !cell.empty() && absl::string_view("=+-@\t").find(cell.front()) != absl::string_view::npos;
}

std::string FormatCell(const std::string& cell) {
  const std::string safe = LooksLikeFormula(cell) ? absl::StrCat("'", cell) : cell;
  if (!NeedsQuotes(safe)) return safe;
  return absl::StrCat("\"", absl::StrReplaceAll(safe, {{"\"", "\"\""}}), "\"");
}

}  // namespace

absl::StatusOr<std::vector<CsvRow>> ParseCsv(absl::string_view text) {
  Parser parser;
  Reading reading;
  const auto broken = [&] {
    return absl::InvalidArgumentError(
        absl::StrCat("line ", reading.row.line, ": a quotation mark stands where none may be"));
  };
  for (uint32_t line = 1; !text.empty(); ++line) {
    const size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    const absl::string_view chunk = text.substr(0, size);
    text.remove_prefix(size);
    if (!reading.in_row && absl::StripAsciiWhitespace(chunk).empty()) continue;
    if (!reading.in_row) reading.row.line = line;
    reading.in_row = true;
    if (!parser.Feed(chunk, reading)) return broken();
  }
  if (!parser.Finish(reading)) return broken();
  return std::move(reading.rows);
}

std::string FormatCsvRow(const std::vector<std::string>& cells) {
  const auto format = [](std::string* out, const std::string& cell) {
    out->append(FormatCell(cell));
  };
  return absl::StrCat(absl::StrJoin(cells, ",", format), "\r\n");
}

}  // namespace linkcert::client
