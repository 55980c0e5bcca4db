#include "client/sheet/report_writer.h"

#include <cstdint>
#include <map>

#include "absl/strings/str_cat.h"
#include "client/sheet/csv.h"
#include "client/sheet/report_sheet.h"

namespace linkcert::client {
namespace {

constexpr ReportColumn kSummarised[] = {kIssuerCell, kOccupationCell, kTradeCell, kLevelCell};
constexpr absl::string_view kFromColumn = "发证日期自";
constexpr absl::string_view kToColumn = "发证日期至";
constexpr absl::string_view kCountColumn = "证书数";
constexpr absl::string_view kTotal = "总计";

std::string CountedRow(std::vector<std::string> cells, const ReportPeriod& period, uint64_t count) {
  cells.push_back(proto::FormatDate(period.from));
  cells.push_back(proto::FormatDate(period.to));
  cells.push_back(absl::StrCat(count));
  return FormatCsvRow(cells);
}

}  // namespace

absl::StatusOr<std::string> FormatReportSheet(absl::Span<const ReportCells> rows,
                                              SheetEncoding encoding) {
  std::string sheet = FormatCsvRow({ReportColumns().begin(), ReportColumns().end()});
  for (const ReportCells& row : rows) absl::StrAppend(&sheet, FormatCsvRow(row));
  return EncodeSheet(sheet, encoding);
}

absl::StatusOr<std::string> FormatReportSummary(absl::Span<const ReportCells> rows,
                                                const ReportPeriod& period,
                                                SheetEncoding encoding) {
  std::map<std::vector<std::string>, uint64_t> counts;
  for (const ReportCells& row : rows) {
    std::vector<std::string> group;
    for (const ReportColumn column : kSummarised) group.push_back(row[column]);
    ++counts[group];
  }
  std::vector<std::string> header;
  for (const ReportColumn column : kSummarised) header.emplace_back(ReportColumns()[column]);
  for (const absl::string_view column : {kFromColumn, kToColumn, kCountColumn}) {
    header.emplace_back(column);
  }
  std::string summary = FormatCsvRow(header);
  for (const auto& [group, count] : counts) {
    absl::StrAppend(&summary, CountedRow(group, period, count));
  }
  absl::StrAppend(&summary, CountedRow({std::string(kTotal), "", "", ""}, period, rows.size()));
  return EncodeSheet(summary, encoding);
}

}  // namespace linkcert::client
