// The subcommands as both programs run them: exit codes, text, JSON, Chinese.
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "client/audit/export_log.h"
#include "tests/client/program/commands_fixture.h"

namespace linkcert::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(CommandsTest, FilesOfTwoHistoriesAreEvidence) {
  EXPECT_EQ(Verify({dir_.file("good.linkcert")}), 0);
  log_.entries().back().back() ^= 1;
  Write("fork.linkcert", File());
  EXPECT_EQ(Verify({dir_.file("fork.linkcert"), "--no-memory"}), 0);
  EXPECT_EQ(Verify({dir_.file("fork.linkcert")}), 5);
  EXPECT_THAT(err_.str(), HasSubstr("CHECKPOINT_INCONSISTENT"));
  EXPECT_THAT(err_.str(), HasSubstr(dir_.file("state")));
}

TEST_F(CommandsTest, GoodFile) {
  EXPECT_EQ(Verify({dir_.file("good.linkcert")}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("VALID as of issue"));
  EXPECT_THAT(out_.str(), HasSubstr("name: 虚构0"));
  EXPECT_THAT(out_.str(), HasSubstr("STATUS_NOT_PROVEN"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("LOG_INCLUSION")));
}

TEST_F(CommandsTest, VerboseListsAllChecks) {
  EXPECT_EQ(Verify({dir_.file("good.linkcert"), "-v"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("LOG_INCLUSION"));
  EXPECT_THAT(out_.str(), HasSubstr("DISJOINT_NUMBERS"));
}

TEST_F(CommandsTest, BadFileShowsNobody) {
  EXPECT_EQ(Verify({dir_.file("bad.linkcert")}), 1);
  EXPECT_THAT(out_.str(), HasSubstr("LEAVES_ROOT_DIFFERS"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("虚构0")));
}

TEST_F(CommandsTest, FolderTakesTheWorst) {
  EXPECT_EQ(Verify({dir_.path()}), 1);
  EXPECT_THAT(out_.str(), HasSubstr("1 valid, 1 invalid, 0 undecided"));
}

TEST_F(CommandsTest, StandardInput) {
  in_.str(File());
  EXPECT_EQ(Verify({"-"}), 0);
}

TEST_F(CommandsTest, JsonIsOneLineAFile) {
  EXPECT_EQ(Verify({dir_.path(), "--output", "json"}), 1);
  std::istringstream lines(out_.str());
  std::vector<std::string> conclusions;
  for (std::string line; std::getline(lines, line);) {
    conclusions.push_back(nlohmann::json::parse(line)["conclusion"]);
  }
  EXPECT_THAT(conclusions, ::testing::ElementsAre("INVALID", "VALID"));
}

TEST_F(CommandsTest, Chinese) {
  EXPECT_EQ(Verify({dir_.file("good.linkcert"), "--lang", "zh"}), 2);  // twice
  EXPECT_EQ(
      Run({"verify", "--policy", dir_.file("policy"), "--genesis",
           absl::BytesToHexString(world_.registry()), "--lang", "zh", dir_.file("good.linkcert")}),
      0);
  EXPECT_THAT(out_.str(), HasSubstr("发证时有效"));
  EXPECT_THAT(out_.str(), HasSubstr("姓名: 虚构0"));
}

TEST_F(CommandsTest, OldProofIsUndecided) {
  now_ms_ += 60 * kDayMs;
  EXPECT_EQ(Verify({dir_.file("good.linkcert")}), 3);
  EXPECT_THAT(out_.str(), HasSubstr("COULD NOT DECIDE"));
  EXPECT_EQ(Verify({dir_.file("good.linkcert"), "--max-age", "none"}), 0);
}

TEST_F(CommandsTest, WhoseWordIsNamedInOneLineEach) {
  EXPECT_EQ(Verify({dir_.file("good.linkcert")}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("audits the log: RIGHTS_IN_FORCE, AUTHORITY_IN_FORCE, "));
  EXPECT_THAT(out_.str(),
              HasSubstr("checked when logged where the rules ask: PANEL, SUPERVISION, PUBLICITY, "
                        "OCCUPATION_NAME, EMPLOYER_NAME\n"));
  EXPECT_EQ(Verify({dir_.file("bad.linkcert")}), 1);
  EXPECT_THAT(out_.str(), Not(HasSubstr("PANEL")));
}

TEST_F(CommandsTest, AsOfADay) {
  v1::StatusChange change;
  change.set_state(v1::STANDING_STATE_REVOKED);
  world_.set_now_ms(testing::kIssueMs + 3 * kDayMs);  // 2026-06-18
  now_ms_ = world_.now_ms() + kDayMs;
  log_.ChangeStanding({batch_ + 1}, std::move(change));
  Write("revoked.linkcert", log_.FileWithStatus(batch_, unit_, 0, {}).SerializeAsString());
  const std::string file = dir_.file("revoked.linkcert");
  EXPECT_EQ(Verify({file}), 1);
  EXPECT_THAT(out_.str(), HasSubstr("CERTIFICATE_REVOKED"));
  EXPECT_EQ(Verify({file, "--as-of", "2026-06-17"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("state as of: 2026-06-17 23:59:59 +08:00"));
  EXPECT_EQ(Verify({file, "--as-of", "2026-06-18T09:00:00+08:00"}), 1);
  EXPECT_EQ(Verify({file, "--as-of", "2026-06-14"}), 1);
  EXPECT_THAT(out_.str(), HasSubstr("CERTIFICATE_NOT_YET_ISSUED"));
  EXPECT_EQ(Verify({dir_.file("good.linkcert"), "--as-of", "2026-06-18"}), 3);
  EXPECT_EQ(Verify({file, "--as-of", "2026-06-19"}), 2);
  EXPECT_EQ(Verify({file, "--as-of", "yesterday"}), 2);
}

TEST_F(CommandsTest, SetOfFiles) {
  Write("other.linkcert", File(1));
  const std::string set = dir_.file("team.linkcertset");
  EXPECT_EQ(Run({"set", set, dir_.file("good.linkcert"), dir_.file("other.linkcert")}), 0);
  EXPECT_EQ(Verify({set}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("team.linkcertset#2"));
  EXPECT_THAT(out_.str(), HasSubstr("2 valid, 0 invalid, 0 undecided"));
  in_.str(*ReadLocalFile(set));
  EXPECT_EQ(Verify({"-", "--output", "json"}), 0);
  Write("cut.linkcertset", ReadLocalFile(set)->substr(0, 3000));
  EXPECT_EQ(Verify({dir_.file("cut.linkcertset")}), 1);
  EXPECT_THAT(out_.str(), HasSubstr("cut short"));
}

TEST_F(CommandsTest, SetNeedsFilesOfOneMoment) {
  log_.SubmitStatusRoot();
  Write("later.linkcert", File(1));
  const std::string set = dir_.file("team.linkcertset");
  EXPECT_EQ(Run({"set", set, dir_.file("good.linkcert"), dir_.file("later.linkcert")}), 1);
  EXPECT_THAT(err_.str(), HasSubstr("later.linkcert: another checkpoint"));
  EXPECT_EQ(Run({"set", set, dir_.file("nothing.linkcert")}), 2);
  EXPECT_EQ(Verify({set}), 2);  // nothing was written
}

TEST_F(CommandsTest, UsageIsTwo) {
  EXPECT_EQ(Run({}), 2);
  EXPECT_EQ(Run({"verify"}), 2);
  EXPECT_EQ(Verify({dir_.file("good.linkcert"), "--max-age", "soon"}), 2);
  EXPECT_EQ(Verify({dir_.file("nothing.linkcert")}), 2);
  EXPECT_EQ(Run({"--help"}), 0);
  EXPECT_EQ(Run({"verify", "--help"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("Examples:"));
}

TEST_F(CommandsTest, ShowOpensWhatIsCarried) {
  EXPECT_EQ(Run({"show", dir_.file("good.linkcert")}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("occupation_name"));
  EXPECT_THAT(out_.str(), HasSubstr("value 虚构0"));
  EXPECT_EQ(Run({"show", dir_.file("policy")}), 3);
}

TEST_F(CommandsTest, ShowEntryOfALog) {
  ASSERT_THAT(ExportLog(log_, dir_.file("log")), testing::IsOk());
  EXPECT_EQ(Run({"show", "--log", dir_.file("log"), "--entry", "0", "--output", "json"}), 0);
  const auto json = nlohmann::json::parse(out_.str());
  EXPECT_EQ(json["log_entry"]["signed_statement"]["statement"]["genesis"]["origin"],
            testing::kOrigin);
  EXPECT_EQ(Run({"show", dir_.file("log/checkpoint")}), 0);
  EXPECT_THAT(out_.str(), HasSubstr(testing::kOrigin));
  EXPECT_EQ(Run({"show", "--log", dir_.file("log"), "--entry", "999"}), 3);
}

TEST_F(CommandsTest, AuditHoldsALogToWhatIsRemembered) {
  const std::vector<std::string> audit = {"audit",     dir_.file("log"),
                                          "--policy",  dir_.file("policy"),
                                          "--genesis", absl::BytesToHexString(world_.registry())};
  ASSERT_THAT(ExportLog(log_, dir_.file("log")), testing::IsOk());
  EXPECT_EQ(Run(audit), 0);
  std::filesystem::remove_all(dir_.file("log"));
  log_.entries().pop_back();
  log_.entries().push_back(log_.entries().back());
  ASSERT_THAT(ExportLog(log_, dir_.file("log")), testing::IsOk());
  EXPECT_EQ(Run(audit), 5);
  EXPECT_THAT(err_.str(), HasSubstr("both signed notes: " + dir_.file("state")));
  std::vector<std::string> forgetful = audit;
  forgetful.push_back("--no-memory");
  Run(forgetful);
  EXPECT_EQ(err_.str(), "");
}

TEST_F(CommandsTest, FolderThatCannotBeReadIsNamed) {
  std::filesystem::create_directory(dir_.file("closed"));
  std::filesystem::permissions(dir_.file("closed"), std::filesystem::perms::none);
  const int code = Verify({dir_.path()});
  std::filesystem::permissions(dir_.file("closed"), std::filesystem::perms::owner_all);
  EXPECT_THAT(out_.str(), HasSubstr("1 valid, 1 invalid, 0 undecided"));
  if (geteuid() == 0) return;  // who may read everything
  EXPECT_EQ(code, 2);
  EXPECT_THAT(err_.str(), HasSubstr("closed"));
}

TEST_F(CommandsTest, AuditReports) {
  ASSERT_THAT(ExportLog(log_, dir_.file("log")), testing::IsOk());
  const std::vector<std::string> audit = {"audit",     dir_.file("log"),
                                          "--policy",  dir_.file("policy"),
                                          "--genesis", absl::BytesToHexString(world_.registry()),
                                          "--lang",    "en"};
  EXPECT_EQ(Run(audit), 0);
  EXPECT_THAT(out_.str(), HasSubstr("NO FINDING"));
  EXPECT_THAT(out_.str(), HasSubstr("two person ids are two human beings"));
  std::vector<std::string> json = audit;
  json.insert(json.end(), {"--output", "json"});
  EXPECT_EQ(Run(json), 0);
  EXPECT_EQ(nlohmann::json::parse(out_.str())["outcome"], "CLEAN");
}

}  // namespace
}  // namespace linkcert::client
