#include "client/sheet/report_sheet.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace linkcert::client {
namespace {

const absl::string_view kColumns[] = {kNameColumn, kIdTypeColumn, kIdNumberColumn, kEmployerColumn,
                                      "职业名称",  "工种名称",    "职业技能等级",  "证书编号",
                                      "发证日期",  "评价机构",    "发证机构"};
constexpr size_t kMaxPrintedSizeBytes = 128;

std::string Column(ReportColumn column) { return std::string(kColumns[column]); }

std::string ReadScore(const SheetTable& table, const CsvRow& row, const std::string& column,
                      SheetProblems& problems) {
  const std::string score = table.Extra(row, column);
  if (score.empty() || IsScore(score)) return score;
  problems.push_back({row.line, column, SheetFault::kScoreMalformed, score});
  return "";
}

void ReadIssuers(const CsvRow& row, const SheetTerms& terms, SheetProblems& problems) {
  if (row.cells[kIssuerCell] != terms.issuer_name) {
    problems.push_back(
        {row.line, Column(kIssuerCell), SheetFault::kIssuerDiffers, row.cells[kIssuerCell]});
  }
  if (row.cells[kIssuingCell] != terms.issuing_name) {
    problems.push_back(
        {row.line, Column(kIssuingCell), SheetFault::kIssuerDiffers, row.cells[kIssuingCell]});
  }
}

// 2026-11-21, or 2026/11/21 and 2026/1/2 as spreadsheets write dates.
absl::StatusOr<proto::CivilDate> ReadDate(const std::string& cell) {
  const std::vector<std::string> parts = absl::StrSplit(cell, '/');
  if (parts.size() != 3) return proto::ParseDate(cell);
  const auto padded = [](const std::string& part) {
    return part.size() == 1 ? absl::StrCat("0", part) : part;
  };
  return proto::ParseDate(absl::StrCat(parts[0], "-", padded(parts[1]), "-", padded(parts[2])));
}

void ReadWork(const CsvRow& source, const SheetTerms& terms, ReportRow& row,
              SheetProblems& problems) {
  const std::string& occupation = source.cells[kOccupationCell];
  if (CheckPrinted(row.line, kColumns[kOccupationCell], occupation, kMaxPrintedSizeBytes,
                   problems)) {
    row.occupation = occupation;
  }
  const std::string& trade = source.cells[kTradeCell];
  if (trade != "/" && trade != "无") row.trade = trade;
  const auto level = terms.levels.find(source.cells[kLevelCell]);
  if (level != terms.levels.end()) {
    row.level = level->second;
  } else {
    problems.push_back(
        {row.line, Column(kLevelCell), SheetFault::kLevelUnknown, source.cells[kLevelCell]});
  }
  row.number = source.cells[kNumberCell];
  const absl::StatusOr<proto::CivilDate> date = ReadDate(source.cells[kDateCell]);
  if (!date.ok()) {
    problems.push_back(
        {row.line, Column(kDateCell), SheetFault::kDateMalformed, source.cells[kDateCell]});
  }
  row.issued_on = date.value_or(0);
}

}  // namespace

const std::vector<ExtraColumn>& ScoreColumns() {
  static const auto* const kScores =
      new std::vector<ExtraColumn>{{{"理论成绩", "理论知识成绩", "理论知识考试成绩"}},
                                   {{"技能成绩", "操作技能成绩", "操作技能考核成绩"}},
                                   {{"评审成绩", "综合评审成绩"}}};
  return *kScores;
}

bool IsScore(absl::string_view text) {
  const size_t point = text.find('.');
  const absl::string_view whole = text.substr(0, point);
  const absl::string_view part = point == absl::string_view::npos ? "0" : text.substr(point + 1);
  const auto digits = [](absl::string_view all) {
    return std::all_of(all.begin(), all.end(), [](char c) { return absl::ascii_isdigit(c); });
  };
  uint32_t value = 0;
  return !whole.empty() && !part.empty() && part.size() <= 2 && digits(whole) && digits(part) &&
         absl::SimpleAtoi(whole, &value) && value <= 1000;
}

absl::Span<const absl::string_view> ReportColumns() { return kColumns; }

absl::StatusOr<ReportSheet> ReadReportSheet(absl::string_view bytes, const SheetTerms& terms,
                                            SheetProblems& problems) {
  const std::vector<ExtraColumn>& scores = ScoreColumns();
  absl::StatusOr<SheetTable> table = SheetTable::Read(bytes, kColumns, scores, problems);
  if (!table.ok()) return table.status();
  ReportSheet sheet;
  sheet.encoding = table->encoding();
  for (const CsvRow& source : table->rows()) {
    ReportRow& row = sheet.rows.emplace_back();
    row.line = source.line;
    row.cells.assign(source.cells.begin(), source.cells.begin() + std::size(kColumns));
    row.person = ReadPerson(source.line, source.cells[0], source.cells[1], source.cells[2],
                            source.cells[3], terms.persons, problems);
    ReadWork(source, terms, row, problems);
    ReadIssuers(source, terms, problems);
    row.theory_score = ReadScore(*table, source, scores[0].names[0], problems);
    row.skill_score = ReadScore(*table, source, scores[1].names[0], problems);
    row.review_score = ReadScore(*table, source, scores[2].names[0], problems);
  }
  return sheet;
}

}  // namespace linkcert::client
