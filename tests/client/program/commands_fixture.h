// The subcommands of `linkcert-verify` on files of a temporary folder, with a state of their own.
#ifndef LINKCERT_TESTS_CLIENT_PROGRAM_COMMANDS_FIXTURE_H_
#define LINKCERT_TESTS_CLIENT_PROGRAM_COMMANDS_FIXTURE_H_

#include <gmock/gmock.h>
#include <stdlib.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "client/audit/tile_directory.h"
#include "client/local_file.h"
#include "client/program/command.h"
#include "tests/client/client_fixture.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::client {

class CommandsTest : public ClientTest {
 protected:
  void SetUp() override {
    ClientTest::SetUp();
    setenv("XDG_STATE_HOME", dir_.file("state").c_str(), 1);
    Write("policy", log_.PolicyText());
    Write("good.linkcert", File());
    v1::CertificateFile bad = Message();
    bad.mutable_leaf()->back() ^= 1;
    Write("bad.linkcert", bad.SerializeAsString());
  }
  void Write(const std::string& name, const std::string& bytes) {
    ASSERT_THAT(WriteLocalFile(dir_.file(name), bytes, FileAccess::kPublic), testing::IsOk());
  }
  // Runs `linkcert-verify` with these arguments and returns its exit code.
  int Run(std::vector<std::string> arguments) {
    out_.str("");
    err_.str("");
    CommandContext context = {.in = &in_, .out = &out_, .err = &err_, .now_ms = now_ms_};
    CLI::App app;
    app.require_subcommand(1);
    AddVerifyCommand(app, context, open_registry_);
    AddSetCommand(app, context);
    AddShowCommand(app, context, OpenTileDirectory);
    AddAuditCommand(app, context, OpenTileDirectory);
    std::vector<const char*> argv = {"linkcert-verify"};
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    return RunProgram(app, static_cast<int>(argv.size()), argv.data(), context);
  }
  int Verify(std::vector<std::string> arguments) {
    std::vector<std::string> all = {"verify",
                                    "--policy",
                                    dir_.file("policy"),
                                    "--genesis",
                                    absl::BytesToHexString(world_.registry()),
                                    "--lang",
                                    "en"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return Run(all);
  }

  OpenRegistry open_registry_;  // empty: verify has no --server
  testing::TempDir dir_;
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
};

}  // namespace linkcert::client

#endif  // LINKCERT_TESTS_CLIENT_PROGRAM_COMMANDS_FIXTURE_H_
