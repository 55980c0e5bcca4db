#include "client/issue/result_sheet.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/sheet/csv.h"
#include "client/sheet/report_sheet.h"
#include "client/sheet/sheet_encoding.h"
#include "proto/certificate_leaf.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

constexpr absl::string_view kIdColumn = "证书标识";
constexpr absl::string_view kFileColumn = "证书文件";
constexpr absl::string_view kOutcomeColumn = "结果";

std::string NameOfRefusal(const absl::Status& refusal) {
  const std::optional<proto::Reason> reason = proto::ReasonOf(refusal);
  return std::string(reason ? proto::Describe(*reason).name
                            : absl::StatusCodeToString(refusal.code()));
}

int Knows(const IssuedRow& row) {
  if (row.outcome == kIssued) return 2;
  return row.certificate != 0 ? 1 : 0;
}

// By the 11 cells as they stand in a result sheet.
std::map<std::string, IssuedRow> RowsOf(absl::string_view sheet) {
  std::map<std::string, IssuedRow> rows;
  absl::ConsumePrefix(&sheet, kUtf8Bom);
  const absl::StatusOr<std::vector<CsvRow>> parsed = ParseCsv(sheet);
  const size_t columns = ReportColumns().size();
  if (!parsed.ok()) return rows;
  for (const CsvRow& source : *parsed) {
    if (source.cells.size() != columns + 3) continue;
    IssuedRow row;
    row.file = source.cells[columns + 1];
    row.outcome = source.cells[columns + 2];
    if (!absl::SimpleAtoi(source.cells[columns], &row.certificate)) row.certificate = 0;
    const auto cells = source.cells.begin();
    rows[FormatCsvRow({cells, cells + static_cast<std::ptrdiff_t>(columns)})] = std::move(row);
  }
  return rows;
}

}  // namespace

IssuedRow RowOf(const v1::PendingCertificate& certificate) {
  IssuedRow row;
  row.line = certificate.line();
  row.cells.assign(certificate.cells().begin(), certificate.cells().end());
  return row;
}

std::vector<IssuedRow> RefusedRows(const PendingDirectory& batch, const absl::Status& refusal) {
  std::vector<IssuedRow> rows;
  for (const v1::PendingCertificate& certificate : batch.pending.certificates()) {
    rows.push_back(RowOf(certificate));
    rows.back().outcome = NameOfRefusal(refusal);
  }
  return rows;
}

std::vector<IssuedRow> LoggedRows(const PendingDirectory& batch, uint64_t batch_index,
                                  const absl::Status& why) {
  std::vector<IssuedRow> rows = RefusedRows(batch, why);
  for (uint32_t position = 0; position < rows.size(); ++position) {
    rows[position].certificate = proto::LeafIndex(batch_index, position);
  }
  return rows;
}

std::string FormatResultSheet(std::vector<IssuedRow> rows) {
  std::sort(rows.begin(), rows.end(),
            [](const IssuedRow& a, const IssuedRow& b) { return a.line < b.line; });
  std::vector<std::string> header(ReportColumns().begin(), ReportColumns().end());
  for (const absl::string_view column : {kIdColumn, kFileColumn, kOutcomeColumn}) {
    header.emplace_back(column);
  }
  std::string sheet = absl::StrCat(kUtf8Bom, FormatCsvRow(header));
  for (IssuedRow& row : rows) {
    std::vector<std::string> cells = std::move(row.cells);
    cells.push_back(row.certificate == 0 ? "" : absl::StrCat(row.certificate));
    cells.push_back(row.file);
    cells.push_back(row.outcome);
    absl::StrAppend(&sheet, FormatCsvRow(cells));
  }
  return sheet;
}

void KeepBetterOutcomes(absl::string_view earlier_sheet, std::vector<IssuedRow>& rows) {
  const std::map<std::string, IssuedRow> earlier = RowsOf(earlier_sheet);
  for (IssuedRow& row : rows) {
    const auto known = earlier.find(FormatCsvRow(row.cells));
    if (known == earlier.end() || Knows(known->second) <= Knows(row)) continue;
    row.certificate = known->second.certificate;
    row.file = known->second.file;
    row.outcome = known->second.outcome;
  }
}

}  // namespace linkcert::client
