// linkcert issue correct, issue reissue: exit codes, what is said, what lies on disk.
#include <gmock/gmock.h>
#include <stdlib.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <sstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "client/issue/pending_batch.h"
#include "client/local_file.h"
#include "client/program/issuing_commands.h"
#include "client/statement/key_file.h"
#include "tests/client/client_fixture.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::client {
namespace {

using linkcert::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class IssueVersionTest : public ClientTest {
 protected:
  void SetUp() override {
    ClientTest::SetUp();
    setenv(kPassphraseVariable, "secret", 1);
    setenv("XDG_STATE_HOME", File("state").c_str(), 1);
    Write("policy", log_.PolicyText());
    for (uint32_t i = 0; i < 2; ++i) {
      Write(absl::StrCat("issued/", i, ".linkcert"),
            log_.File(batch_, unit_, i, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
    }
    for (const char* name : {"a.pem", "b.pem"}) {
      ASSERT_EQ(Run(absl::StrCat("key new --algorithm ed25519 --out @", name)), 0);
    }
  }
  void TearDown() override { unsetenv(kPassphraseVariable); }

  std::string File(const std::string& name) { return directory_.file(name); }
  void Write(const std::string& name, const std::string& bytes) {
    ASSERT_THAT(MakeLocalDirectory(DirectoryOf(File(name)), FileAccess::kPrivate), IsOk());
    ASSERT_THAT(WriteLocalFile(File(name), bytes, FileAccess::kPrivate), IsOk());
  }
  // Runs `linkcert` with these arguments, split at spaces; @NAME is a file of this test.
  int Run(const std::string& line) {
    out_.str("");
    err_.str("");
    CommandContext context = {.in = &in_, .out = &out_, .err = &err_, .now_ms = now_ms_};
    CLI::App app;
    AddKeyCommand(app, context);
    AddIssueCommand(app, context);
    std::vector<std::string> arguments = {"linkcert"};
    for (const absl::string_view word : absl::StrSplit(line, ' ')) {
      arguments.push_back(word[0] == '@' ? File(std::string(word.substr(1))) : std::string(word));
    }
    std::vector<const char*> argv;
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    return RunProgram(app, static_cast<int>(argv.size()), argv.data(), context);
  }
  int Issue(const std::string& line) {
    return Run(absl::StrCat("issue ", line, " --policy @policy --genesis ",
                            absl::BytesToHexString(world_.registry())));
  }
  bool Exists(const std::string& name) { return std::filesystem::exists(File(name)); }

  const std::string here_ =
      " --key @a.pem --key @b.pem --server 127.0.0.1:1 --deadline 0.2 --out @out";
  const std::string elsewhere_ = " --signer @a.pem.pub --signer @b.pem.pub --out @out";
  testing::TempDir directory_;
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(IssueVersionTest, PreviewSaysWhatWouldChangeAndWritesNothing) {
  ASSERT_EQ(Issue("correct @issued/0.linkcert --set name=虚构改 --preview --out @out"), 0);
  EXPECT_THAT(out_.str(), HasSubstr("→ 虚构改"));
  EXPECT_FALSE(Exists("out"));
}

TEST_F(IssueVersionTest, UnreachableServerLeavesACorrectionThatCanBeResumed) {
  EXPECT_EQ(Issue("correct @issued/1.linkcert --set name=虚构改" + here_), 3);
  EXPECT_THAT(err_.str(), HasSubstr("keep this directory"));
  const auto before = ReadPendingBatches(File("out"));
  ASSERT_THAT(before, IsOk());
  EXPECT_THAT(before->front().statement.Seal(), IsOk());
  EXPECT_THAT(before->front().pending.certificates(0).claims(), SizeIs(proto::kClaimTags));
  EXPECT_EQ(Issue("--resume @out --server 127.0.0.1:1 --deadline 0.2"), 3);
  EXPECT_TRUE(ReadPendingBatches(File("out"))->front().statement.Encode() ==
              before->front().statement.Encode());
  EXPECT_EQ(Issue("correct @issued/1.linkcert --set name=虚构改" + here_), 2);  // out is taken
}

TEST_F(IssueVersionTest, SignersElsewhereSeeWhatIsReplaced) {
  ASSERT_EQ(Issue("reissue @issued" + elsewhere_), 0) << err_.str();
  ASSERT_EQ(Run("issue show @out --lang en"), 0);
  EXPECT_THAT(out_.str(), HasSubstr(absl::StrCat("replaces: ", batch_ + 1)));
  EXPECT_EQ(ReadPendingBatches(File("out"))->front().pending.certificates_size(), 2);
}

TEST_F(IssueVersionTest, WhatIsNotSaidClearlyIsUsage) {
  Write("changes.csv", "证书编号,姓名\n");
  for (const char* line :
       {"correct @issued", "correct @issued --set name=a --changes @changes.csv",
        "correct @issued/0.linkcert --set level=3", "correct @issued --set name=虚构改",
        "correct @issued --changes @none.csv", "correct @nothing --set name=a",
        "correct @issued/0.linkcert --set name=虚构改 --key @a.pem"}) {
    EXPECT_EQ(Issue(line + elsewhere_), 2) << line;
  }
  EXPECT_EQ(Issue("correct @issued/0.linkcert --set name=虚构改"), 2);
  EXPECT_THAT(err_.str(), HasSubstr("give --key FILE (of two people) and --out DIR"));
  EXPECT_FALSE(Exists("out"));
}

TEST_F(IssueVersionTest, EveryBadRowIsNamedInChinese) {
  Write("changes.csv", "证书编号,姓名\nY1,虚构改\n");
  EXPECT_EQ(Issue("correct @issued --changes @changes.csv --lang zh" + elsewhere_), 1);
  EXPECT_THAT(err_.str(), HasSubstr("第2行, 证书编号: CERTIFICATE_NOT_GIVEN 所给证书文件中没有"));
  EXPECT_FALSE(Exists("out"));
}

TEST_F(IssueVersionTest, FileThatIsNotWellMadeIsNotMadeAgain) {
  std::string bytes = *ReadLocalFile(File("issued/0.linkcert"));
  bytes[bytes.find("虚构")] ^= 1;
  Write("forged/0.linkcert", bytes);
  EXPECT_EQ(Issue("reissue @forged" + elsewhere_), 1);
  EXPECT_THAT(err_.str(), HasSubstr("0.linkcert: "));
  EXPECT_FALSE(Exists("out"));
}

TEST_F(IssueVersionTest, AnotherPersonIsRefused) {
  EXPECT_EQ(Issue("correct @issued/0.linkcert --set name=虚构改 --set "
                  "id-number=440524188001010014" +
                  elsewhere_),
            1);
  EXPECT_THAT(err_.str(), HasSubstr("CORRECTION_NOT_ALLOWED"));
  EXPECT_FALSE(Exists("out"));
}

TEST_F(IssueVersionTest, HelpTeaches) {
  ASSERT_EQ(Run("issue correct --help"), 0);
  EXPECT_THAT(out_.str(), HasSubstr("CHANGES.csv has the column 证书编号"));
  EXPECT_THAT(out_.str(), HasSubstr("--version"));
  ASSERT_EQ(Run("issue reissue --help"), 0);
  EXPECT_THAT(out_.str(), Not(HasSubstr("--changes")));
}

}  // namespace
}  // namespace linkcert::client
