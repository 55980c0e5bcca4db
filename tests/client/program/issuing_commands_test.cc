// The subcommands of `linkcert` that need no server: exit codes, files, text and JSON.
#include "client/program/issuing_commands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <sstream>

#include "client/issue/pending_batch.h"
#include "client/local_file.h"
#include "client/statement/json_text.h"
#include "client/statement/key_file.h"
#include "client/statement/statement_file.h"
#include "tests/testing/sheet_builder.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::client {
namespace {

using linkcert::testing::DescriptionWith;
using linkcert::testing::IsOk;
using linkcert::testing::RowOf;
using linkcert::testing::SheetOf;
using linkcert::testing::SheetRow;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kFirm[] =
    "register_organisation { organisation: \"abc\" name: \"虚构\" province: \"32\" }";
const std::string kRegistry(64, 'a');

class IssuingCommandsTest : public ::testing::Test {
 protected:
  IssuingCommandsTest() {
    setenv(kPassphraseVariable, "secret", 1);
    setenv("XDG_STATE_HOME", File("state").c_str(), 1);
  }
  ~IssuingCommandsTest() override { unsetenv(kPassphraseVariable); }

  std::string File(const std::string& name) { return directory_.file(name); }
  void Write(const std::string& name, const std::string& text) {
    ASSERT_THAT(WriteLocalFile(File(name), text, FileAccess::kPrivate), IsOk());
  }
  // Runs `linkcert` with these arguments, split at spaces; @NAME is a file of this test.
  int Run(const std::string& line) {
    out_.str("");
    err_.str("");
    CommandContext context = {
        .in = &in_, .out = &out_, .err = &err_, .now_ms = 1780275600000, .colour = false};
    CLI::App app;
    app.require_subcommand(1);
    AddKeyCommand(app, context);
    AddStatementCommand(app, context);
    AddRosterCommand(app, context);
    AddIssueCommand(app, context);
    AddLogCommand(app, context);
    AddRefreshCommand(app, context);
    AddTrustCommand(app, context);
    std::vector<std::string> arguments = {"linkcert"};
    std::istringstream words(line);
    for (std::string word; words >> word;) {
      arguments.push_back(word.front() == '@' ? File(word.substr(1)) : word);
    }
    std::vector<const char*> argv;
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    return RunProgram(app, static_cast<int>(argv.size()), argv.data(), context);
  }
  void MakeKeys() {
    for (const char* name : {"a.pem", "b.pem"}) {
      ASSERT_EQ(Run(std::string("key new --algorithm ed25519 --out @") + name), 0);
    }
  }
  void BuildFirm() {
    MakeKeys();
    Write("firm.textproto", kFirm);
    ASSERT_EQ(Run("statement build @firm.textproto --registry " + kRegistry +
                  " --signer @a.pem.pub --signer @b.pem.pub --out @firm.statement"),
              0)
        << err_.str();
  }

  void PrepareBatch() {
    MakeKeys();
    Write("sheet.csv", SheetOf({RowOf(0), RowOf(1)}));
    Write("batch.json", DescriptionWith());
    Write("policy", "quorum none\n");
    ASSERT_EQ(Run("issue prepare @sheet.csv --batch @batch.json --signer @a.pem.pub --signer "
                  "@b.pem.pub --out @out --genesis " +
                  kRegistry),
              0)
        << err_.str();
  }

