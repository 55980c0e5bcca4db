#include "server/program/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/testing/temp_dir.h"

namespace linkcert::server {
namespace {

ParsedCommandLine Parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "linkcert-server");
  return ParseCommandLine(static_cast<int>(arguments.size()), arguments.data());
}

const std::vector<const char*> kServe = {"serve", "--data", "d", "--origin", "o", "--log-key", "k"};

std::vector<const char*> ServeWith(std::initializer_list<const char*> more) {
  std::vector<const char*> arguments = kServe;
  arguments.insert(arguments.end(), more);
  return arguments;
}

TEST(ConfigTest, ServeNeedsItsThreeNames) {
  EXPECT_EQ(Parse({"serve", "--data", "d"}).exit_code, 2);
  const ParsedCommandLine parsed = Parse(kServe);
  ASSERT_TRUE(parsed.config.has_value());
  EXPECT_EQ(parsed.config->command, Command::kServe);
  EXPECT_EQ(parsed.config->serve.data_directory, "d");
  EXPECT_EQ(parsed.config->serve.grpc.listen, "127.0.0.1:0");
  EXPECT_FALSE(parsed.config->serve.grpc.reflection);
}

TEST(ConfigTest, UnknownFlagsAndNoCommandAreMistakes) {
  EXPECT_EQ(Parse({}).exit_code, 2);
  EXPECT_EQ(Parse(ServeWith({"--lisen", "x"})).exit_code, 2);
  EXPECT_EQ(Parse(ServeWith({"--passphrase", "x"})).exit_code, 2);  // there is no such flag
}

TEST(ConfigTest, HelpIsNoMistake) {
  EXPECT_EQ(Parse({"--help"}).exit_code, 0);
  EXPECT_EQ(Parse({"serve", "--help"}).exit_code, 0);
}

TEST(ConfigTest, FileGivesWhatFlagsDoNot) {
  const testing::TempDir directory;
  const std::string path = directory.file("linkcert.ini");
  std::ofstream(path) << "[serve]\ndata=\"from-file\"\norigin=\"from-file\"\nlog-key=\"k\"\n";
  const ParsedCommandLine parsed =
      Parse({"serve", "--config", path.c_str(), "--origin", "from-flag"});
  ASSERT_TRUE(parsed.config.has_value());
  EXPECT_EQ(parsed.config->serve.data_directory, "from-file");
  EXPECT_EQ(parsed.config->log_key.origin, "from-flag");
}

