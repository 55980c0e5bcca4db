#include "client/sheet/report_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_split.h"
#include "client/sheet/report_sheet.h"
#include "tests/testing/sheet_builder.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::client {
namespace {

using linkcert::testing::IsOk;
using linkcert::testing::kInventedIds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr ReportPeriod kQuarter = {.from = 20260401, .to = 20260630};

// The n-th invented person; all of one occupation.
ReportCells RowOf(size_t n, const std::string& level = "4") {
  return {absl::StrCat("虚构", n),
          "201",
          kInventedIds[n],
          "星辰（虚构）",
          "电子设备装接工",
          "",
          level,
          absl::StrCat("Y00003205012326", level, "00000", n + 1),
          "2026-06-15",
          "星辰（虚构）",
          "星辰（虚构）"};
}

// What the issuing side reads out of it.
ReportSheet ReadAgain(const std::string& bytes) {
  SheetTerms terms;
  terms.persons.employers = {{"星辰（虚构）", "xingchen-chip"}};
  terms.issuer_name = terms.issuing_name = "星辰（虚构）";
  terms.levels = {{"4", 3}, {"3", 4}};
  SheetProblems problems;
  const absl::StatusOr<ReportSheet> sheet = ReadReportSheet(bytes, terms, problems);
  EXPECT_THAT(sheet, IsOk());
  EXPECT_THAT(problems, IsEmpty());
  return sheet.ok() ? *sheet : ReportSheet();
}

TEST(ReportWriter, WhatIsWrittenIsReadAgainInEachEncoding) {
  for (const SheetEncoding encoding :
       {SheetEncoding::kUtf8, SheetEncoding::kUtf8WithBom, SheetEncoding::kGb18030}) {
    const auto written = FormatReportSheet({RowOf(0), RowOf(1)}, encoding);
    ASSERT_THAT(written, IsOk());
    const ReportSheet sheet = ReadAgain(*written);
    EXPECT_EQ(sheet.encoding, encoding);
    ASSERT_THAT(sheet.rows, SizeIs(2));
    EXPECT_EQ(sheet.rows[1].cells, RowOf(1));
  }
}

TEST(ReportWriter, CellsAreNoFormulas) {
  ReportCells row = RowOf(0);
  row[kNameCell] = "=HYPERLINK(\"x\")";
  const auto sheet = FormatReportSheet({row}, SheetEncoding::kUtf8);
  ASSERT_THAT(sheet, IsOk());
  EXPECT_THAT(*sheet, HasSubstr("\r\n\"'=HYPERLINK(\"\"x\"\")\",201,"));
}

TEST(ReportWriter, SummaryCountsAndNamesNobody) {
  const auto summary =
      FormatReportSummary({RowOf(0), RowOf(1, "3"), RowOf(2)}, kQuarter, SheetEncoding::kUtf8);
  ASSERT_THAT(summary, IsOk());
  EXPECT_THAT(absl::StrSplit(*summary, "\r\n"),
              ElementsAre("评价机构,职业名称,工种名称,职业技能等级,发证日期自,发证日期至,证书数",
                          "星辰（虚构）,电子设备装接工,,3,2026-04-01,2026-06-30,1",
                          "星辰（虚构）,电子设备装接工,,4,2026-04-01,2026-06-30,2",
                          "总计,,,,2026-04-01,2026-06-30,3", ""));
}

TEST(ReportWriter, SummaryOfNothingIsATotalOfNought) {
  const auto summary = FormatReportSummary({}, kQuarter, SheetEncoding::kUtf8WithBom);
  ASSERT_THAT(summary, IsOk());
  EXPECT_THAT(*summary, StartsWith(kUtf8Bom));
  EXPECT_THAT(*summary, HasSubstr("总计,,,,2026-04-01,2026-06-30,0"));
}

TEST(ReportWriter, PeriodHasItsFirstAndItsLastDay) {
  EXPECT_TRUE(kQuarter.Contains(20260401));
  EXPECT_TRUE(kQuarter.Contains(20260630));
  EXPECT_FALSE(kQuarter.Contains(20260331));
  EXPECT_FALSE(kQuarter.Contains(20260701));
}

}  // namespace
}  // namespace linkcert::client
