// The report sheet of 11 columns (汇总表), which is the issuing input. Columns 理论成绩, 技能成绩
// and 评审成绩 may stand behind them. Thread-safe.
#ifndef LINKCERT_CLIENT_SHEET_REPORT_SHEET_H_
#define LINKCERT_CLIENT_SHEET_REPORT_SHEET_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "client/sheet/batch_description.h"
#include "client/sheet/person.h"
#include "client/sheet/sheet_encoding.h"
#include "client/sheet/sheet_problem.h"
#include "client/sheet/sheet_table.h"
#include "proto/civil_date.h"

namespace linkcert::client {

// 姓名 | 证件类型 | 证件号码 | 所在单位 | 职业名称 | 工种名称 | 职业技能等级 | 证书编号 | 发证日期
// | 评价机构 | 发证机构
absl::Span<const absl::string_view> ReportColumns();
enum ReportColumn : size_t {
  kNameCell,
  kIdTypeCell,
  kIdNumberCell,
  kEmployerCell,
  kOccupationCell,
  kTradeCell,
  kLevelCell,
  kNumberCell,
  kDateCell,
  kIssuerCell,
  kIssuingCell,
};

// 理论成绩, 技能成绩, 评审成绩, each with its other names.
const std::vector<ExtraColumn>& ScoreColumns();
// 0-1000 with at most two decimals.
bool IsScore(absl::string_view text);

struct ReportRow {
  uint32_t line = 0;
  std::vector<std::string> cells;  // the 11
  Person person;
  std::string occupation;
  std::string trade;   // empty: none, also written "/" or "无"
  uint32_t level = 0;  // ordinal on the ladder
  std::string number;  // empty: to be filled
  proto::CivilDate issued_on = 0;
  std::string theory_score;
  std::string skill_score;
  std::string review_score;
  // Of the same person and examination, issued before (一试双证): log index, 0 = none, and number.
  uint64_t companion = 0;
  std::string companion_number;
};

struct ReportSheet {
  SheetEncoding encoding = SheetEncoding::kUtf8;
  std::vector<ReportRow> rows;
};

// Each row by itself; what is wrong is added to `problems`.
absl::StatusOr<ReportSheet> ReadReportSheet(absl::string_view bytes, const SheetTerms& terms,
                                            SheetProblems& problems);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_SHEET_REPORT_SHEET_H_
