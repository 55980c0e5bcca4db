#include "client/program/output_path.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>

#include "client/program/command.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::client {
namespace {

class OutputPathTest : public ::testing::Test {
 protected:
  std::string Make(const std::string& name) {
    std::ofstream(directory_.file(name)) << "what was there";
    return directory_.file(name);
  }
  static bool Passes(const std::string& path, const std::string& own = "") {
    return ReplaceableFile(own)(path).empty();
  }

  linkcert::testing::TempDir directory_;
};

TEST_F(OutputPathTest, NewFilesAndOrdinaryOnesPass) {
  EXPECT_TRUE(Passes("-"));
  EXPECT_TRUE(Passes(directory_.file("new.linkcert")));
  EXPECT_TRUE(Passes(Make("old.csv")));
}

TEST_F(OutputPathTest, WhatCannotBeMadeAgainIsKept) {
  for (const char* name : {"a.linkcert", "a.linkcertset", "a.linkcertreceipt", "a.statement",
                           "a.pem", "pending.batch"}) {
    EXPECT_FALSE(Passes(Make(name))) << name;
  }
  EXPECT_TRUE(Passes(Make("b.linkcertset"), ".linkcertset"));
  EXPECT_FALSE(Passes(Make("b.linkcert"), ".linkcertset"));
}

TEST_F(OutputPathTest, WhatIsNoFileIsNotReplaced) {
  EXPECT_FALSE(Passes("/dev/full"));
  EXPECT_FALSE(Passes(directory_.path()));
  ASSERT_EQ(mkfifo(directory_.file("fifo").c_str(), 0600), 0);
  EXPECT_FALSE(Passes(directory_.file("fifo")));
  std::filesystem::create_symlink(Make("target.csv"), directory_.file("link.csv"));
  EXPECT_FALSE(Passes(directory_.file("link.csv")));
}

// A full disk: half a list must not look like a whole one.
TEST_F(OutputPathTest, AnswerThatWasNotWrittenIsNoSuccess) {
  std::ostream full(nullptr);
  std::ostringstream errors;
  CommandContext context;
  context.out = &full;
  context.err = &errors;
  CLI::App app;
  app.callback([&] { *context.out << "answer"; });
  const char* const arguments[] = {"program"};
  EXPECT_EQ(RunProgram(app, 1, arguments, context), 3);
  EXPECT_THAT(errors.str(), ::testing::HasSubstr("could not be written"));
}

}  // namespace
}  // namespace linkcert::client