TEST(ConfigTest, StatusRootIntervalHasBounds) {
  EXPECT_EQ(Parse(kServe).config->serve.log.sequencer.status_root_interval_ms, 900'000u);
  const auto parsed = Parse(ServeWith({"--status-root-interval-ms", "1000"}));
  ASSERT_TRUE(parsed.config.has_value());
  EXPECT_EQ(parsed.config->serve.log.sequencer.status_root_interval_ms, 1000u);
  EXPECT_EQ(Parse(ServeWith({"--status-root-interval-ms", "999"})).exit_code, 2);
  EXPECT_EQ(Parse(ServeWith({"--status-root-interval-ms", "3300001"})).exit_code, 2);
}

// The complaint about a `serve` with these flags; empty if it may listen.
std::string Complaint(std::initializer_list<const char*> more) {
  const ParsedCommandLine parsed = Parse(ServeWith(more));
  if (!parsed.config.has_value()) return "usage";
  return std::string(CheckListening(*parsed.config).message());
}

TEST(ConfigTest, WithoutTlsOnlyLoopbackIsListenedOn) {
  using ::testing::HasSubstr;
  EXPECT_EQ(Complaint({"--listen", "127.0.0.1:7443"}), "");
  EXPECT_THAT(Complaint({"--listen", "0.0.0.0:7443"}), HasSubstr("without TLS"));
  EXPECT_EQ(Complaint({"--listen", "0.0.0.0:7443", "--insecure-listen-anywhere"}), "");
  EXPECT_EQ(Complaint({"--listen", "0.0.0.0:7443", "--tls-cert", "c", "--tls-key", "k"}), "");
}

TEST(ConfigTest, DevelopersCallerIsForPlaintextOnLoopback) {
  using ::testing::HasSubstr;
  EXPECT_EQ(Complaint({"--insecure-caller", "xingchen-chip"}), "");
  EXPECT_THAT(Complaint({"--insecure-caller", "x", "--tls-cert", "c", "--tls-key", "k"}),
              HasSubstr("without TLS"));
  EXPECT_THAT(
      Complaint({"--listen", "0.0.0.0:1", "--insecure-listen-anywhere", "--insecure-caller", "x"}),
      HasSubstr("for loopback"));
}

TEST(ConfigTest, TlsFilesGoTogether) {
  EXPECT_EQ(Complaint({"--tls-cert", "c"}), "usage");
  EXPECT_EQ(Complaint({"--tls-key", "k"}), "usage");
  EXPECT_EQ(Complaint({"--tls-client-ca", "a"}), "usage");
  EXPECT_EQ(Complaint({"--tls-cert", "c", "--tls-key", "k", "--tls-crl-dir", "d"}), "usage");
  const Config config = *Parse(ServeWith({"--tls-cert", "c", "--tls-key", "k", "--tls-client-ca",
                                          "a", "--tls-crl-dir", "d"}))
                             .config;
  EXPECT_EQ(config.serve.grpc.tls->certificate_path, "c");
  EXPECT_EQ(config.serve.grpc.tls->key_path, "k");
  EXPECT_EQ(config.serve.grpc.gate.trust->ca_path, "a");
  EXPECT_EQ(config.serve.grpc.gate.trust->crl_directory, "d");
}

TEST(ConfigTest, TlsFilesMayStandInTheFile) {
  const testing::TempDir directory;
  const std::string path = directory.file("linkcert.ini");
  std::ofstream(path) << "[serve]\ntls-cert=\"c\"\ntls-key=\"k\"\ntls-client-ca=\"a\"\n";
  const ParsedCommandLine parsed = Parse(ServeWith({"--config", path.c_str()}));
  ASSERT_TRUE(parsed.config.has_value());
  EXPECT_EQ(parsed.config->serve.grpc.tls->key_path, "k");
  EXPECT_EQ(parsed.config->serve.grpc.gate.trust->ca_path, "a");
}

TEST(ConfigTest, RatesHaveDefaultsAndBounds) {
  const Config config =
      *Parse(ServeWith({"--address-rate", "0", "--organisation-burst", "7"})).config;
  EXPECT_EQ(config.serve.grpc.gate.address_rate.per_second, 0u);
  EXPECT_EQ(config.serve.grpc.gate.organisation_rate.burst, 7u);
  EXPECT_GE(config.serve.grpc.gate.address_rate.burst, 10'000u);
  EXPECT_EQ(Complaint({"--address-burst", "0"}), "usage");
}

TEST(ConfigTest, BeginEpochTakesTheNewNameAndAStatement) {
  const std::vector<const char*> begin = {"begin-epoch", "--data",    "d", "--origin",
                                          "o/2",         "--log-key", "k"};
  const ParsedCommandLine draft = Parse(begin);
  ASSERT_TRUE(draft.config.has_value());
  EXPECT_EQ(draft.config->command, Command::kBeginEpoch);
  EXPECT_EQ(draft.config->log_key.origin, "o/2");
  EXPECT_EQ(draft.config->begin_epoch.data_directory, "d");
  EXPECT_TRUE(draft.config->begin_epoch.statement.empty());
  EXPECT_EQ(Parse({"begin-epoch", "--data", "d"}).exit_code, 2);
}

TEST(ConfigTest, TellsLoopbackFromTheRest) {
  for (const char* near : {"127.0.0.1:0", "localhost:7443", "[::1]:7443", "unix:/run/linkcert",
                           "127.8.9.10:1", "[0:0:0:0:0:0:0:1]:7443"}) {
    EXPECT_TRUE(IsLoopback(near)) << near;
  }
  for (const char* far : {"0.0.0.0:7443", "[::]:7443", "10.0.0.1:7443", "example.org:7443", "",
                          "127.example.org:7443", "127.0.0.1.example.org:80", "127.0.0.1",
                          "localhost.example.org:80", "[::1].example.org:80", "[fe80::1]:80"}) {
    EXPECT_FALSE(IsLoopback(far)) << far;
  }
}

}  // namespace
}  // namespace linkcert::server
