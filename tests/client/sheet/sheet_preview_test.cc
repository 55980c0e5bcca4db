#include "client/sheet/sheet_preview.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "client/sheet/batch_description.h"
#include "tests/testing/sheet_builder.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::client {
namespace {

using linkcert::testing::DescriptionWith;
using linkcert::testing::IsOk;
using linkcert::testing::RowOf;
using linkcert::testing::SheetOf;
using linkcert::testing::SheetRow;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// "4 证件号码 ID_NUMBER_INVALID"
std::vector<std::string> Named(const SheetProblems& problems) {
  std::vector<std::string> names;
  for (const SheetProblem& problem : problems) {
    names.push_back(absl::StrCat(problem.line, " ", problem.column, " ", NameOf(problem.fault)));
  }
  return names;
}

Preview PreviewOf(const std::string& sheet, const std::string& description = DescriptionWith()) {
  const absl::StatusOr<BatchDescription> parsed = ParseBatchDescription(description, "");
  EXPECT_THAT(parsed, IsOk());
  if (!parsed.ok()) return {};
  absl::StatusOr<Preview> preview = PreviewSheet(sheet, *parsed);
  EXPECT_THAT(preview, IsOk());
  return preview.ok() ? *std::move(preview) : Preview();
}

// Problems of a sheet whose third line is `row`.
std::vector<std::string> ProblemsOf(const SheetRow& row) {
  return Named(PreviewOf(SheetOf({RowOf(1), row})).problems);
}

TEST(SheetPreview, GoodSheetHasNoProblems) {
  const Preview preview = PreviewOf(SheetOf({RowOf(0), RowOf(1), RowOf(2)}));
  EXPECT_THAT(Named(preview.problems), IsEmpty());
  ASSERT_THAT(preview.batches, SizeIs(1));
  EXPECT_THAT(preview.batches[0].rows, SizeIs(3));
}

TEST(SheetPreview, EmptyNumbersAreFilledFromTheBlock) {
  const Preview preview = PreviewOf(SheetOf({RowOf(0), RowOf(1)}));
  EXPECT_EQ(preview.batches[0].rows[0].number, "Y000032050123264000001");
  EXPECT_EQ(preview.batches[0].rows[1].cells[7], "Y000032050123264000002");
  EXPECT_EQ(preview.batches[0].batch.numbers().count(), 2u);
}

TEST(SheetPreview, RowsOfCommasAreBlank) {
  const Preview preview =
      PreviewOf(SheetOf({RowOf(0)}) + ",,,,,,,,,,\r\n" + std::string(10, ',') + "\r\n");
  EXPECT_THAT(Named(preview.problems), IsEmpty());
  EXPECT_EQ(preview.row_count, 1u);
  EXPECT_THAT(Named(PreviewOf(SheetOf({}) + ",,,,,,,,,,\r\n").problems),
              ElementsAre("1  SHEET_EMPTY"));
}

TEST(SheetPreview, DatesMayHaveSlashes) {
  for (const char* date : {"2026/06/15", "2026/6/15"}) {
    SheetRow row = RowOf(0);
    row.date = date;
    EXPECT_THAT(ProblemsOf(row), IsEmpty()) << date;
  }
  SheetRow row = RowOf(0);
  row.date = "15/6/2026";
  EXPECT_THAT(ProblemsOf(row), ElementsAre("3 发证日期 DATE_MALFORMED"));
}

TEST(SheetPreview, WorkbooksAndUtf16AreNamed) {
  const BatchDescription description = ParseBatchDescription(DescriptionWith(), "").value();
  for (const std::string& sheet : {std::string("PK\x03\x04 zip"), std::string("\xff\xfe A")}) {
    EXPECT_THAT(std::string(PreviewSheet(sheet, description).status().message()),
                ::testing::HasSubstr("save it as CSV UTF-8"));
  }
}

TEST(SheetPreview, HeaderOfAnotherSheetIsNamed) {
  const std::string sheet =
      absl::StrReplaceAll(SheetOf({RowOf(0)}), {{"证件类型,证件号码", "证件号码,证件类型"}});
  EXPECT_THAT(Named(PreviewOf(sheet).problems), ElementsAre("1 证件类型 HEADER_DIFFERS"));
}

TEST(SheetPreview, ExtraColumnsMustBeKnown) {
  const std::string sheet = absl::StrReplaceAll(
      SheetOf({RowOf(0)}), {{"\r\n", ",90\r\n"}, {"发证机构\r", "发证机构,身高\r"}});
  EXPECT_THAT(Named(PreviewOf(sheet).problems), ElementsAre("1 身高 COLUMN_UNKNOWN"));
}

TEST(SheetPreview, ScoresMayStandBehindTheElevenColumns) {
  const std::string sheet = absl::StrReplaceAll(
      SheetOf({RowOf(0)}),
      {{"机构\r\n", "机构,理论成绩\r\n"}, {"（虚构）\r\n", "（虚构）,87.5\r\n"}});
  const Preview preview = PreviewOf(sheet);
  EXPECT_THAT(Named(preview.problems), IsEmpty());
  EXPECT_EQ(preview.batches[0].rows[0].theory_score, "87.5");
}

TEST(SheetPreview, ScoreThatIsNoNumberIsNamed) {
  const std::string sheet = absl::StrReplaceAll(
      SheetOf({RowOf(0)}),
      {{"机构\r\n", "机构,理论成绩\r\n"}, {"（虚构）\r\n", "（虚构）,良好\r\n"}});
  EXPECT_THAT(Named(PreviewOf(sheet).problems), ElementsAre("2 理论成绩 SCORE_MALFORMED"));
}

TEST(SheetPreview, RowWithTooFewCellsIsNamed) {
  EXPECT_THAT(Named(PreviewOf(SheetOf({RowOf(0)}) + "虚构,201\r\n").problems),
              ElementsAre("3  CELL_COUNT"));
}

TEST(SheetPreview, FifteenDigitIdIsRefused) {
  SheetRow row = RowOf(0);
  row.id_number = "990101900315011";
  EXPECT_THAT(ProblemsOf(row), ElementsAre("3 证件号码 ID_NUMBER_FIFTEEN_DIGITS"));
}

TEST(SheetPreview, IdWithWrongCheckCharacterIsRefused) {
  SheetRow row = RowOf(0);
  row.id_number = "990101199003150112";
  EXPECT_THAT(ProblemsOf(row), ElementsAre("3 证件号码 ID_NUMBER_INVALID"));
}

TEST(SheetPreview, LowerCaseXIsTakenAsUpperCase) {
  SheetRow row = RowOf(7);
  row.id_number = "99010119931013025x";
  const Preview preview = PreviewOf(SheetOf({row}));
  EXPECT_THAT(Named(preview.problems), IsEmpty());
  EXPECT_EQ(preview.batches[0].rows[0].person.id_number, "99010119931013025X");
}

TEST(SheetPreview, UnknownIdTypeIsRefused) {
  SheetRow row = RowOf(0);
  row.id_type = "999";
  EXPECT_THAT(ProblemsOf(row), ElementsAre("3 证件类型 ID_TYPE_UNKNOWN"));
}

TEST(SheetPreview, PassportOfADescribedTypeIsTaken) {
  SheetRow row = RowOf(0);
  row.id_type = "414";
  row.id_number = "E12345678";
  EXPECT_THAT(ProblemsOf(row), IsEmpty());
}

TEST(SheetPreview, EveryMistakeOfARowIsNamed) {
  SheetRow row = RowOf(0);
  row.name = "";
  row.employer = "无名厂";
  row.level = "9";
  row.date = "2026-02-30";
  row.issuer = "别家";
  EXPECT_THAT(ProblemsOf(row),
              ElementsAre("3 姓名 CELL_EMPTY", "3 所在单位 EMPLOYER_UNKNOWN",
                          "3 职业技能等级 LEVEL_UNKNOWN", "3 发证日期 DATE_MALFORMED",
                          "3 评价机构 ISSUER_DIFFERS"));
}

TEST(SheetPreview, EmployerOutsideTheRosterIsNamed) {
  SheetRow row = RowOf(0);
  row.employer = "北山（虚构）";
  EXPECT_THAT(ProblemsOf(row), ElementsAre("3 所在单位 EMPLOYER_NOT_ON_ROSTER"));
}

TEST(SheetPreview, AnotherIssueDateIsNamed) {
  SheetRow row = RowOf(0);
  row.date = "2026-06-16";
  EXPECT_THAT(ProblemsOf(row), ElementsAre("3 发证日期 DATE_DIFFERS"));
}

TEST(SheetPreview, SamePersonTwiceInABatchIsNamed) {
  EXPECT_THAT(ProblemsOf(RowOf(1)), ElementsAre("3 证件号码 ID_NUMBER_REPEATED"));
}

TEST(SheetPreview, OneIdUnderTwoNamesIsNamed) {
  SheetRow row = RowOf(1);
  row.name = "另一人";
  EXPECT_THAT(ProblemsOf(row), ElementsAre("3 证件号码 ID_NUMBER_REPEATED", "3 姓名 NAME_DIFFERS"));
}

TEST(SheetPreview, OccupationThatNoBatchDescribesIsNamed) {
  SheetRow row = RowOf(0);
  row.occupation = "焊工";
  EXPECT_THAT(ProblemsOf(row), ElementsAre("3 职业名称 BATCH_NOT_DESCRIBED"));
}

TEST(SheetPreview, MoreRowsThanPassedIsNamed) {
  const Preview preview =
      PreviewOf(SheetOf({RowOf(0), RowOf(1)}), DescriptionWith({{"passed", "1"}}));
  EXPECT_THAT(Named(preview.problems), ElementsAre("0  MORE_THAN_PASSED"));
}

TEST(SheetPreview, PersonWhoIsNotOnTheSealedRosterIsNamed) {
  absl::StatusOr<BatchDescription> description = ParseBatchDescription(DescriptionWith(), "");
  ASSERT_THAT(description, IsOk());
  const Person sealed = {"虚构0", "201", RowOf(0).id_number, "", "xingchen-chip"};
  description->batches[0].roster = std::make_shared<std::set<Person>>(std::set<Person>{sealed});
  const absl::StatusOr<Preview> preview = PreviewSheet(SheetOf({RowOf(0), RowOf(1)}), *description);
  ASSERT_THAT(preview, IsOk());
  EXPECT_THAT(Named(preview->problems), ElementsAre("3  PERSON_NOT_ON_ROSTER"));
}

TEST(SheetPreview, MixedRowsBecomeOneBatchEach) {
  const std::string batches = R"([
      {"level": 3, "batch_number": "a"},
      {"level": 4, "batch_number": "b", "numbers": {"prefix": "Y000032050123263", "first": 8}},
      {"level": 3, "batch_number": "c", "trade": "贴片", "numbers":
          {"prefix": "Y000032050123264", "first": 50}}])";
  SheetRow other_level = RowOf(1);
  other_level.level = "3";
  SheetRow other_trade = RowOf(2);
  other_trade.trade = "贴片";
  const Preview preview = PreviewOf(SheetOf({RowOf(0), other_level, other_trade, RowOf(3)}),
                                    DescriptionWith({{"batches", batches}}));
  EXPECT_THAT(Named(preview.problems), IsEmpty());
  ASSERT_THAT(preview.batches, SizeIs(3));
  EXPECT_THAT(preview.batches[0].rows, SizeIs(2));
  EXPECT_EQ(preview.batches[1].rows[0].number, "Y000032050123263000008");
  EXPECT_EQ(preview.batches[2].rows[0].number, "Y000032050123264000050");
}