  testing::TempDir directory_;
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(IssuingCommandsTest, KeyShowAgreesWithKeyNew) {
  ASSERT_EQ(Run("key new --algorithm sm2 --out @k.pem --output json"), 0);
  const std::string id = ParseJson(out_.str())->at("key_id").get<std::string>();
  for (const char* name : {"@k.pem", "@k.pem.pub"}) {
    ASSERT_EQ(Run(std::string("key show ") + name), 0);
    EXPECT_THAT(out_.str(), HasSubstr("key_id: " + id));
    EXPECT_THAT(out_.str(), HasSubstr("algorithm: sm2"));
  }
}

TEST_F(IssuingCommandsTest, WrongPassphraseIsUsage) {
  ASSERT_EQ(Run("key new --out @k.pem"), 0);
  setenv(kPassphraseVariable, "guess", 1);
  EXPECT_EQ(Run("key show @k.pem"), 2);
  EXPECT_THAT(err_.str(), HasSubstr("k.pem"));
}

TEST_F(IssuingCommandsTest, PassphraseIsNeverAFlagsValue) {
  EXPECT_EQ(Run("key new --out @k.pem --passphrase secret"), 2);
  EXPECT_FALSE(std::filesystem::exists(File("k.pem")));
}

TEST_F(IssuingCommandsTest, ExistingKeyIsKept) {
  ASSERT_EQ(Run("key new --out @k.pem"), 0);
  const std::string before = *ReadLocalFile(File("k.pem"));
  EXPECT_EQ(Run("key new --out @k.pem"), 2);
  EXPECT_EQ(*ReadLocalFile(File("k.pem")), before);
}

TEST_F(IssuingCommandsTest, SigningShowsWhatIsSigned) {
  BuildFirm();
  ASSERT_EQ(Run("statement sign @firm.statement --key @a.pem --lang en"), 0);
  EXPECT_THAT(out_.str(), HasSubstr("act: register_organisation"));
  EXPECT_THAT(out_.str(), HasSubstr("name: \"虚构\""));
  EXPECT_THAT(out_.str(), HasSubstr("missing: "));
  ASSERT_EQ(Run("statement sign @firm.statement --key @b.pem --out @both.statement"), 0);
  ASSERT_EQ(Run("statement show @both.statement --output json"), 0);
  EXPECT_THAT(ParseJson(out_.str())->at("signed_by"), SizeIs(2));
}

TEST_F(IssuingCommandsTest, SeveralStatementsAreSignedOneAfterTheOther) {
  BuildFirm();
  std::filesystem::copy_file(File("firm.statement"), File("next.statement"));
  ASSERT_EQ(Run("statement sign @firm.statement @next.statement --key @a.pem"), 0);
  for (const char* name : {"firm.statement", "next.statement"}) {
    EXPECT_THAT(ReadStatementFile(File(name))->Missing(), SizeIs(1)) << name;
  }
  EXPECT_EQ(Run("statement sign @firm.statement @next.statement --key @b.pem --out @x"), 2);
  EXPECT_EQ(Run("statement sign @none.statement @next.statement --key @b.pem"), 2);
  EXPECT_THAT(ReadStatementFile(File("next.statement"))->Missing(), SizeIs(1));
}

TEST_F(IssuingCommandsTest, KeyThatIsNoSignerIsRefused) {
  BuildFirm();
  ASSERT_EQ(Run("key new --out @c.pem"), 0);
  EXPECT_EQ(Run("statement sign @firm.statement --key @c.pem"), 1);
  EXPECT_THAT(err_.str(), HasSubstr("SIGNER_UNKNOWN"));
}

TEST_F(IssuingCommandsTest, HalfSignedStatementIsNotSubmitted) {
  BuildFirm();
  ASSERT_EQ(Run("statement sign @firm.statement --key @a.pem"), 0);
  EXPECT_EQ(Run("statement submit @firm.statement --server 127.0.0.1:1"), 1);
  EXPECT_THAT(err_.str(), HasSubstr("SIGNATURE_MISSING"));
}

TEST_F(IssuingCommandsTest, ServerThatIsNotThereIsUndecided) {
  BuildFirm();
  ASSERT_EQ(Run("statement sign @firm.statement --key @a.pem --key @b.pem"), 0);
  EXPECT_EQ(Run("statement submit @firm.statement --server 127.0.0.1:1 --deadline 0.2"), 3);
  EXPECT_EQ(Run("trust init @policy --server 127.0.0.1:1 --deadline 0.2"), 3);
  EXPECT_EQ(Run("log export @copy --server 127.0.0.1:1 --deadline 0.2"), 3);
}

TEST_F(IssuingCommandsTest, MistakeInATextIsUsageAndNamed) {
  MakeKeys();
  Write("bad.textproto", "register_organisation {\n  nmae: \"x\"\n}");
  EXPECT_EQ(Run("statement build @bad.textproto --registry " + kRegistry +
                " --signer @a.pem.pub --out @bad.statement"),
            2);
  EXPECT_THAT(err_.str(), HasSubstr("bad.textproto: line 2"));
  EXPECT_FALSE(std::filesystem::exists(File("bad.statement")));
}

TEST_F(IssuingCommandsTest, RosterOfNamesBecomesATextWithoutPersons) {
  Write("batch.json", DescriptionWith());
  Write("names.csv", "姓名,证件类型,证件号码,所在单位\n虚构,201,990101199003150111,星辰（虚构）\n");
  ASSERT_EQ(Run("roster seal @names.csv --batch @batch.json --plan hex:00 --out @roster"), 0);
  const std::string text = *ReadLocalFile(File("roster/seal-roster.textproto"));
  EXPECT_THAT(text, HasSubstr("organisations: \"xingchen-chip\""));
  EXPECT_THAT(text, Not(HasSubstr("9901")));
  EXPECT_THAT(*ReadLocalFile(File("roster/roster.json")), HasSubstr("990101199003150111"));
}

TEST_F(IssuingCommandsTest, PreviewNamesBadRowsAndSignsNothing) {
  SheetRow bad = RowOf(1);
  bad.date = "15.6.2026";
  Write("sheet.csv", SheetOf({RowOf(0), bad}));
  Write("batch.json", DescriptionWith());
  EXPECT_EQ(Run("issue @sheet.csv --batch @batch.json --preview --output json"), 1);
  const Json problem = ParseJson(out_.str())->at("problems").at(0);
  EXPECT_EQ(problem.at("line"), 3);
  EXPECT_EQ(problem.at("column"), "发证日期");
  EXPECT_EQ(problem.at("reason"), "DATE_MALFORMED");
}

TEST_F(IssuingCommandsTest, PreviewSpeaksChinese) {
  Write("sheet.csv", SheetOf({RowOf(0), RowOf(0)}));
  Write("batch.json", DescriptionWith());
  EXPECT_EQ(Run("issue @sheet.csv --batch @batch.json --preview --lang zh"), 1);
  EXPECT_THAT(err_.str(), HasSubstr("第3行, 证件号码: ID_NUMBER_REPEATED"));
}

TEST_F(IssuingCommandsTest, PreparedBatchIsSignedByTwoPeopleOneAfterTheOther) {
  PrepareBatch();
  EXPECT_THAT(err_.str(), HasSubstr("keep this directory"));
  ASSERT_EQ(Run("statement sign @out/batch-1/batch.statement --key @a.pem"), 0);
  ASSERT_EQ(Run("statement sign @out/batch-1/batch.statement --key @b.pem"), 0);
  EXPECT_THAT(ReadPendingBatches(File("out"))->front().statement.Seal(), IsOk());
}

TEST_F(IssuingCommandsTest, ResumeOfUnsignedBatchesSignsOrSaysHow) {
  PrepareBatch();
  const std::string resume =
      "issue --resume @out --policy @policy --server 127.0.0.1:1 "
      "--deadline 0.2 --genesis " +
      kRegistry;
  EXPECT_EQ(Run(resume), 1);
  EXPECT_THAT(err_.str(),
              HasSubstr("linkcert statement sign " + File("out") + "/batch-1/batch.statement"));
  EXPECT_EQ(Run(resume + " --key @a.pem --key @b.pem"), 3);
  EXPECT_THAT(ReadPendingBatches(File("out"))->front().statement.Seal(), IsOk());
  ASSERT_EQ(Run("key new --out @c.pem"), 0);
  EXPECT_EQ(Run(resume + " --key @c.pem"), 1);
  EXPECT_THAT(err_.str(), HasSubstr("SIGNER_UNKNOWN"));
}

TEST_F(IssuingCommandsTest, SignersSeeTheRows) {
  PrepareBatch();
  for (const char* path : {"@out", "@out/batch-1", "@out/batch-1/pending.batch"}) {
    EXPECT_EQ(Run(std::string("issue show ") + path), 0) << path;
    EXPECT_THAT(out_.str(), HasSubstr("虚构0,201,990101199003150111"));
    EXPECT_THAT(out_.str(), HasSubstr("Y000032050123264000002"));
  }
  ASSERT_EQ(Run("statement sign @out/batch-1/batch.statement --key @a.pem --lang en"), 0);
  EXPECT_THAT(err_.str(), HasSubstr("linkcert issue show " + File("out") + "/batch-1"));
}

TEST_F(IssuingCommandsTest, RowsThatDoNotGiveTheRootAreNotShown) {
  PrepareBatch();
  std::string pending = *ReadLocalFile(File("out/batch-1/pending.batch"));
  pending[pending.find("虚构0")] ^= 1;
  Write("out/batch-1/pending.batch", pending);
  EXPECT_EQ(Run("issue show @out"), 1);
  EXPECT_THAT(out_.str(), Not(HasSubstr("虚构")));
}

TEST_F(IssuingCommandsTest, RefreshWithoutItsRegistryChangesNothing) {
  Write("policy", "quorum none\n");
  Write("a.linkcert", "no certificate");
  const std::string trust =
      " --policy @policy --server 127.0.0.1:1 --deadline 0.2 --genesis " + kRegistry;
  EXPECT_EQ(Run("refresh @a.linkcert" + trust), 3);
  EXPECT_EQ(*ReadLocalFile(File("a.linkcert")), "no certificate");
  EXPECT_EQ(Run("refresh @a.linkcert --private" + trust), 3);
  EXPECT_EQ(Run("refresh @a.linkcert --private --map @m" + trust), 2);
  EXPECT_EQ(Run("status-map @m" + trust), 3);
}

TEST_F(IssuingCommandsTest, RefreshWithoutItsMapIsUsageAndWithABadOneUndecided) {
  Write("policy", "quorum none\n");
  Write("a.linkcert", "no certificate");
  Write("bad.map", "no map");
  const std::string trust =
      " --policy @policy --server 127.0.0.1:1 --deadline 0.2 --genesis " + kRegistry;
  EXPECT_EQ(Run("refresh @a.linkcert --map @missing.map" + trust), 2);
  EXPECT_THAT(err_.str(), HasSubstr("missing.map"));
  EXPECT_EQ(Run("refresh @a.linkcert --map @bad.map" + trust), 3);
  EXPECT_EQ(Run("refresh @missing.linkcert" + trust), 2);
  EXPECT_EQ(*ReadLocalFile(File("a.linkcert")), "no certificate");
  ASSERT_EQ(Run("refresh --help"), 0);
  EXPECT_THAT(out_.str(), HasSubstr("2 also when a file or the map cannot be read"));
}

TEST_F(IssuingCommandsTest, UnreachableServerLeavesABatchThatCanBeResumed) {
  MakeKeys();
  Write("sheet.csv", SheetOf({RowOf(0), RowOf(1)}));
  Write("batch.json", DescriptionWith());
  Write("policy", "quorum none\n");
  const std::string trust =
      " --policy @policy --genesis " + kRegistry + " --server 127.0.0.1:1 --deadline 0.2";
  EXPECT_EQ(
      Run("issue @sheet.csv --batch @batch.json --key @a.pem --key @b.pem --out @out" + trust), 3);
  const std::string before = ReadPendingBatches(File("out"))->front().statement.Encode();
  EXPECT_EQ(Run("issue --resume @out" + trust), 3);
  EXPECT_EQ(ReadPendingBatches(File("out"))->front().statement.Encode(), before);
  EXPECT_THAT(*ReadLocalFile(File("out/result.csv")), HasSubstr("UNAVAILABLE"));
}

}  // namespace
}  // namespace linkcert::client
