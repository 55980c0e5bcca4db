// Whole sheets: what is asked in which messages, and what becomes of each row.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "client/local_file.h"
#include "client/program/progress.h"
#include "client/program/verify_sheet_run.h"
#include "client/sheet/csv.h"
#include "client/sheet/sheet_encoding.h"
#include "proto/refusal.h"
#include "tests/client/client_fixture.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::client {
namespace {

using linkcert::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kNoMatch[] = "Y9999";

class VerifySheetTest : public ClientTest {
 protected:
  VerifySheetTest() {
    question_.sheet_path = dir_.file("in.csv");
    question_.out_path = dir_.file("out.csv");
    question_.output.language = Language::kEnglish;
  }
  void Write(const std::string& name, const std::string& bytes) {
    ASSERT_THAT(WriteLocalFile(dir_.file(name), bytes, FileAccess::kPrivate), IsOk());
  }
  // A registry that knows certificates below 1000: odd ones are revoked; 1000 ends the stream.
  absl::Status Answer(Remote::NextRows next, Remote::OnAnswer on_answer) {
    for (v1::StreamVerifyRequest message; next(message); message.Clear()) {
      messages_.push_back(message);
      v1::StreamVerifyResponse answer;
      for (const v1::StreamVerifyRow& row : message.rows()) {
        if (row.request().certificate() == 1000) return end_;
        *answer.add_results() = ResultOf(row);
      }
      on_answer(answer);
    }
    return absl::OkStatus();
  }
  v1::StreamVerifyResult ResultOf(const v1::StreamVerifyRow& row) {
    v1::StreamVerifyResult result;
    result.set_row(row.row());
    v1::Verdict& verdict = *result.mutable_verdict();
    const uint64_t id = row.request().certificate();
    if (row.request().number_query().number() == kNoMatch) {
      verdict.set_conclusion(v1::CONCLUSION_UNKNOWN);
      verdict.add_checks()->set_result(v1::CHECK_RESULT_UNKNOWN);
      verdict.mutable_checks(0)->set_reason("NUMBER_NO_MATCH");
      return result;
    }
    verdict.set_certificate(id);
    verdict.mutable_facts()->set_logged_at(1780275600000);
    *verdict.mutable_recognition() = recognition_;
    *verdict.mutable_post_fitness() = fitness_;
    verdict.set_conclusion(id % 2 == 0 ? v1::CONCLUSION_VALID : v1::CONCLUSION_INVALID);
    if (id % 2 == 0) return result;
    v1::Check& check = *verdict.add_checks();
    check.set_result(v1::CHECK_RESULT_FAIL);
    check.set_reason("CERTIFICATE_REVOKED");
    verdict.mutable_standing()->set_logged_at(1780275660000);
    return result;
  }
  int Run(const std::string& sheet) {
    Write("in.csv", sheet);
    CommandContext context = {.in = &in_, .out = &out_, .err = &err_, .now_ms = 1780275700000};
    VerifySheet(
        question_, [this](auto next, auto on_answer) { return Answer(next, on_answer); }, context);
    return static_cast<int>(context.exit_code);
  }
  // Row `n` of the output; 0 = the header.
  std::vector<std::string> Row(size_t n) {
    const absl::StatusOr<std::string> text = ReadLocalFile(question_.out_path);
    EXPECT_THAT(text, IsOk());
    if (!text.ok()) return {};
    const auto rows = ParseCsv(text->substr(sizeof(kUtf8Bom) - 1));
    return rows.ok() && n < rows->size() ? rows->at(n).cells : std::vector<std::string>();
  }

