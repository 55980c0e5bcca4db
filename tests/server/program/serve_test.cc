// The program itself, as a child process on RocksDB: start, stop, start again, rebuild.
#include "server/program/serve.h"

#include <sys/wait.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "crypto/keys.h"
#include "tests/testing/live_registry.h"
#include "tests/testing/server_process.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::server {
namespace {

using testing::IsOk;

constexpr char kPassphrase[] = "invented passphrase";

uint64_t NowMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

class ServeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.LiveNow(NowMs());
    ASSERT_THAT(
        process_.WriteLogKey(*crypto::PrivateKeyToPem(world_.Key("log"), kPassphrase), kPassphrase),
        IsOk());
    ASSERT_THAT(process_.Start(), IsOk());
    testing::LiveRegistry registry(process_.address());
    ASSERT_THAT(registry.Found(world_), IsOk());
    unit_ = world_.SignBatch(world_.Batch(registry.plan(), registry.roster()), 300);
    ASSERT_THAT(registry.Issue(unit_), IsOk());
  }
  // The exit code of `linkcert-server rebuild`.
  int Rebuild(const std::string& more = "") {
    const std::string command =
        absl::StrCat(LINKCERT_SERVER_PROGRAM, " rebuild --data ", directory_.file("data"),
                     " --anchor ", directory_.file("anchor"), more, " >/dev/null 2>&1");
    return WEXITSTATUS(std::system(command.c_str()));
  }

  testing::TempDir directory_;
  testing::World world_;
  testing::ServerProcess process_{{.program = LINKCERT_SERVER_PROGRAM,
                                   .directory = directory_.path(),
                                   .origin = testing::kOrigin}};
  testing::Unit unit_;
};

TEST_F(ServeTest, DrainsOnSigtermAndKnowsAllAfterARestart) {
  EXPECT_EQ(process_.Terminate(), 0);
  ASSERT_THAT(process_.Start(), IsOk());
  absl::StatusOr<v1::Receipt> again = testing::LiveRegistry(process_.address()).Issue(unit_);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->already_logged());
}

TEST_F(ServeTest, KnowsAllAfterSigkill) {
  process_.Kill();
  ASSERT_THAT(process_.Start(), IsOk());
  absl::StatusOr<v1::Receipt> again = testing::LiveRegistry(process_.address()).Issue(unit_);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->already_logged());
}

TEST_F(ServeTest, RefusesToStartWithoutItsAnchor) {
  EXPECT_EQ(process_.Terminate(), 0);
  std::filesystem::remove(directory_.file("anchor"));
  const absl::Status status = process_.Start();
  EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr("anchor is missing"));
}

TEST_F(ServeTest, RefusesAnOlderCopyOfItsData) {
  EXPECT_EQ(process_.Terminate(), 0);
  std::filesystem::copy(directory_.file("data"), directory_.file("copy"),
                        std::filesystem::copy_options::recursive);
  ASSERT_THAT(process_.Start(), IsOk());
  const std::string more =
      world_.Sign(world_.RegisterOrganisation("tiegong-forge", "虚构厂"), {"authority-1"});
  ASSERT_THAT(testing::LiveRegistry(process_.address()).Submit(more), IsOk());
  EXPECT_EQ(process_.Terminate(), 0);
  std::filesystem::remove_all(directory_.file("data"));
  std::filesystem::rename(directory_.file("copy"), directory_.file("data"));
  EXPECT_THAT(std::string(process_.Start().message()), ::testing::HasSubstr("anchor is ahead"));
}

TEST_F(ServeTest, RebuildFindsNoDifferenceAndMakesACopyThatServes) {
  EXPECT_EQ(Rebuild(), 1);  // the server holds the store
  EXPECT_EQ(process_.Terminate(), 0);
  EXPECT_EQ(Rebuild(" --into " + directory_.file("rebuilt")), 0);
  EXPECT_EQ(Rebuild(" --into " + directory_.file("rebuilt")), 1);  // never over another
  std::filesystem::remove_all(directory_.file("data"));
  std::filesystem::rename(directory_.file("rebuilt"), directory_.file("data"));
  ASSERT_THAT(process_.Start(), IsOk());
  EXPECT_TRUE(testing::LiveRegistry(process_.address()).Issue(unit_)->already_logged());
}

}  // namespace
}  // namespace linkcert::server
