#include "client/sheet/question_sheet.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/sheet/answer_columns.h"
#include "client/sheet/csv.h"
#include "client/sheet/person.h"
#include "client/sheet/sheet_encoding.h"
#include "proto/claims.h"

namespace linkcert::client {
namespace {

struct KnownColumn {
  absl::string_view english;
  absl::string_view chinese;
  std::string QuestionRow::*cell;
  bool names_certificate;
};

const KnownColumn kKnownColumns[] = {
    {"file", "证书文件", &QuestionRow::file, true},
    {"certificate", "证书标识", &QuestionRow::certificate, true},
    {"number", "证书编号", &QuestionRow::number, true},
    {"name", kNameColumn, &QuestionRow::name, false},
    {"id type", kIdTypeColumn, &QuestionRow::id_type, false},
    {"id number", kIdNumberColumn, &QuestionRow::id_number, false},
};

const KnownColumn* FindColumn(absl::string_view name) {
  const auto* found = absl::c_find_if(kKnownColumns, [&](const KnownColumn& column) {
    return absl::EqualsIgnoreCase(name, column.english) || name == column.chinese;
  });
  return found == std::end(kKnownColumns) ? nullptr : found;
}

// Where each column of a sheet goes.
struct Layout {
  std::vector<const KnownColumn*> columns;  // null: passes through
  std::vector<bool> kept;                   // false: an answer of before
};

absl::StatusOr<Layout> ReadHeader(const CsvRow& header) {
  Layout layout;
  bool names_certificate = false;
  for (const std::string& name : header.cells) {
    const KnownColumn* column = FindColumn(name);
    if (column != nullptr && absl::c_linear_search(layout.columns, column)) {
      return absl::InvalidArgumentError(
          absl::StrCat(column->english, " ", column->chinese, ": this column stands twice"));
    }
    names_certificate = names_certificate || (column != nullptr && column->names_certificate);
    layout.columns.push_back(column);
    layout.kept.push_back(!IsAnswerColumn(name));
  }
  if (names_certificate) return layout;
  return absl::InvalidArgumentError(
      "no column names certificates: file 证书文件, certificate 证书标识 or number 证书编号");
}

std::optional<SheetFault> FaultOf(const QuestionRow& row) {
  if (!row.file.empty()) return std::nullopt;
  uint64_t index = 0;
  if (!row.certificate.empty()) {
    return absl::SimpleAtoi(row.certificate, &index) ? std::nullopt
                                                     : std::optional(SheetFault::kCellText);
  }
  const bool has_holder = !row.name.empty() || !row.id_number.empty();
  return row.number.empty() || !has_holder ? std::optional(SheetFault::kCellEmpty) : std::nullopt;
}

QuestionRow ReadRow(const CsvRow& source, const Layout& layout) {
  QuestionRow row;
  row.line = source.line;
  for (size_t i = 0; i < layout.columns.size(); ++i) {
    const std::string cell = i < source.cells.size() ? source.cells[i] : std::string();
    if (layout.columns[i] != nullptr) row.*layout.columns[i]->cell = cell;
    if (layout.kept[i]) row.cells.push_back(cell);
  }
  row.fault = source.cells.size() == layout.columns.size() ? FaultOf(row)
                                                           : std::optional(SheetFault::kCellCount);
  return row;
}

bool IsBlank(const CsvRow& row) {
  return absl::c_all_of(row.cells, [](const std::string& cell) { return cell.empty(); });
}

// By tag; nothing for what the file does not show.
std::optional<std::string> ShownValue(const v1::CertificateFile& file, uint32_t tag) {
  for (const v1::ClaimSlot& slot : file.claims()) {
    v1::Claim claim;
    const bool is_shown = slot.has_claim() && claim.ParseFromString(slot.claim());
    if (is_shown && claim.tag() == tag) return claim.value();
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<QuestionSheet> ReadQuestionSheet(absl::string_view bytes) {
  const absl::StatusOr<SheetText> text = DecodeSheet(bytes);
  if (!text.ok()) return text.status();
  const absl::StatusOr<std::vector<CsvRow>> rows = ParseCsv(text->utf8);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return absl::InvalidArgumentError("the sheet is empty");
  const absl::StatusOr<Layout> layout = ReadHeader(rows->front());
  if (!layout.ok()) return layout.status();
  QuestionSheet sheet;
  for (size_t i = 0; i < layout->kept.size(); ++i) {
    if (layout->kept[i]) sheet.header.push_back(rows->front().cells[i]);
  }
  for (auto row = rows->begin() + 1; row != rows->end(); ++row) {
    if (!IsBlank(*row)) sheet.rows.push_back(ReadRow(*row, *layout));
  }
  if (sheet.rows.empty()) return absl::InvalidArgumentError("the sheet has no rows");
  return sheet;
}

v1::Answer MatchesRow(const QuestionRow& row, const v1::CertificateFile& file) {
  v1::Answer matches = v1::ANSWER_UNSPECIFIED;
  for (const auto& [said, tag] :
       {std::pair(&row.number, proto::kNumber), std::pair(&row.name, proto::kName),
        std::pair(&row.id_type, proto::kIdType), std::pair(&row.id_number, proto::kIdNumber)}) {
    if (said->empty()) continue;
    const std::optional<std::string> shown = ShownValue(file, tag);
    // The last character of an ID number may be an x.
    if (shown && !absl::EqualsIgnoreCase(*said, *shown)) return v1::ANSWER_NO;
    if (!shown) matches = v1::ANSWER_UNKNOWN;
    if (matches == v1::ANSWER_UNSPECIFIED) matches = v1::ANSWER_YES;
  }
  return matches;
}

}  // namespace linkcert::client
