#include "client/sheet/sync_sheet.h"

#include <optional>
#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "client/sheet/csv.h"
#include "client/sheet/sheet_encoding.h"
#include "proto/charset.h"

namespace linkcert::client {
namespace {

constexpr char kStateColumn[] = "联网状态";
constexpr char kCodeColumn[] = "返回码";
constexpr size_t kMaxCodeSizeBytes = 32;

struct StateName {
  absl::string_view name;
  v1::NationalSync state;
};
constexpr StateName kStates[] = {
    {"REPORTED", v1::NATIONAL_SYNC_REPORTED}, {"已上报", v1::NATIONAL_SYNC_REPORTED},
    {"ACCEPTED", v1::NATIONAL_SYNC_ACCEPTED}, {"已接收", v1::NATIONAL_SYNC_ACCEPTED},
    {"已入库", v1::NATIONAL_SYNC_ACCEPTED},   {"RETURNED", v1::NATIONAL_SYNC_RETURNED},
    {"已退回", v1::NATIONAL_SYNC_RETURNED},
};

// Places of the columns in a row.
struct Layout {
  std::optional<size_t> number;
  std::optional<size_t> state;
  std::optional<size_t> code;
};

std::optional<size_t>* PlaceOf(absl::string_view name, Layout& layout) {
  if (name == kSyncNumberColumn || absl::EqualsIgnoreCase(name, "number")) return &layout.number;
  if (name == kStateColumn || name == "状态" || absl::EqualsIgnoreCase(name, "state")) {
    return &layout.state;
  }
  if (name == kCodeColumn || absl::EqualsIgnoreCase(name, "code")) return &layout.code;
  return nullptr;
}

Layout ReadHeader(const CsvRow& header, SheetProblems& problems) {
  Layout layout;
  for (size_t i = 0; i < header.cells.size(); ++i) {
    std::optional<size_t>* place = PlaceOf(header.cells[i], layout);
    if (place == nullptr) continue;
    if (place->has_value()) {
      problems.push_back({header.line, header.cells[i], SheetFault::kColumnRepeated, ""});
    }
    *place = i;
  }
  const auto missing = [&](const char* name) {
    problems.push_back({header.line, name, SheetFault::kColumnMissing, ""});
  };
  if (!layout.number) missing(kSyncNumberColumn);
  if (!layout.state) missing(kStateColumn);
  return layout;
}

v1::NationalSync ReadState(const std::string& cell) {
  const auto* found = absl::c_find_if(
      kStates, [&](const StateName& state) { return absl::EqualsIgnoreCase(cell, state.name); });
  return found == std::end(kStates) ? v1::NATIONAL_SYNC_UNSPECIFIED : found->state;
}

bool IsCode(const std::string& code) {
  const bool fits = code.size() <= kMaxCodeSizeBytes && proto::IsOfCharset(v1::CHARSET_CODE, code);
  return code.empty() || fits;
}

bool IsBlank(const CsvRow& row) {
  return absl::c_all_of(row.cells, [](const std::string& cell) { return cell.empty(); });
}

SyncRow ReadRow(const CsvRow& source, const Layout& layout, SheetProblems& problems) {
  SyncRow row;
  row.line = source.line;
  row.number = source.cells[*layout.number];
  if (row.number.empty()) {
    problems.push_back({row.line, kSyncNumberColumn, SheetFault::kCellEmpty, ""});
  }
  row.state = ReadState(source.cells[*layout.state]);
  if (row.state == v1::NATIONAL_SYNC_UNSPECIFIED) {
    problems.push_back(
        {row.line, kStateColumn, SheetFault::kSyncStateUnknown, source.cells[*layout.state]});
  }
  if (layout.code) row.code = source.cells[*layout.code];
  if (!IsCode(row.code)) {
    problems.push_back({row.line, kCodeColumn, SheetFault::kSyncCodeMalformed, row.code});
  }
  return row;
}

}  // namespace

absl::StatusOr<std::vector<SyncRow>> ReadSyncSheet(absl::string_view bytes,
                                                   SheetProblems& problems) {
  const absl::StatusOr<SheetText> text = DecodeSheet(bytes);
  if (!text.ok()) return text.status();
  const absl::StatusOr<std::vector<CsvRow>> table = ParseCsv(text->utf8);
  if (!table.ok()) return table.status();
  std::vector<SyncRow> rows;
  if (table->size() < 2) {
    problems.push_back({1, "", SheetFault::kSheetEmpty, ""});
    return rows;
  }
  const Layout layout = ReadHeader(table->front(), problems);
  if (!problems.empty()) return rows;
  std::set<std::string> numbers;
  for (auto source = table->begin() + 1; source != table->end(); ++source) {
    if (IsBlank(*source)) continue;
    if (source->cells.size() != table->front().cells.size()) {
      problems.push_back({source->line, "", SheetFault::kCellCount, ""});
      continue;
    }
    rows.push_back(ReadRow(*source, layout, problems));
    if (!rows.back().number.empty() && !numbers.insert(rows.back().number).second) {
      problems.push_back(
          {source->line, kSyncNumberColumn, SheetFault::kNumberRepeated, rows.back().number});
    }
  }
  return rows;
}

}  // namespace linkcert::client
