#include "server/program/log_key.h"

#include <stdlib.h>
#include <sys/stat.h>

#include <fstream>

#include "storage/posix_file.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::server {
namespace {

using testing::HasCode;
using testing::IsOk;
using testing::IsOkAndHolds;

class LogKeyTest : public ::testing::Test {
 protected:
  void TearDown() override {
    unsetenv(kLogKeyPassphrase.passphrase);
    unsetenv(kLogKeyPassphrase.passphrase_file);
  }
  const testing::TempDir directory_;
  const std::string path_ = directory_.file("log-key.pem");
};

TEST_F(LogKeyTest, MakesAKeyThatCanBeReadBackByItsOwnerOnly) {
  ASSERT_THAT(CreateLogKey(path_, "log.example/1", "secret"), IsOk());
  EXPECT_THAT(ReadLogKey(path_, "secret"), IsOk());
  struct stat about {};
  ASSERT_EQ(stat(path_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
}

TEST_F(LogKeyTest, NeverReplacesAKey) {
  ASSERT_THAT(CreateLogKey(path_, "log.example/1", "secret"), IsOk());
  EXPECT_THAT(CreateLogKey(path_, "log.example/1", "secret"),
              HasCode(absl::StatusCode::kAlreadyExists));
}

TEST_F(LogKeyTest, NamesOfNewFilesAreMadeDurable) {
  EXPECT_THAT(storage::SyncParentDirectory(path_), IsOk());
  EXPECT_THAT(storage::SyncParentDirectory(directory_.file("no/such")),
              HasCode(absl::StatusCode::kNotFound));
}

TEST_F(LogKeyTest, RefusesWrongPassphraseAndBadOrigin) {
  ASSERT_THAT(CreateLogKey(path_, "log.example/1", "secret"), IsOk());
  EXPECT_THAT(ReadLogKey(path_, "other"), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CreateLogKey(directory_.file("b"), "two words", "secret"),
              HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CreateLogKey(directory_.file("c"), "log.example/1", ""),
              HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_F(LogKeyTest, PassphraseComesFromFileOrEnvironment) {
  const std::string file = directory_.file("passphrase");
  std::ofstream(file) << "from file\nnot this\n";
  EXPECT_THAT(ReadPassphrase("", kLogKeyPassphrase), HasCode(absl::StatusCode::kInvalidArgument));
  setenv(kLogKeyPassphrase.passphrase, "from environment", 1);
  EXPECT_THAT(ReadPassphrase("", kLogKeyPassphrase), IsOkAndHolds("from environment"));
  EXPECT_THAT(ReadPassphrase(file, kLogKeyPassphrase), IsOkAndHolds("from file"));
  setenv(kLogKeyPassphrase.passphrase_file, file.c_str(), 1);
  EXPECT_THAT(ReadPassphrase("", kLogKeyPassphrase), IsOkAndHolds("from file"));
}

}  // namespace
}  // namespace linkcert::server
