// What an issuer asks to correct: every mistake is named before anything is signed.
#include "client/issue/correction_sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "client/sheet/report_sheet.h"
#include "proto/claims.h"
#include "tests/testing/sheet_builder.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::client {
namespace {

using linkcert::testing::HasCode;
using linkcert::testing::IsOk;
using linkcert::testing::kInventedIds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kNobodysNumber[] = "Y000032050123264000009";

class CorrectionSheetTest : public ::testing::Test {
 protected:
  CorrectionSheetTest() {
    for (size_t i = 0; i < 3; ++i) {
      OwnCertificate& own = certificates_.emplace_back();
      own.certificate = 26 + i;
      own.values = {"Y00003205012326400000" + std::to_string(i + 1),
                    "虚构" + std::to_string(i),
                    "201",
                    kInventedIds[i],
                    "",
                    "星辰（虚构）",
                    "82",
                    "88",
                    "",
                    ""};
    }
  }
  // The changes of a sheet; what is wrong with it by line, column and name.
  std::vector<CertificateChange> Read(const std::string& sheet) {
    SheetProblems problems;
    auto changes = ReadCorrectionSheet(sheet, certificates_, problems);
    EXPECT_THAT(changes, IsOk());
    Check(*changes, problems);
    return *changes;
  }
  void Check(std::vector<CertificateChange>& changes, SheetProblems problems = {}) {
    CheckChanges(changes, terms_, problems);
    SortByLine(problems);
    found_.clear();
    for (const SheetProblem& problem : problems) {
      found_.push_back(std::to_string(problem.line) + " " + problem.column + " " +
                       std::string(NameOf(problem.fault)));
    }
  }
  // One change of the first certificate.
  void CheckOne(ClaimValues values) {
    std::vector<CertificateChange> changes = {{certificates_[0], std::move(values), 1}};
    Check(changes);
  }

  std::vector<OwnCertificate> certificates_;
  PersonTerms terms_;
  std::vector<std::string> found_;
};

TEST_F(CorrectionSheetTest, RowsChangeWhatTheySay) {
  const auto changes = Read(
      "证书编号,姓名,理论成绩\r\nY000032050123264000003,虚构改,\r\n"
      "Y000032050123264000001,,85\r\n");
  EXPECT_THAT(found_, IsEmpty());
  ASSERT_THAT(changes, SizeIs(2));
  EXPECT_EQ(changes[0].certificate.certificate, 28u);
  EXPECT_EQ(changes[0].values, (ClaimValues{{proto::kName, "虚构改"}}));
  EXPECT_EQ(changes[1].line, 3u);
  EXPECT_EQ(changes[1].values, (ClaimValues{{proto::kTheoryScore, "85"}}));
}

TEST_F(CorrectionSheetTest, EveryBadRowIsNamed) {
  Read(std::string("证书编号,姓名\n") + kNobodysNumber +
       ",虚构改\nY000032050123264000001,虚构0\nY000032050123264000002,虚构改\n"
       "Y000032050123264000002,虚构再\n");
  EXPECT_THAT(found_, ElementsAre("2 证书编号 CERTIFICATE_NOT_GIVEN", "3  NOTHING_TO_CORRECT",
                                  "5 证书编号 NUMBER_REPEATED"));
}

TEST_F(CorrectionSheetTest, ColumnsOfTheLogAreNotCorrected) {
  Read("证书编号,职业技能等级\nY000032050123264000001,3\n");
  EXPECT_THAT(found_, ElementsAre("1 职业技能等级 COLUMN_UNKNOWN"));
}

TEST_F(CorrectionSheetTest, ValuesAreCheckedAsWhenIssuing) {
  CheckOne({{proto::kIdNumber, "990101199003150112"}});
  EXPECT_THAT(found_, ElementsAre("1 证件号码 ID_NUMBER_INVALID"));
  CheckOne({{proto::kTheoryScore, "1001"}});
  EXPECT_THAT(found_, ElementsAre("1 理论成绩 SCORE_MALFORMED"));
  CheckOne({{proto::kName, std::string(300, 'x')}});
  EXPECT_THAT(found_, ElementsAre("1 姓名 CELL_TEXT"));
}

TEST_F(CorrectionSheetTest, NumberIsKeptInItsOneForm) {
  std::vector<CertificateChange> changes = {
      {certificates_[0], {{proto::kIdNumber, "99010119931013025x"}}, 1}};
  Check(changes);
  EXPECT_THAT(found_, IsEmpty());
  EXPECT_EQ(changes[0].values[proto::kIdNumber], "99010119931013025X");
}

TEST_F(CorrectionSheetTest, TypeThatDoesNotFitItsNumberIsNamed) {
  certificates_[0].values[proto::kIdType - 1] = "414";
  certificates_[0].values[proto::kIdNumber - 1] = "E12345678";
  CheckOne({{proto::kIdType, "201"}});
  EXPECT_THAT(found_, ElementsAre("1 证件号码 ID_NUMBER_INVALID"));
}

TEST_F(CorrectionSheetTest, AssignmentsByOptionOrColumn) {
  ClaimValues values;
  EXPECT_THAT(AddAssignment("name=虚构改", values), IsOk());
  EXPECT_THAT(AddAssignment("理论成绩=85", values), IsOk());
  EXPECT_EQ(values, (ClaimValues{{proto::kName, "虚构改"}, {proto::kTheoryScore, "85"}}));
  for (const char* wrong : {"姓名=虚构再", "employer", "employer=", "number=Y1", "=x", ""}) {
    EXPECT_THAT(AddAssignment(wrong, values), HasCode(absl::StatusCode::kInvalidArgument)) << wrong;
  }
}

}  // namespace
}  // namespace linkcert::client