// R04: the registry would refuse the second batch.
TEST(SheetPreview, BatchesOfOneSheetShareNoNumbers) {
  const std::string batches = R"([
      {"level": 3, "batch_number": "a"},
      {"level": 3, "batch_number": "c", "trade": "贴片", "numbers":
          {"prefix": "Y000032050123264", "first": 2}}])";
  SheetRow other_trade = RowOf(2);
  other_trade.trade = "贴片";
  const Preview preview = PreviewOf(SheetOf({RowOf(0), RowOf(1), other_trade}),
                                    DescriptionWith({{"batches", batches}}));
  EXPECT_THAT(Named(preview.problems), ElementsAre("0 证书编号 NUMBER_REPEATED"));
}

TEST(SheetPreview, SamePersonMayBeInTwoBatches) {
  const std::string batches = R"([{"batch_number": "a"},
      {"level": 4, "batch_number": "b", "numbers": {"prefix": "Y000032050123263", "first": 1}}])";
  SheetRow again = RowOf(0);
  again.level = "3";
  const Preview preview =
      PreviewOf(SheetOf({RowOf(0), again}), DescriptionWith({{"batches", batches}}));
  EXPECT_THAT(Named(preview.problems), IsEmpty());
}

TEST(SheetPreview, DescribedBatchWithoutRowsIsNamed) {
  const std::string batches = R"([{"batch_number": "a"}, {"level": 4, "batch_number": "b"}])";
  const Preview preview = PreviewOf(SheetOf({RowOf(0)}), DescriptionWith({{"batches", batches}}));
  EXPECT_THAT(Named(preview.problems), ElementsAre("0  BATCH_WITHOUT_ROWS"));
}

TEST(SheetPreview, ProblemsDoNotPrintIdNumbers) {
  SheetRow row = RowOf(0);
  row.id_number = "990101199003150112";
  for (const SheetProblem& problem : PreviewOf(SheetOf({row})).problems) {
    EXPECT_EQ(FormatProblem(problem, Language::kEnglish).find("9901"), std::string::npos);
  }
}

}  // namespace
}  // namespace linkcert::client
