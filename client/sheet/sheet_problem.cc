#include "client/sheet/sheet_problem.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"

namespace linkcert::client {
namespace {

struct FaultEntry {
  absl::string_view name;
  Text text;
};

// In the order of the enum.
constexpr FaultEntry kFaults[] = {
    {"HEADER_DIFFERS",
     {"the first line must name the 11 columns in their order", "首行须按顺序写明11个栏目"}},
    {"COLUMN_UNKNOWN", {"no such column", "没有这个栏目"}},
    {"COLUMN_REPEATED", {"this column stands twice", "栏目重复"}},
    {"CELL_COUNT", {"more or fewer cells than the header", "单元格数与表头不一致"}},
    {"SHEET_EMPTY", {"the sheet has no rows", "表中没有数据行"}},
    {"CELL_EMPTY", {"must not be empty", "不能为空"}},
    {"CELL_TEXT",
     {"too long, or holds characters that may not stand here", "过长，或含有不允许的字符"}},
    {"ID_TYPE_UNKNOWN",
     {"this ID type is not in the batch description", "批次说明中没有该证件类型"}},
    {"ID_NUMBER_FIFTEEN_DIGITS",
     {"15-digit numbers are not accepted for new certificates", "新证书不接受15位身份证号"}},
    {"ID_NUMBER_INVALID",
     {"form, date of birth or check character is wrong", "格式、出生日期或校验位有误"}},
    {"ID_NUMBER_REPEATED",
     {"the same ID number stands in this batch already", "同一批次中证件号码重复"}},
    {"NAME_DIFFERS", {"the same ID number stands under another name", "同一证件号码对应不同姓名"}},
    {"EMPLOYER_UNKNOWN", {"this employer is not in the batch description", "批次说明中没有该单位"}},
    {"EMPLOYER_NOT_ON_ROSTER",
     {"this employer is not on the sealed roster", "该单位不在封存名册中"}},
    {"PERSON_NOT_ON_ROSTER",
     {"not on the sealed roster with this name, ID and employer",
      "封存名册中没有姓名、证件、单位均一致的考生"}},
    {"LEVEL_UNKNOWN", {"no level of the ladder has this digit", "等级序列中没有该等级代码"}},
    {"BATCH_NOT_DESCRIBED",
     {"no batch is described for this occupation, trade and level",
      "批次说明中没有该职业、工种、等级"}},
    {"DATE_MALFORMED", {"must be a real date YYYY-MM-DD", "须为真实日期 YYYY-MM-DD"}},
    {"DATE_DIFFERS", {"differs from the issue date of the batch", "与批次发证日期不一致"}},
    {"ISSUER_DIFFERS",
     {"differs from the name in the batch description", "与批次说明中的机构名称不一致"}},
    {"SCORE_MALFORMED",
     {"must be 0-1000 with at most two decimals", "成绩须为0-1000，最多两位小数"}},
    {"NUMBER_MALFORMED", {"no certificate number of this class", "不是该类证书的编码"}},
    {"NUMBER_PREFIX_DIFFERS",
     {"filing code, year or level differ from the batch's block",
      "备案号、年份或等级与号段不一致"}},
    {"NUMBER_OUTSIDE_BLOCK", {"outside the number block", "不在号段内"}},
    {"NUMBER_VOIDED", {"the description says that this number is void", "该编码已作废"}},
    {"NUMBER_REPEATED", {"this number stands twice", "证书编号重复"}},
    {"NUMBER_BLOCK_EXHAUSTED", {"more rows than numbers left in the block", "号段余号不足"}},
    {"NUMBER_GAP",
     {"serials of the block are neither used nor voided", "号段中有既未使用也未作废的序号"}},
    {"MORE_THAN_PASSED",
     {"more rows than the description says passed", "行数超过批次说明中的合格人数"}},
    {"TOO_MANY_ROWS", {"more than 10,000 rows in one batch", "一个批次超过10000行"}},
    {"BATCH_WITHOUT_ROWS",
     {"a batch is described that has no row in the sheet", "批次说明中的批次在表中没有数据行"}},
    {"FILE_UNREADABLE", {"the file is missing or cannot be read", "文件不存在或无法读取"}},
    {"NOTHING_TO_CORRECT", {"the certificate says this already", "与证书现有内容一致，无需更正"}},
    {"COLUMN_MISSING", {"the sheet has no such column", "表中缺少该栏目"}},
    {"CERTIFICATE_NOT_GIVEN",
     {"none of the certificate files has this number", "所给证书文件中没有该编码"}},
    {"SYNC_STATE_UNKNOWN",
     {"must be 已上报 REPORTED, 已接收 or 已入库 ACCEPTED, or 已退回 RETURNED",
      "须为 已上报、已接收、已入库 或 已退回"}},
    {"SYNC_CODE_MALFORMED",
     {"must be at most 32 capital letters, digits and hyphens",
      "返回码限32位以内的大写字母、数字和连字符"}},
};

const FaultEntry& EntryOf(SheetFault fault) { return kFaults[static_cast<size_t>(fault)]; }

static_assert(std::size(kFaults) == static_cast<size_t>(SheetFault::kSyncCodeMalformed) + 1);

}  // namespace

absl::string_view NameOf(SheetFault fault) { return EntryOf(fault).name; }

absl::string_view TextOf(SheetFault fault, Language language) {
  return EntryOf(fault).text.In(language);
}

void SortByLine(SheetProblems& problems) {
  std::stable_sort(problems.begin(), problems.end(),
                   [](const SheetProblem& a, const SheetProblem& b) { return a.line < b.line; });
}

std::string FormatProblem(const SheetProblem& problem, Language language) {
  constexpr Text kDescription = {"batch description", "批次说明"};
  std::string text;
  if (problem.line == 0) {
    text = std::string(kDescription.In(language));
  } else if (language == Language::kChinese) {
    text = absl::StrCat("第", problem.line, "行");
  } else {
    text = absl::StrCat("line ", problem.line);
  }
  if (!problem.column.empty()) absl::StrAppend(&text, ", ", problem.column);
  absl::StrAppend(&text, ": ", NameOf(problem.fault), " ", TextOf(problem.fault, language));
  if (!problem.detail.empty()) absl::StrAppend(&text, " (", problem.detail, ")");
  return text;
}

}  // namespace linkcert::client
