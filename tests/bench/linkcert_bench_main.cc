// linkcert-bench: prints one JSON line a figure, ours beside a ceiling of the same run.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "crypto/sealing.h"
#include "tests/bench/ceilings.h"
#include "tests/bench/issue_bench.h"
#include "tests/bench/offline_bench.h"
#include "tests/bench/online_bench.h"
#include "tests/testing/server_process.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::bench {
namespace {

struct Sizes {
  int batches = 300;
  int singles = 20000;
  int idle = 500;
  int verifications = 20000;
  int offline = 100;
};

uint64_t NowMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

absl::Status RunOffline(const std::string& folder, const Sizes& sizes) {
  testing::TempDir scratch;
  SampleRegistry registry(sizes.offline, 1000);
  absl::Status status = VerifyColdFile(registry, folder + "/linkcert-verify",
                                       folder + "/linkcert-bench-nothing", scratch.path(), 200);
  if (status.ok()) status = VerifyManyFiles(registry, scratch.path());
  if (status.ok()) status = VerifySet(registry, scratch.path());
  if (status.ok()) status = AuditLog(registry);
  return status;
}

// Makes what a server needs for a vault.
absl::StatusOr<std::vector<std::string>> VaultFlags(testing::World& world,
                                                    const testing::TempDir& directory) {
  constexpr char kPassphrase[] = "invented passphrase";
  const auto pem = crypto::PrivateKeyToPem(world.Key("registry-1"), kPassphrase);
  if (!pem.ok()) return pem.status();
  setenv("LINKCERT_REGISTRY_KEY_PASSPHRASE", kPassphrase, 1);
  std::ofstream(directory.file("registry.pem")) << *pem;
  setenv("LINKCERT_BENCH_VAULT_KEY",
         absl::BytesToHexString(crypto::SecretKey::Random().view()).c_str(), 1);
  return std::vector<std::string>{"--vault",        directory.file("vault"),
                                  "--vault-key",    "env:LINKCERT_BENCH_VAULT_KEY",
                                  "--registry-key", directory.file("registry.pem")};
}

absl::Status RunOnline(const std::string& program, const std::string& self, const Sizes& sizes) {
  testing::TempDir directory;
  testing::World world;
  world.LiveNow(NowMs());
  testing::TempDir vault;
  absl::StatusOr<std::vector<std::string>> vault_flags = VaultFlags(world, vault);
  if (!vault_flags.ok()) return vault_flags.status();
  std::vector<std::string> flags = *std::move(vault_flags);
  flags.insert(flags.end(), {"--insecure-caller", testing::kLeader, "--address-rate", "0",
                             "--organisation-rate", "0"});
  testing::ServerProcess server({.program = program,
                                 .directory = directory.path(),
                                 .origin = testing::kOrigin,
                                 .more_flags = std::move(flags)});
  auto pem = crypto::PrivateKeyToPem(world.Key("log"), "invented passphrase");
  if (!pem.ok()) return pem.status();
  absl::Status status = server.WriteLogKey(*pem, "invented passphrase");
  if (status.ok()) status = server.Start();
  if (!status.ok()) return status;

  testing::TempDir echo_directory;
  testing::ServerProcess echo({.program = self, .directory = echo_directory.path(), .origin = "-"});
  status = echo.Start();
  if (!status.ok()) return status;

  testing::LiveRegistry registry(server.address());
  status = registry.Found(world);
  if (!status.ok()) return status;
  IssueBench bench(world, registry, server.address(), echo.address(), directory.path());
  status = bench.Idle(sizes.idle);
  if (status.ok()) status = bench.Singles(sizes.singles);
  if (status.ok()) status = bench.Batches(sizes.batches);
  if (status.ok()) status = bench.BatchesForVault(sizes.batches / 3, vault.file("vault"));
  OnlineBench online(world, registry, server.address(), echo.address());
  if (status.ok()) status = online.Issue(bench.next_serial());
  if (status.ok()) status = online.VerifyById(sizes.verifications);
  if (status.ok()) status = online.StreamVerify(sizes.verifications * 10);
  if (status.ok()) status = online.Issue(bench.next_serial() + 1000);
  if (status.ok()) status = online.SuspendSingles(1000);
  if (status.ok()) status = online.Issue(bench.next_serial() + 2000);
  if (status.ok()) status = online.RevokeMany();
  return status;
}

}  // namespace
}  // namespace linkcert::bench

int main(int argc, char** argv) {
  namespace bench = linkcert::bench;
  const std::string self = std::filesystem::canonical("/proc/self/exe").string();
  CLI::App app("Measures a LinkCert registry; one JSON line a figure, ours beside a ceiling");
  std::string program = std::filesystem::path(self).parent_path() / "linkcert-server";
  bench::Sizes sizes;
  app.add_option("--server", program, "path of linkcert-server")->capture_default_str();
  app.add_option("--batches", sizes.batches, "batches of 1,000 to issue; 0 = no server at all")
      ->capture_default_str();
  app.add_option("--singles", sizes.singles, "batches of one, 64 under way")->capture_default_str();
  app.add_option("--idle", sizes.idle, "batches of one, one by one")->capture_default_str();
  app.add_option("--verifications", sizes.verifications, "online, one by one; ten times as streams")
      ->capture_default_str();
  app.add_option("--offline", sizes.offline, "batches of 1,000 to verify and audit offline, or 0")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  // The echo server is this program once more, started as a server is: serve … --port-file FILE.
  CLI::App* echo = app.add_subcommand("serve", "the echo that the ceilings are measured with");
  std::string port_file;
  echo->add_option("--port-file", port_file);
  echo->allow_extras();
  CLI11_PARSE(app, argc, argv);

  if (echo->parsed()) return bench::RunEchoServer(port_file);
  const std::string folder = std::filesystem::path(program).parent_path();
  absl::Status status = absl::OkStatus();
  if (sizes.batches > 0) status = bench::RunOnline(program, self, sizes);
  if (status.ok() && sizes.offline > 0) status = bench::RunOffline(folder, sizes);
  if (!status.ok()) std::cerr << "linkcert-bench: " << status << std::endl;
  return status.ok() ? 0 : 1;
}
