#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <sstream>

#include "client/local_file.h"
#include "client/program/issuing_commands.h"
#include "client/statement/key_file.h"
#include "crypto/certificate_trust.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::client {
namespace {

using crypto::CertificateFault;
using testing::IsOk;

constexpr uint64_t kNowMs = 1780275600000;

class TlsCommandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    setenv(kPassphraseVariable, "secret", 1);
    ASSERT_EQ(Run("init-ca @ca"), 0) << err_.str();
  }
  void TearDown() override { unsetenv(kPassphraseVariable); }

  std::string File(const std::string& name) { return directory_.file(name); }
  std::string Content(const std::string& name) { return ReadLocalFile(File(name)).value_or(""); }
  // `linkcert tls` with these words; @NAME is a file of this test.
  int Run(const std::string& line) {
    err_.str("");
    CommandContext context = {
        .in = &in_, .out = &out_, .err = &err_, .now_ms = kNowMs, .colour = false};
    CLI::App app;
    AddTlsCommand(app, context);
    std::vector<std::string> arguments = {"linkcert", "tls"};
    std::istringstream words(line);
    for (std::string word; words >> word;) {
      arguments.push_back(word.front() == '@' ? File(word.substr(1)) : word);
    }
    std::vector<const char*> argv;
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    return RunProgram(app, static_cast<int>(argv.size()), argv.data(), context);
  }
  // What a registry that honours the list finds.
  std::optional<CertificateFault> Check(const std::string& certificate) {
    std::vector<std::string> lists;
    for (const auto& file : std::filesystem::directory_iterator(File("ca/crl"))) {
      lists.push_back(*ReadLocalFile(file.path().string()));
    }
    auto trust = crypto::CertificateTrust::Create(Content("ca/ca.pem"), lists);
    EXPECT_THAT(trust, IsOk());
    return (*trust)->CheckClient(Content(certificate), "", kNowMs);
  }
  mode_t ModeOf(const std::string& name) {
    struct stat status {};
    EXPECT_EQ(stat(File(name).c_str(), &status), 0);
    return status.st_mode & 0777;
  }

  testing::TempDir directory_;
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(TlsCommandTest, CallerIsNamedAndBelieved) {
  ASSERT_EQ(Run("issue @ca --organisation lvyuan-board --out @lvyuan"), 0) << err_.str();
  EXPECT_EQ(Check("lvyuan.pem"), std::nullopt);
  EXPECT_EQ(crypto::UriNames(Content("lvyuan.pem"))->front(), "linkcert:organisation/lvyuan-board");
  EXPECT_THAT(crypto::CheckKeyBelongs(Content("lvyuan-key.pem"), Content("lvyuan.pem")), IsOk());
}

TEST_F(TlsCommandTest, ServerIsNoCaller) {
  ASSERT_EQ(Run("issue @ca --host registry.invalid --host 127.0.0.1 --out @server"), 0);
  EXPECT_EQ(Check("server.pem"), CertificateFault::kWrongUsage);
}

TEST_F(TlsCommandTest, RevokedStaysRevoked) {
  ASSERT_EQ(Run("issue @ca --organisation lvyuan-board --out @lvyuan"), 0);
  ASSERT_EQ(Run("issue @ca --organisation hongda-assembly --out @hongda"), 0);
  ASSERT_EQ(Run("revoke @ca @lvyuan.pem"), 0) << err_.str();
  EXPECT_EQ(Check("lvyuan.pem"), CertificateFault::kRevoked);
  EXPECT_EQ(Check("hongda.pem"), std::nullopt);
  ASSERT_EQ(Run("revoke @ca"), 0);  // renewed
  EXPECT_EQ(Check("lvyuan.pem"), CertificateFault::kRevoked);
}

TEST_F(TlsCommandTest, KeysAreForTheirOwnerAlone) {
  ASSERT_EQ(Run("issue @ca --organisation lvyuan-board --out @lvyuan"), 0);
  EXPECT_EQ(ModeOf("ca/ca-key.pem"), 0600u);
  EXPECT_EQ(ModeOf("lvyuan-key.pem"), 0600u);
  EXPECT_THAT(Content("ca/ca-key.pem"), ::testing::HasSubstr("ENCRYPTED"));
}

TEST_F(TlsCommandTest, NothingIsOverwritten) {
  const std::string before = Content("ca/ca.pem");
  EXPECT_EQ(Run("init-ca @ca"), 2);
  ASSERT_EQ(Run("issue @ca --organisation lvyuan-board --out @ca/ca"), 2);
  EXPECT_EQ(Content("ca/ca.pem"), before);
}

TEST_F(TlsCommandTest, MistakesAreNamed) {
  EXPECT_EQ(Run("issue @ca --out @x"), 2);
  EXPECT_EQ(Run("issue @ca --organisation a-b --host c --out @x"), 2);
  EXPECT_EQ(Run("issue @ca --organisation 虚构厂 --out @x"), 2);
  EXPECT_EQ(Run("revoke @ca @ca/ca-key.pem"), 2);
  EXPECT_EQ(Run("revoke @nowhere"), 2);
  setenv(kPassphraseVariable, "another", 1);
  EXPECT_EQ(Run("issue @ca --organisation lvyuan-board --out @x"), 2);
  EXPECT_THAT(err_.str(), ::testing::HasSubstr("ca-key.pem"));
}

}  // namespace
}  // namespace linkcert::client
