#include "client/sheet/question_sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/sheet/answer_columns.h"
#include "proto/claims.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::client {
namespace {

using linkcert::testing::HasCode;
using linkcert::testing::IsOk;
using ::testing::ElementsAre;

QuestionSheet Read(absl::string_view text) {
  absl::StatusOr<QuestionSheet> sheet = ReadQuestionSheet(text);
  EXPECT_THAT(sheet, IsOk());
  return sheet.ok() ? *std::move(sheet) : QuestionSheet();
}

// The fault of the only row; "none".
std::string FaultOf(const std::string& row) {
  const QuestionSheet sheet = Read("file,certificate,number,name,id number\n" + row + "\n");
  if (sheet.rows.size() != 1) return "rows";
  return sheet.rows[0].fault ? std::string(NameOf(*sheet.rows[0].fault)) : "none";
}

TEST(QuestionSheetTest, ColumnsAreFoundByEitherNameInAnyOrder) {
  for (const char* header : {"Name,部门,ID number,number", "姓名,部门,证件号码,证书编号"}) {
    const QuestionSheet sheet = Read(std::string(header) + "\n虚构一,质检,990101X,Y0001\n");
    ASSERT_EQ(sheet.rows.size(), 1u);
    EXPECT_EQ(sheet.rows[0].name, "虚构一");
    EXPECT_EQ(sheet.rows[0].id_number, "990101X");
    EXPECT_EQ(sheet.rows[0].number, "Y0001");
    EXPECT_TRUE(sheet.rows[0].is_by_number());
    EXPECT_THAT(sheet.rows[0].cells, ElementsAre("虚构一", "质检", "990101X", "Y0001"));
  }
}

TEST(QuestionSheetTest, OfficeEncodingsAreRead) {
  // 证书标识,姓名 / 7,虚 in GB18030.
  const QuestionSheet sheet =
      Read("\xd6\xa4\xca\xe9\xb1\xea\xca\xb6,\xd0\xd5\xc3\xfb\r\n7,\xd0\xe9\r\n");
  EXPECT_EQ(sheet.rows.at(0).certificate, "7");
  EXPECT_EQ(sheet.rows.at(0).name, "虚");
  EXPECT_EQ(Read("\xef\xbb\xbf"
                 "file\na\n")
                .rows.at(0)
                .file,
            "a");
}

TEST(QuestionSheetTest, RowsThatCannotBeAskedSayWhy) {
  EXPECT_EQ(FaultOf("a.linkcert,,,,"), "none");
  EXPECT_EQ(FaultOf(",28,,,"), "none");
  EXPECT_EQ(FaultOf(",,Y1,虚构一,"), "none");
  EXPECT_EQ(FaultOf(",,Y1,,990101X"), "none");
  EXPECT_EQ(FaultOf(",,Y1,,"), "CELL_EMPTY");
  EXPECT_EQ(FaultOf(",,,虚构一,990101X"), "CELL_EMPTY");
  EXPECT_EQ(FaultOf(",28a,,,"), "CELL_TEXT");
  EXPECT_EQ(FaultOf(",-1,,,"), "CELL_TEXT");
  EXPECT_EQ(FaultOf(",28"), "CELL_COUNT");
  EXPECT_EQ(FaultOf(",28,,,,"), "CELL_COUNT");
}

TEST(QuestionSheetTest, ShortAndLongRowsFitTheHeader) {
  const QuestionSheet sheet = Read("certificate,name\n1\n2,b,c\n,\n3,d\n");
  ASSERT_EQ(sheet.rows.size(), 3u);
  EXPECT_THAT(sheet.rows[0].cells, ElementsAre("1", ""));
  EXPECT_THAT(sheet.rows[1].cells, ElementsAre("2", "b"));
  EXPECT_EQ(sheet.rows[2].line, 5u);
}

TEST(QuestionSheetTest, SheetsThatAskNothingAreRefused) {
  for (const char* text : {"", "certificate\n", "name,id number\na,b\n", "file,证书文件\na,b\n",
                           "file\n\"a\n", "file\n\xff\xff\n"}) {
    EXPECT_THAT(ReadQuestionSheet(text), HasCode(absl::StatusCode::kInvalidArgument)) << text;
  }
}

TEST(QuestionSheetTest, AnswersOfBeforeAreLeftOut) {
  for (const Language language : {Language::kEnglish, Language::kChinese}) {
    const std::vector<std::string> columns = AnswerColumns(language);
    const QuestionSheet sheet =
        Read("certificate," + columns.front() + "," + columns.back() + ",team\n7,VALID,7,A\n");
    EXPECT_THAT(sheet.header, ElementsAre("certificate", "team"));
    EXPECT_THAT(sheet.rows.at(0).cells, ElementsAre("7", "A"));
  }
}

class MatchesRowTest : public ::testing::Test {
 protected:
  MatchesRowTest() {
    Show(proto::kNumber, "Y0001");
    Show(proto::kName, "虚构一");
    Show(proto::kIdNumber, "99010119931013025X");
  }
  void Show(uint32_t tag, const std::string& value) {
    v1::Claim claim;
    claim.set_tag(tag);
    claim.set_value(value);
    file_.add_claims()->set_claim(claim.SerializeAsString());
  }
  v1::Answer Matches(const std::string& number, const std::string& name,
                     const std::string& id_number) {
    QuestionRow row;
    row.number = number;
    row.name = name;
    row.id_number = id_number;
    return MatchesRow(row, file_);
  }
  v1::CertificateFile file_;
};

TEST_F(MatchesRowTest, AllThatTheRowSaysMustBeShown) {
  EXPECT_EQ(Matches("", "", ""), v1::ANSWER_UNSPECIFIED);
  EXPECT_EQ(Matches("Y0001", "虚构一", "99010119931013025x"), v1::ANSWER_YES);
  EXPECT_EQ(Matches("", "虚构一", ""), v1::ANSWER_YES);
  EXPECT_EQ(Matches("Y0002", "虚构一", ""), v1::ANSWER_NO);
  EXPECT_EQ(Matches("Y0001", "虚构二", ""), v1::ANSWER_NO);
}

TEST_F(MatchesRowTest, WhatIsHiddenLeavesItOpen) {
  file_.mutable_claims()->RemoveLast();
  file_.add_claims()->set_hash(std::string(32, 'h'));
  EXPECT_EQ(Matches("Y0001", "虚构一", "99010119931013025X"), v1::ANSWER_UNKNOWN);
  EXPECT_EQ(Matches("Y0002", "虚构一", "99010119931013025X"), v1::ANSWER_NO);
}

}  // namespace
}  // namespace linkcert::client
