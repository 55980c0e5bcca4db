// `linkcert report` on the files of a batch of seven: what goes to the authority, and its answer.
#include <gmock/gmock.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <sstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "client/local_file.h"
#include "client/program/issuing_commands.h"
#include "tests/client/status_fixture.h"
#include "tests/testing/temp_dir.h"
#include "tests/testing/world_links.h"

namespace linkcert::client {
namespace {

using linkcert::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kFirst[] = "Y000032050123264000001";

class ReportCommandTest : public StatusTest {
 protected:
  void SetUp() override {
    StatusTest::SetUp();
    Write("policy", log_.PolicyText());
  }
  void Write(const std::string& name, const std::string& bytes) {
    ASSERT_THAT(WriteLocalFile(dir_.file(name), bytes, FileAccess::kPrivate), IsOk());
  }
  // NAME.linkcert with all claims and proofs; less those of `hidden`.
  void WriteFile(const std::string& name, uint32_t position, uint32_t hidden = 0) {
    std::vector<uint32_t> tags;
    for (uint32_t tag = 1; tag <= proto::kClaimTags; ++tag) {
      if (tag != hidden) tags.push_back(tag);
    }
    Write(name + ".linkcert",
          log_.FileWithStatus(batch_, unit_, position, tags).SerializeAsString());
  }
  void WriteAll() {
    for (uint32_t i = 0; i < 7; ++i) WriteFile(absl::StrCat("n", i), i);
  }
  int Run(const std::vector<std::string>& arguments) {
    out_.str("");
    err_.str("");
    CommandContext context = {.in = &in_, .out = &out_, .err = &err_, .now_ms = now_ms_};
    CLI::App app;
    AddReportCommand(app, context);
    std::vector<std::string> all = {"linkcert", "report"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    for (const std::string& word :
         {std::string("--policy"), dir_.file("policy"), std::string("--genesis"),
          absl::BytesToHexString(world_.registry()), std::string("--lang"), std::string("en")}) {
      all.push_back(word);
    }
    std::vector<const char*> argv;
    for (const std::string& argument : all) argv.push_back(argument.c_str());
    return RunProgram(app, static_cast<int>(argv.size()), argv.data(), context);
  }
  int RunSheet(const std::string& from = "2026-06-01", const std::string& to = "2026-06-30") {
    return Run({"sheet", dir_.path(), "--from", from, "--to", to, "--out", dir_.file("out.csv"),
                "--summary", dir_.file("sum.csv"), "--encoding", "utf-8"});
  }
  int RunSync(const std::string& answer) {
    Write("answer.csv", answer);
    return Run({"sync", dir_.file("answer.csv"), dir_.path(), "--out", dir_.file("sync")});
  }
  std::vector<std::string> Lines(const std::string& name) {
    const absl::StatusOr<std::string> text = ReadLocalFile(dir_.file(name));
    EXPECT_THAT(text, IsOk());
    return absl::StrSplit(text.value_or(""), "\r\n", absl::SkipEmpty());
  }
  bool Exists(const std::string& name) { return ReadLocalFile(dir_.file(name)).ok(); }
  // The seven, then this, as the newest version of the first.
  void CorrectFirst() {
    WriteAll();
    unit_ = testing::SignVersions(
        world_,
        testing::CorrectCertificates(world_, batch_, {testing::HeldOf(unit_, batch_, 0)},
                                     proto::kName, "虚构改"),
        {leader_, leader2_});
    batch_ = log_.Submit(unit_);
    WriteFile("newer", 0);
  }

  testing::TempDir dir_;
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(ReportCommandTest, SheetHasARowACertificate) {
  WriteAll();
  ASSERT_EQ(RunSheet(), 0) << err_.str();
  const std::vector<std::string> lines = Lines("out.csv");
  ASSERT_THAT(lines, SizeIs(8));
  EXPECT_EQ(lines[1],
            "虚构0,201,11010519491231002X,绿原电路板（虚构）,电子设备装接工,/,4,"
            "Y000032050123264000001,2026-06-15,星辰芯片（虚构）,星辰芯片（虚构）");
  EXPECT_THAT(out_.str(), HasSubstr("certificates: 7"));
  EXPECT_THAT(Lines("sum.csv").back(), HasSubstr("总计,,,,2026-06-01,2026-06-30,7"));
}

TEST_F(ReportCommandTest, SheetIsOfItsPeriod) {
  WriteAll();
  EXPECT_EQ(RunSheet("2026-06-15", "2026-06-15"), 0);
  EXPECT_THAT(Lines("out.csv"), SizeIs(8));
  EXPECT_EQ(RunSheet("2026-06-16", "2026-06-30"), 2);
  EXPECT_THAT(err_.str(), HasSubstr("no certificate was issued on these days"));
  EXPECT_EQ(RunSheet("June", "2026-06-30"), 2);
}

TEST_F(ReportCommandTest, FolderWithoutCertificatesIsAMistake) {
  EXPECT_EQ(RunSheet(), 2);
  EXPECT_THAT(err_.str(), HasSubstr("no file of a state certificate there"));
}

// R21
TEST_F(ReportCommandTest, MissingFilesAreNoticed) {
  WriteAll();
  std::filesystem::remove(dir_.file("n3.linkcert"));
  EXPECT_EQ(RunSheet(), 1);
  EXPECT_THAT(err_.str(), HasSubstr(absl::StrCat("missing: batch ", batch_, ": 6 of 7")));
  EXPECT_FALSE(Exists("out.csv"));
  EXPECT_EQ(Run({"sheet", dir_.path(), "--from", "2026-06-15", "--to", "2026-06-15", "--out",
                 dir_.file("out.csv"), "--incomplete"}),
            0);
  EXPECT_THAT(Lines("out.csv"), SizeIs(7));
}

// A newer version stands for the one before, whose file was replaced.
TEST_F(ReportCommandTest, ReplacedFileIsNotMissing) {
  CorrectFirst();
  std::filesystem::remove(dir_.file("n0.linkcert"));
  EXPECT_EQ(RunSheet(), 0) << err_.str();
}

TEST_F(ReportCommandTest, AnotherBodyMayBeTheOneThatIssues) {
  WriteAll();
  ASSERT_EQ(Run({"sheet", dir_.path(), "--from", "2026-06-15", "--to", "2026-06-15", "--out",
                 dir_.file("out.csv"), "--issuing-name", "虚构市中心"}),
            0)
      << err_.str();
  EXPECT_THAT(Lines("out.csv")[1], ::testing::EndsWith(",星辰芯片（虚构）,虚构市中心"));
}

TEST_F(ReportCommandTest, FileThatHidesAColumnIsRefused) {
  WriteFile("hides", 0, proto::kIdNumber);
  EXPECT_EQ(RunSheet(), 1);
  EXPECT_THAT(err_.str(), HasSubstr("FIELD_MISSING"));
  EXPECT_THAT(err_.str(), HasSubstr("claim 4 is hidden"));
  EXPECT_FALSE(Exists("out.csv"));
}

TEST_F(ReportCommandTest, FileThatWasAlteredIsRefused) {
  v1::CertificateFile file = Complete();
  file.mutable_leaf()->back() ^= 1;
  Write("bad.linkcert", file.SerializeAsString());
  EXPECT_EQ(RunSheet(), 1);
  EXPECT_THAT(err_.str(), HasSubstr("LEAF"));
}

TEST_F(ReportCommandTest, WhatDoesNotHoldIsLeftOutAndToldOf) {
  Change(batch_ + 1, v1::STANDING_STATE_REVOKED);
  Change(batch_ + 2, v1::STANDING_STATE_SUSPENDED);
  WriteAll();
  ASSERT_EQ(RunSheet(), 0) << err_.str();
  EXPECT_THAT(Lines("out.csv"), SizeIs(6));
  EXPECT_THAT(out_.str(), HasSubstr(absl::StrCat("left_out: ", kFirst, " CERTIFICATE_REVOKED")));
  EXPECT_THAT(out_.str(), HasSubstr("000002 CERTIFICATE_SUSPENDED"));
}

// The folder with its newer version was forgotten.
TEST_F(ReportCommandTest, SupersededCertificateIsMissing) {
  Change(batch_ + 1, v1::STANDING_STATE_SUPERSEDED);
  WriteAll();
  EXPECT_EQ(RunSheet(), 1);
  EXPECT_THAT(err_.str(), HasSubstr("6 of 7"));
  EXPECT_FALSE(Exists("out.csv"));
}

TEST_F(ReportCommandTest, UndecidedCertificatesStopTheSheet) {
  WriteAll();
  now_ms_ += 31 * kDayMs;
  EXPECT_EQ(RunSheet(), 3);
  EXPECT_THAT(err_.str(), HasSubstr("7 certificates are undecided"));
  EXPECT_THAT(err_.str(), HasSubstr("PROOF_TOO_OLD"));
  EXPECT_FALSE(Exists("out.csv"));
}

TEST_F(ReportCommandTest, StatementsSayWhatWasReported) {
  Change(batch_ + 2, v1::STANDING_STATE_REVOKED);
  WriteAll();
  ASSERT_EQ(Run({"sheet", dir_.path(), "--from", "2026-06-15", "--to", "2026-06-15", "--out",
                 dir_.file("out.csv"), "--reported", dir_.file("reported")}),
            0)
      << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("statement_text: "));
  const auto text = ReadLocalFile(dir_.file("reported/sync-1.textproto"));
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, HasSubstr("state: NATIONAL_SYNC_REPORTED"));
  EXPECT_THAT(*text, HasSubstr(absl::StrCat("begin: ", batch_ + 3)));
  EXPECT_FALSE(Exists("reported/sync-2.textproto"));
}

// The file of before is there still, and was not refreshed.
TEST_F(ReportCommandTest, NewestVersionIsReported) {
  CorrectFirst();
  ASSERT_EQ(RunSheet(), 0) << err_.str();
  EXPECT_THAT(Lines("out.csv"), SizeIs(8));
  EXPECT_THAT(Lines("out.csv")[1], HasSubstr("虚构改"));
}

TEST_F(ReportCommandTest, TwoCertificatesWithOneNumberAreRefused) {
  WriteAll();
  ForceBatch(1);
  WriteFile("other", 0);
  EXPECT_EQ(RunSheet(), 1);
  EXPECT_THAT(err_.str(), HasSubstr(absl::StrCat(kFirst, " stands in ")));
}

TEST_F(ReportCommandTest, AnswerBecomesStatements) {
  WriteAll();
  std::string answer = "证书编号,联网状态,返回码\n";
  for (int i = 1; i <= 6; ++i) {
    absl::StrAppend(&answer, "Y00003205012326400000", i, i == 2 ? ",已退回,E-07\n" : ",已入库,\n");
  }
  ASSERT_EQ(RunSync(answer), 0) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("not_answered: 1"));
  const auto accepted = ReadLocalFile(dir_.file("sync/sync-1.textproto"));
  ASSERT_THAT(accepted, IsOk());
  EXPECT_THAT(*accepted, HasSubstr(absl::StrCat("batch: ", batch_)));
  EXPECT_THAT(*accepted, HasSubstr("state: NATIONAL_SYNC_ACCEPTED"));
  const auto returned = ReadLocalFile(dir_.file("sync/sync-2.textproto"));
  ASSERT_THAT(returned, IsOk());
  EXPECT_THAT(*returned, HasSubstr("code: \"E-07\""));
}

TEST_F(ReportCommandTest, AnswerAboutTheNewestVersionNamesItsOwnBatch) {
  CorrectFirst();
  ASSERT_EQ(RunSync(absl::StrCat("number,state\n", kFirst, ",ACCEPTED\n")), 0) << err_.str();
  const auto text = ReadLocalFile(dir_.file("sync/sync-1.textproto"));
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, HasSubstr(absl::StrCat("batch: ", batch_)));
  EXPECT_THAT(*text, Not(HasSubstr("certificates")));
}

TEST_F(ReportCommandTest, WrongRowsOfAnAnswerAreNamedAndNothingIsWritten) {
  WriteAll();
  EXPECT_EQ(RunSync(absl::StrCat("number,state\n", kFirst, ",perhaps\nY99,ACCEPTED\n")), 1);
  EXPECT_THAT(err_.str(), HasSubstr("line 2, 联网状态: SYNC_STATE_UNKNOWN"));
  EXPECT_THAT(err_.str(), HasSubstr("line 3, 证书编号: CERTIFICATE_NOT_GIVEN"));
  EXPECT_FALSE(Exists("sync/sync-1.textproto"));
}

}  // namespace
}  // namespace linkcert::client
