#include "client/sheet/sheet_encoding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "client/sheet/csv.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::client {
namespace {

using linkcert::testing::HasCode;
using linkcert::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kUtf8[] = "姓名,张三\n";
constexpr char kGb18030[] = "\xd0\xd5\xc3\xfb,\xd5\xc5\xc8\xfd\n";

TEST(SheetEncoding, Utf8IsRecognised) {
  const absl::StatusOr<SheetText> text = DecodeSheet(kUtf8);
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(text->encoding, SheetEncoding::kUtf8);
  EXPECT_EQ(text->utf8, kUtf8);
}

TEST(SheetEncoding, BomIsTakenOff) {
  const absl::StatusOr<SheetText> text = DecodeSheet(absl::StrCat(kUtf8Bom, kUtf8));
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(text->encoding, SheetEncoding::kUtf8WithBom);
  EXPECT_EQ(text->utf8, kUtf8);
}

TEST(SheetEncoding, Gb18030IsConverted) {
  const absl::StatusOr<SheetText> text = DecodeSheet(kGb18030);
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(text->encoding, SheetEncoding::kGb18030);
  EXPECT_EQ(text->utf8, kUtf8);
}

TEST(SheetEncoding, FourByteGb18030IsConverted) {
  const absl::StatusOr<SheetText> text = DecodeSheet("\x95\x32\x82\x36\xd5\xc5");  // U+20000 张
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(text->utf8, "\xf0\xa0\x80\x80张");
}

TEST(SheetEncoding, BytesOfNoEncodingAreRefusedWithTheirLine) {
  const absl::StatusOr<SheetText> text = DecodeSheet("a\nb\xff\xff\n");
  EXPECT_THAT(text, HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(text.status().message()), HasSubstr("line 2"));
}

TEST(SheetEncoding, BomBeforeOtherBytesIsRefused) {
  EXPECT_THAT(DecodeSheet(absl::StrCat(kUtf8Bom, kGb18030)),
              HasCode(absl::StatusCode::kInvalidArgument));
}

// "line: cell|cell"
std::vector<std::string> RowsOf(absl::string_view text) {
  const absl::StatusOr<std::vector<CsvRow>> rows = ParseCsv(text);
  if (!rows.ok()) return {std::string(rows.status().message())};
  std::vector<std::string> all;
  for (const CsvRow& row : *rows) {
    std::string one = absl::StrCat(row.line, ":");
    for (const std::string& cell : row.cells) absl::StrAppend(&one, " ", cell, "|");
    all.push_back(one);
  }
  return all;
}

TEST(Csv, RowsKeepTheirLines) {
  EXPECT_THAT(RowsOf("a,b\r\n\r\n  \nc,d\n"), ElementsAre("1: a| b|", "4: c| d|"));
}

TEST(Csv, LastLineNeedsNoEnd) {
  EXPECT_THAT(RowsOf("a,b\nc,"), ElementsAre("1: a| b|", "2: c| |"));
}

TEST(Csv, QuotedCellMaySpanLines) {
  EXPECT_THAT(RowsOf("\"a\n\nb\",\"x \"\"y\"\"\"\nc,d\n"),
              ElementsAre("1: a\n\nb| x \"y\"|", "4: c| d|"));
}

TEST(Csv, SpacesAroundCellsAreTakenOff) {
  EXPECT_THAT(RowsOf(" a ,\tb\n"), ElementsAre("1: a| b|"));
}

TEST(Csv, StrayQuotationMarkIsRefusedWithItsLine) {
  EXPECT_THAT(RowsOf("a,b\nc\"d,e\n"), ElementsAre(HasSubstr("line 2")));
}

TEST(Csv, OpenQuotationMarkIsRefused) {
  EXPECT_THAT(RowsOf("a\n\"b,c\n"), ElementsAre(HasSubstr("line 2")));
}

TEST(Csv, WrittenRowReadsBackTheSame) {
  const std::vector<std::string> cells = {"a,b", "say \"x\"", "", "张三", "two\nlines"};
  const absl::StatusOr<std::vector<CsvRow>> rows = ParseCsv(FormatCsvRow(cells));
  ASSERT_THAT(rows, IsOk());
  EXPECT_EQ(rows->front().cells, cells);
}

TEST(Csv, CellThatWouldBecomeAFormulaIsDisarmed) {
  EXPECT_EQ(FormatCsvRow({"=1+1", "-2", "x"}), "'=1+1,'-2,x\r\n");
}

TEST(SheetEncoding, WhatIsEncodedIsDecodedAgain) {
  for (const SheetEncoding encoding :
       {SheetEncoding::kUtf8, SheetEncoding::kUtf8WithBom, SheetEncoding::kGb18030}) {
    const auto bytes = EncodeSheet("姓名,𠮷\r\n", encoding);
    ASSERT_TRUE(bytes.ok());
    const auto text = DecodeSheet(*bytes);
    ASSERT_TRUE(text.ok());
    EXPECT_EQ(text->utf8, "姓名,𠮷\r\n");
    EXPECT_EQ(text->encoding, encoding);
  }
}

TEST(SheetEncoding, WhatIsNoUtf8IsNotEncoded) {
  EXPECT_FALSE(EncodeSheet("\xff", SheetEncoding::kGb18030).ok());
  EXPECT_FALSE(EncodeSheet("cut \xe5\xa7", SheetEncoding::kGb18030).ok());
}

}  // namespace
}  // namespace linkcert::client
