// `linkcert-verify receipt`: exit codes, and what it says to people and programs.
#include <gmock/gmock.h>
#include <stdlib.h>

#include <CLI/CLI.hpp>
#include <sstream>

#include "absl/strings/escaping.h"
#include "client/local_file.h"
#include "client/program/command.h"
#include "tests/client/receipt_fixture.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::client {
namespace {

using ::testing::HasSubstr;

class ReceiptCommandTest : public ReceiptTest {
 protected:
  void SetUp() override {
    ReceiptTest::SetUp();
    setenv("XDG_STATE_HOME", dir_.file("state").c_str(), 1);
    Write("policy", log_.PolicyText());
    Write("it.linkcertreceipt", File().SerializeAsString());
  }
  void Write(const std::string& name, const std::string& bytes) {
    ASSERT_THAT(WriteLocalFile(dir_.file(name), bytes, FileAccess::kPublic), testing::IsOk());
  }
  // Of the receipt that was written.
  int Run(const std::vector<std::string>& more) {
    out_.str("");
    err_.str("");
    CommandContext context = {.in = &in_, .out = &out_, .err = &err_, .now_ms = now_ms_};
    CLI::App app;
    AddReceiptCommand(app, context, "receipt");
    std::vector<std::string> all = {
        "linkcert-verify",   "receipt",   dir_.file("it.linkcertreceipt"),          "--policy",
        dir_.file("policy"), "--genesis", absl::BytesToHexString(world_.registry())};
    all.insert(all.end(), more.begin(), more.end());
    std::vector<const char*> argv;
    for (const std::string& argument : all) argv.push_back(argument.c_str());
    return RunProgram(app, static_cast<int>(argv.size()), argv.data(), context);
  }

  const std::string nonce_ = absl::BytesToHexString(kNonce);
  testing::TempDir dir_;
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(ReceiptCommandTest, GenuineReceiptIsShown) {
  EXPECT_EQ(Run({"--nonce", nonce_, "--purpose", "tender 2026-17", "--lang", "en"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("GENUINE: the certificate was VALID"));
  EXPECT_THAT(out_.str(), HasSubstr("tender 2026-17"));
  EXPECT_EQ(Run({"--nonce", nonce_, "--lang", "zh"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("回执真实：证书有效"));
}

TEST_F(ReceiptCommandTest, RevokedIsGenuineAndInvalid) {
  receipt_.set_verdict(v1::RECEIPT_VERDICT_INVALID);
  receipt_.set_reason("CERTIFICATE_REVOKED");
  Write("it.linkcertreceipt", File().SerializeAsString());
  EXPECT_EQ(Run({"--nonce", nonce_, "--lang", "en"}), 1);
  EXPECT_THAT(out_.str(), HasSubstr("GENUINE: the certificate was NOT VALID"));
  EXPECT_THAT(out_.str(), HasSubstr("CERTIFICATE_REVOKED"));
  EXPECT_EQ(Run({"--nonce", nonce_, "--output", "json"}), 1);
  EXPECT_THAT(out_.str(), HasSubstr(R"("conclusion":"INVALID","genuine":true)"));
  EXPECT_THAT(out_.str(), HasSubstr(R"("reason":"CERTIFICATE_REVOKED")"));
}

TEST_F(ReceiptCommandTest, OfAnotherTenderIsRefused) {
  EXPECT_EQ(Run({"--purpose", "tender 2026-18", "--lang", "en"}), 1);
  EXPECT_THAT(out_.str(), HasSubstr("FOR ANOTHER OCCASION"));
  EXPECT_THAT(out_.str(), HasSubstr("RECEIPT_PURPOSE_DIFFERS"));
}

TEST_F(ReceiptCommandTest, OccasionMustBeSaid) {
  EXPECT_EQ(Run({}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("--nonce or --purpose"));
  EXPECT_EQ(Run({"--nonce", "xy"}), 2);
}

TEST_F(ReceiptCommandTest, RubbishIsNotGenuine) {
  Write("it.linkcertreceipt", "rubbish");
  EXPECT_EQ(Run({"--nonce", nonce_, "--lang", "en"}), 1);
  EXPECT_THAT(out_.str(), HasSubstr("NOT GENUINE"));
}

}  // namespace
}  // namespace linkcert::client
