// The program itself, as a child process on RocksDB: start, stop, start again, rebuild.
#include "server/program/serve.h"

#include <sys/wait.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "absl/strings/escaping.h"
#include "crypto/keys.h"
#include "linkcert/v1/statement_file.pb.h"
#include "tests/testing/live_registry.h"
#include "tests/testing/server_process.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"
#include "tests/testing/world_standing.h"

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

  // The exit code of `linkcert-server begin-epoch`.
  int BeginEpoch(const std::string& origin, const std::string& more) {
    const std::string command = absl::StrCat(
        LINKCERT_SERVER_PROGRAM, " begin-epoch --data ", directory_.file("data"), " --anchor ",
        directory_.file("anchor"), " --origin ", origin, " --log-key ", directory_.file("log.key"),
        " --passphrase-file ", directory_.file("passphrase"), more);
    return WEXITSTATUS(std::system(command.c_str()));
  }
  // The act that begin-epoch printed, as the text of statements has it.
  v1::BeginEpoch ReadAct(const std::string& path) {
    std::ifstream in(path);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto value = [&text](const std::string& name, char end) {
      const size_t begin = text.find(name) + name.size();
      return text.substr(begin, text.find(end, begin) - begin);
    };
    v1::BeginEpoch act;
    act.set_origin(value("origin: \"", '"'));
    act.set_log_key(absl::HexStringToBytes(value("log_key: \"hex:", '"')));
    std::string checkpoint;
    EXPECT_TRUE(absl::Base64Unescape(value("previous_checkpoint: \"base64:", '"'), &checkpoint));
    act.set_previous_checkpoint(checkpoint);
    act.set_kept_entries(std::stoull(value("kept_entries: ", '\n')));
    return act;
  }
  static void WriteStatementFile(const std::string& envelope, const std::string& path) {
    v1::SignedStatement sealed;
    ASSERT_TRUE(sealed.ParseFromString(envelope));
    v1::StatementFile file;
    file.set_statement(sealed.statement());
    for (const std::string& signature : sealed.signatures()) {
      v1::StatementSignature* made = file.add_signatures();
      made->set_public_key("the server has the keys in its log");
      made->set_signature(signature);
    }
    std::ofstream(path, std::ios::binary) << file.SerializeAsString();
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

TEST_F(ServeTest, SaysLoudlyThatNothingIsEncrypted) {
  const std::string log = process_.LogTail();
  EXPECT_THAT(log, ::testing::HasSubstr(R"("level":"warning","event":"insecure")"));
  EXPECT_LT(log.find("insecure"), log.find("listening"));
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

TEST_F(ServeTest, LogGoesOnUnderANewNameAndKey) {
  constexpr char kNext[] = "example.invalid/linkcert-test-2";
  const std::vector<std::string> authority = {"authority-1", "authority-2"};
  ASSERT_THAT(testing::LiveRegistry(process_.address())
                  .Submit(world_.Sign(testing::RotateLogKey(world_, kNext, "log-2"), authority)),
              IsOk());
  EXPECT_EQ(process_.Terminate(), 0);
  testing::ServerProcess next(
      {.program = LINKCERT_SERVER_PROGRAM, .directory = directory_.path(), .origin = kNext});
  ASSERT_THAT(
      next.WriteLogKey(*crypto::PrivateKeyToPem(world_.Key("log-2"), kPassphrase), kPassphrase),
      IsOk());
  EXPECT_EQ(BeginEpoch(kNext, " >" + directory_.file("act")), 0);  // what is to be signed
  v1::Statement statement = world_.New();
  *statement.mutable_begin_epoch() = ReadAct(directory_.file("act"));
  WriteStatementFile(world_.Sign(statement, authority), directory_.file("begin"));
  EXPECT_EQ(BeginEpoch(kNext, " --statement " + directory_.file("begin") + " >/dev/null"), 0);
  ASSERT_THAT(next.Start(), IsOk()) << next.LogTail();
  EXPECT_TRUE(testing::LiveRegistry(next.address()).Issue(unit_)->already_logged());
}

TEST(ServeInProcessTest, PortFileThatCannotBeWrittenEndsIt) {
  const testing::TempDir directory;
  testing::World world;
  std::ostringstream text;
  EventLog events(&text);
  auto stop = StopSignal::Create();
  ASSERT_THAT(stop, IsOk());
  ServeOptions options;
  options.data_directory = directory.file("data");
  options.port_file = directory.file("no/such/port");
  const absl::Status status =
      Serve(options, {testing::kOrigin, &world.Key("log")}, &events, stop->get());
  EXPECT_THAT(status, testing::HasCode(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace linkcert::server