  testing::TempDir dir_;
  SheetQuestion question_;
  std::vector<v1::StreamVerifyRequest> messages_;
  v1::Recognition recognition_;  // of all
  v1::PostFitness fitness_;      // of all
  absl::Status end_ = absl::UnavailableError("gone");
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(VerifySheetTest, AnswersStandBehindTheSheetsOwnColumns) {
  EXPECT_EQ(Run("team,certificate\nA,2\nB,4\n"), 0);
  EXPECT_THAT(Row(0), ElementsAre("team", "certificate", "conclusion", "reasons", "matches row",
                                  "state since", "recognised", "own grade", "fit for post",
                                  "verified certificate"));
  EXPECT_THAT(Row(2), ElementsAre("B", "4", "VALID", "", "", "2026-06-01 09:00:00 +08:00", "", "",
                                  "", "4"));
  EXPECT_THAT(out_.str(), HasSubstr("valid: 2"));
}

TEST_F(VerifySheetTest, LongSheetsGoInMessagesOf256RowsAndKeepTheirOrder) {
  std::string sheet = "certificate\n";
  for (int i = 0; i < 600; ++i) absl::StrAppend(&sheet, 2 * (i % 400), "\n");
  EXPECT_EQ(Run(sheet), 0);
  ASSERT_EQ(messages_.size(), 3u);
  EXPECT_EQ(messages_[0].rows_size(), 256);
  EXPECT_EQ(messages_[2].rows_size(), 88);
  EXPECT_EQ(Row(600).front(), Row(200).front());
  EXPECT_EQ(Row(600).back(), "398");
}

TEST_F(VerifySheetTest, MessagesWithFilesStayBelowAMebibyte) {
  Write("a.linkcert", File(0));
  std::string sheet = "file\n";
  for (int i = 0; i < 512; ++i) sheet += "a.linkcert\n";
  EXPECT_EQ(Run(sheet), 0);
  int rows = 0;
  for (const v1::StreamVerifyRequest& message : messages_) {
    EXPECT_LE(message.ByteSizeLong(), size_t{1} << 20);
    rows += message.rows_size();
  }
  EXPECT_EQ(rows, 512);
  EXPECT_GT(messages_.size(), 2u);
}

TEST_F(VerifySheetTest, BadRowsSayWhyAndTheOthersGoOn) {
  Write("notes.txt", "no certificate");
  EXPECT_EQ(Run("certificate,file,a\nabc,,\n,,-\n,none.linkcert,\n,notes.txt,\n3,,\n2\n2,,\n"), 1);
  EXPECT_EQ(Row(1).at(4), "CELL_TEXT: too long, or holds characters that may not stand here");
  EXPECT_THAT(Row(2).at(4), HasSubstr("CELL_EMPTY"));
  EXPECT_THAT(Row(3).at(4), HasSubstr("FILE_UNREADABLE"));
  EXPECT_THAT(Row(4).at(4), HasSubstr("NOT_CANONICAL"));
  EXPECT_THAT(Row(5).at(4), HasSubstr("CERTIFICATE_REVOKED"));
  EXPECT_EQ(Row(5).at(6), "2026-06-01 09:01:00 +08:00");
  EXPECT_THAT(Row(6).at(4), HasSubstr("CELL_COUNT"));
  EXPECT_EQ(Row(7).at(3), "VALID");
  ASSERT_EQ(messages_.size(), 1u);
  EXPECT_EQ(messages_[0].rows_size(), 2);
}

TEST_F(VerifySheetTest, NothingButCertificateFilesIsSent) {
  Write("secret", "a key");
  EXPECT_EQ(Run("file\nsecret\n/dev/zero\n-\n" + dir_.file("secret") + "\n"), 1);
  EXPECT_TRUE(messages_.empty());
}

TEST_F(VerifySheetTest, FileIsSentAndComparedWithItsRow) {
  v1::Claim name;
  ASSERT_TRUE(name.ParseFromString(unit_.claims[0][proto::kName - 1]));
  Write("a.linkcert", File(0));
  const std::string mine = "file,name\na.linkcert," + name.value();
  EXPECT_EQ(Run(mine + "\na.linkcert,虚构别人\na.linkcert,\n"), 1);
  EXPECT_EQ(messages_.at(0).rows(0).request().certificate_file(), File(0));
  EXPECT_EQ(Row(1).at(4), "yes");
  EXPECT_EQ(Row(2).at(4), "no");
  EXPECT_EQ(Row(3).at(4), "");
  EXPECT_THAT(out_.str(), HasSubstr("of_another_person: 1"));
}

TEST_F(VerifySheetTest, RowsByNumberNeedAPurpose) {
  const std::string sheet = "证书编号,姓名,证件类型\nY0001,虚构一,201\n";
  EXPECT_EQ(Run(sheet), 2);
  EXPECT_TRUE(messages_.empty());
  question_.purpose = "hiring";
  EXPECT_EQ(Run(sheet), 0);
  const v1::NumberQuery& query = messages_.at(0).rows(0).request().number_query();
  EXPECT_EQ(query.number(), "Y0001");
  EXPECT_EQ(query.name(), "虚构一");
  EXPECT_EQ(query.id_type(), "");  // without an ID number
  EXPECT_EQ(query.purpose(), "hiring");
  EXPECT_EQ(Row(1).at(5), "yes");
}

// Nobody is said to hold another's certificate whose data may just be withheld.
TEST_F(VerifySheetTest, NumberThatMatchesNothingIsUndecided) {
  question_.purpose = "hiring";
  EXPECT_EQ(Run("number,name\nY0001,虚构一\nY9999,虚构二\n"), 3);
  EXPECT_EQ(Row(2).at(2), "UNKNOWN");
  EXPECT_THAT(Row(2).at(3), HasSubstr("NUMBER_NO_MATCH"));
  EXPECT_EQ(Row(2).at(4), "unknown");
  EXPECT_THAT(out_.str(), HasSubstr("of_another_person: 0"));
  EXPECT_THAT(out_.str(), HasSubstr("person_undecided: 1"));
}

TEST_F(VerifySheetTest, ValidCertificateOfWhoeverIsUndecided) {
  EXPECT_EQ(Run("certificate,name\n2,虚构一\n"), 3);
  EXPECT_EQ(Row(1).at(2), "VALID");
  EXPECT_EQ(Row(1).at(4), "unknown");
  EXPECT_THAT(out_.str(), HasSubstr("person_undecided: 1"));
  EXPECT_EQ(Run("certificate,name\n2,虚构一\n3,虚构二\n"), 1);
}

TEST_F(VerifySheetTest, FileThatWithholdsTheNameIsUndecided) {
  Write("a.linkcert", log_.File(batch_, unit_, 0, {proto::kNumber}));
  EXPECT_EQ(Run("file,name\na.linkcert,虚构一\n"), 3);
  EXPECT_EQ(Row(1).at(2), "VALID");
  EXPECT_EQ(Row(1).at(4), "unknown");
}

TEST_F(VerifySheetTest, EachRowIsAskedAboutForTheAudienceAndAsOfTheDay) {
  question_.audience = "lvyuan-board";
  question_.post = "smt-line";
  question_.as_of = "2026-05-31";
  EXPECT_EQ(Run("certificate\n2\n"), 0);
  const v1::VerifyCertificateRequest& asked = messages_.at(0).rows(0).request();
  EXPECT_EQ(asked.audience(), "lvyuan-board");
  EXPECT_EQ(asked.post(), "smt-line");
  EXPECT_EQ(asked.as_of(), 1780243199999u);
  question_.as_of = "2026-06-02";
  EXPECT_EQ(Run("certificate\n2\n"), 2);
}

TEST_F(VerifySheetTest, RegistryThatGivesUpMidwayLeavesWhatItAnswered) {
  std::string sheet = "certificate\n";
  for (int i = 0; i < 256; ++i) sheet += "2\n";
  EXPECT_EQ(Run(sheet + "1000\n4\n"), 3);
  EXPECT_EQ(Row(256).at(1), "VALID");
  EXPECT_EQ(Row(257).at(1), "UNKNOWN");
  EXPECT_EQ(Row(258).at(2), "UNAVAILABLE");
  EXPECT_THAT(err_.str(), HasSubstr("gone"));
}

TEST_F(VerifySheetTest, CallerWhoMayNotAskGetsNoSheet) {
  end_ = proto::Refuse(proto::Reason::kCallerNotPermitted);
  EXPECT_EQ(Run("certificate\n1000\n"), 4);
  EXPECT_FALSE(std::filesystem::exists(question_.out_path));
}

TEST_F(VerifySheetTest, FormulasAreDisarmedAndNothingPersonalIsSaid) {
  EXPECT_EQ(Run("certificate,name\n2,=HYPERLINK(1)\n2,@虚构\n3,虚构三\n"), 1);
  const std::string text = *ReadLocalFile(question_.out_path);
  EXPECT_THAT(text, HasSubstr("'=HYPERLINK(1)"));
  EXPECT_THAT(text, HasSubstr("'@虚构"));
  EXPECT_THAT(out_.str() + err_.str(), Not(HasSubstr("虚构")));
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(question_.out_path).permissions() & perms::others_read,
            perms::none);
}

TEST_F(VerifySheetTest, AnswersInChinese) {
  question_.output.language = Language::kChinese;
  EXPECT_EQ(Run("证书标识\n3\n"), 1);
  EXPECT_EQ(Row(0).at(1), "核验结论");
  EXPECT_EQ(Row(1).at(1), "无效");
  EXPECT_THAT(Row(1).at(2), HasSubstr("CERTIFICATE_REVOKED: "));
}

TEST_F(VerifySheetTest, OwnGradeAndFitnessStandInTheRow) {
  recognition_.set_recognised(v1::ANSWER_YES);
  recognition_.set_own_ladder("own");
  recognition_.set_own_level(3);
  fitness_.set_fit(v1::ANSWER_NO);
  fitness_.set_reason("POST_LEVEL_TOO_LOW");
  EXPECT_EQ(Run("certificate\n2\n"), 0);
  EXPECT_EQ(Row(1).at(5), "yes");
  EXPECT_EQ(Row(1).at(6), "own 3");
  EXPECT_THAT(Row(1).at(7), HasSubstr("no; POST_LEVEL_TOO_LOW: "));
}

TEST_F(VerifySheetTest, SheetIsNotOverwritten) {
  question_.out_path = question_.sheet_path;
  EXPECT_EQ(Run("certificate\n2\n"), 2);
  question_.out_path = "-";
  EXPECT_EQ(Run("certificate\n2\n"), 2);
}

TEST(ProgressTest, BarFillsUp) {
  EXPECT_EQ(ProgressBar(0, 10), "[....................] 0 / 10");
  EXPECT_EQ(ProgressBar(5, 10), "[##########..........] 5 / 10");
  EXPECT_EQ(ProgressBar(10, 10), "[####################] 10 / 10");
}

}  // namespace
}  // namespace linkcert::client
