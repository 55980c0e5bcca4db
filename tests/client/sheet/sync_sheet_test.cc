#include "client/sheet/sync_sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "client/sheet/sheet_encoding.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::client {
namespace {

using linkcert::testing::HasCode;
using linkcert::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// "4 证书编号 NUMBER_REPEATED"
std::vector<std::string> ProblemsOf(const std::string& sheet) {
  SheetProblems problems;
  EXPECT_THAT(ReadSyncSheet(sheet, problems), IsOk());
  std::vector<std::string> names;
  for (const SheetProblem& problem : problems) {
    names.push_back(absl::StrCat(problem.line, " ", problem.column, " ", NameOf(problem.fault)));
  }
  return names;
}

std::vector<SyncRow> RowsOf(const std::string& sheet) {
  SheetProblems problems;
  const absl::StatusOr<std::vector<SyncRow>> rows = ReadSyncSheet(sheet, problems);
  EXPECT_THAT(rows, IsOk());
  EXPECT_THAT(problems, IsEmpty());
  return rows.ok() ? *rows : std::vector<SyncRow>();
}

TEST(SyncSheet, ColumnsStandAnywhereAndAmongOthers) {
  const auto rows = RowsOf("返回码,姓名,证书编号,状态\n,虚构一,N1,已入库\nE-07,虚构二,N2,已退回\n");
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].state, v1::NATIONAL_SYNC_ACCEPTED);
  EXPECT_EQ(rows[1].line, 3u);
  EXPECT_EQ(rows[1].number, "N2");
  EXPECT_EQ(rows[1].state, v1::NATIONAL_SYNC_RETURNED);
  EXPECT_EQ(rows[1].code, "E-07");
}

TEST(SyncSheet, StatesMayBeSaidInEnglish) {
  const auto rows = RowsOf("number,state\nN1,accepted\nN2,Returned\nN3,REPORTED\n\n,,\n");
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_EQ(rows[0].state, v1::NATIONAL_SYNC_ACCEPTED);
  EXPECT_EQ(rows[1].state, v1::NATIONAL_SYNC_RETURNED);
  EXPECT_EQ(rows[2].state, v1::NATIONAL_SYNC_REPORTED);
}

TEST(SyncSheet, ComesInGb18030Too) {
  const auto bytes = EncodeSheet("证书编号,联网状态\r\nN1,已上报\r\n", SheetEncoding::kGb18030);
  ASSERT_THAT(bytes, IsOk());
  EXPECT_EQ(RowsOf(*bytes).front().state, v1::NATIONAL_SYNC_REPORTED);
}

TEST(SyncSheet, EachWrongRowIsNamed) {
  EXPECT_THAT(ProblemsOf("证书编号,联网状态,返回码\n"
                         "N1,已入库,\n"
                         "N1,已退回,E1\n"
                         ",已入库,\n"
                         "N3,待定,\n"
                         "N4,已退回,e 1\n"
                         "N5,已入库\n"),
              ElementsAre("3 证书编号 NUMBER_REPEATED", "4 证书编号 CELL_EMPTY",
                          "5 联网状态 SYNC_STATE_UNKNOWN", "6 返回码 SYNC_CODE_MALFORMED",
                          "7  CELL_COUNT"));
}

TEST(SyncSheet, ColumnsAreThereAndOnce) {
  EXPECT_THAT(ProblemsOf("姓名,返回码\n虚构一,E1\n"),
              ElementsAre("1 证书编号 COLUMN_MISSING", "1 联网状态 COLUMN_MISSING"));
  EXPECT_THAT(ProblemsOf("number,state,状态\nN1,ACCEPTED,\n"),
              ElementsAre("1 状态 COLUMN_REPEATED"));
  EXPECT_THAT(ProblemsOf("number,state\n"), ElementsAre("1  SHEET_EMPTY"));
}

TEST(SyncSheet, WorkbookIsNoSheet) {
  SheetProblems problems;
  EXPECT_THAT(ReadSyncSheet(std::string("PK\x03\x04", 4), problems),
              HasCode(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace linkcert::client
