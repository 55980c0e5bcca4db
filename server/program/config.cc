#include "server/program/config.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <CLI/CLI.hpp>

#include "absl/strings/match.h"

namespace linkcert::server {
namespace {

constexpr int kUsageExitCode = 2;
constexpr size_t kMaxWaitingBytes = size_t{64} << 30;

constexpr char kDescription[] =
    "The LinkCert registry: checks, orders, logs and answers signed skill certificates.\n"
    "First start, on an empty machine:\n"
    "  export LINKCERT_LOG_KEY_PASSPHRASE_FILE=/etc/linkcert/passphrase\n"
    "  linkcert-server init-log-key --origin log.example.org/2026 --log-key log-key.pem\n"
    "  linkcert-server serve --data data --origin log.example.org/2026 --log-key log-key.pem\n"
    "The first statement must be a genesis that names this origin and log-key.pem.pub.";

constexpr char kServeFooter[] =
    "Any of these can stand in a file given with --config, in a section of the command's name:\n"
    "  [serve]\n"
    "  data=\"/var/lib/linkcert\"\n"
    "  listen=\"127.0.0.1:7443\"\n"
    "Flags win over the file. SIGTERM drains: what was accepted is finished, then exit 0.\n"
    "Exit code 1: it refuses to serve, or had to stop; the last log line says why. Keep the\n"
    "anchor on another volume than the data: it shows when the data were cut short or replaced.";

void AddLogKeyOptions(CLI::App* app, LogKeyOptions& options) {
  app->add_option("--origin", options.origin, "Name of the log, e.g. log.example.org/2026")
      ->required();
  app->add_option("--log-key", options.path, "Key that signs checkpoints (encrypted PEM)")
      ->required();
  app->add_option("--passphrase-file", options.passphrase_file,
                  "File with the key's passphrase; else LINKCERT_LOG_KEY_PASSPHRASE_FILE or "
                  "LINKCERT_LOG_KEY_PASSPHRASE of the environment");
}

void AddNetworkOptions(CLI::App* app, Config& config) {
  GrpcServer::Options& grpc = config.serve.grpc;
  app->add_option("--listen", grpc.listen, "HOST:PORT for gRPC; port 0 takes any free one")
      ->capture_default_str();
  app->add_flag("--insecure-listen-anywhere", config.insecure_listen_anywhere,
                "Allow a --listen that others can reach, though nothing is encrypted: only behind "
                "a proxy that ends TLS");
  app->add_option("--port-file", config.serve.port_file, "Write the port here once serving");
  app->add_flag("--reflection", grpc.reflection, "Offer gRPC reflection, for tools");
  app->add_option("--drain-ms", config.serve.max_drain_ms,
                  "How long calls under way may take at the end")
      ->capture_default_str();
}

void AddLimitOptions(CLI::App* app, ServeOptions& serve) {
  app->add_option("--workers", serve.workers, "Threads for checking; 0 = one a processor")
      ->capture_default_str();
  app->add_option("--max-waiting-calls", serve.max_waiting_calls,
                  "Calls, and messages of streams, that may wait for a worker; more get QUEUE_FULL")
      ->capture_default_str();
  app->add_option("--max-waiting-bytes", serve.max_waiting_bytes, "The same in bytes")
      ->check(CLI::Range(kMaxIssueBatchBytes, kMaxWaitingBytes))
      ->capture_default_str();
  app->add_option("--queue-units", serve.log.queue.max_units,
                  "Statements that may wait for the sequencer; more get QUEUE_FULL")
      ->capture_default_str();
  app->add_option("--queue-bytes", serve.log.queue.max_bytes, "The same in bytes")
      ->capture_default_str();
  app->add_option("--min-free-bytes", serve.min_free_bytes,
                  "Refuse writes with DISK_FULL while the disk would have less left")
      ->capture_default_str();
}

void AddServe(CLI::App& app, Config& config) {
  CLI::App* serve = app.add_subcommand("serve", "Serve a registry over gRPC");
  serve->fallthrough();
  serve->footer(kServeFooter);
  serve->add_option("--data", config.serve.data_directory, "Data directory; made if missing")
      ->required();
  serve->add_option("--anchor", config.serve.anchor_path,
                    "The anchor's file; default: `anchor` in the data directory");
  AddLogKeyOptions(serve, config.log_key);
  AddNetworkOptions(serve, config);
  AddLimitOptions(serve, config.serve);
  serve
      ->add_option("--status-root-interval-ms", config.serve.log.sequencer.status_root_interval_ms,
                   "While nothing happens, log a StatusRoot so often: how fresh a proof of present "
                   "standing is; 1 s to 55 min")
      ->check(CLI::Range(kMinStatusRootIntervalMs, kMaxStatusRootIntervalMs))
      ->capture_default_str();
  serve->add_flag("--accept-clock-jump", config.serve.log.accept_clock_jump,
                  "The clock is right although it is more than 31 days ahead of the last entry");
  serve->callback([&config] { config.command = Command::kServe; });
}

void AddRebuild(CLI::App& app, Config& config) {
  CLI::App* rebuild = app.add_subcommand(
      "rebuild",
      "Make every row again from the log and compare byte for byte; exit 1 on any "
      "difference. The server must not be running");
  rebuild->fallthrough();
  RebuildOptions& options = config.rebuild;
  rebuild->add_option("--data", options.data_directory, "Data directory")->required();
  rebuild->add_option("--anchor", options.anchor_path,
                      "The anchor's file; default: `anchor` in the data directory");
  rebuild->add_option("--into", options.into, "Also write a new data directory with the rows made");
  rebuild->callback([&config] { config.command = Command::kRebuild; });
}

void AddInitLogKey(CLI::App& app, Config& config) {
  CLI::App* init = app.add_subcommand(
      "init-log-key", "Make the key that signs checkpoints: FILE, FILE.pub and FILE.vkey");
  init->fallthrough();
  AddLogKeyOptions(init, config.log_key);
  init->callback([&config] { config.command = Command::kInitLogKey; });
}

void AddBeginEpoch(CLI::App& app, Config& config) {
  CLI::App* begin = app.add_subcommand(
      "begin-epoch",
      "Give the log a new origin and key over the entries it has: after rotate_log_key, or after a "
      "restore that lost entries. The server must not be running");
  begin->fallthrough();
  BeginEpochOptions& options = config.begin_epoch;
  begin->add_option("--data", options.data_directory, "Data directory")->required();
  begin->add_option("--anchor", options.anchor_path,
                    "The anchor's file; default: `anchor` in the data directory");
  AddLogKeyOptions(begin, config.log_key);  // the new ones
  begin->add_option("--statement", options.statement,
                    "Statement file with the begin_epoch that the authority signed; without it, "
                    "print what it must say");
  begin->add_flag("--accept-clock-jump", options.accept_clock_jump,
                  "The clock is right although it is more than 31 days ahead of the last entry");
  begin->callback([&config] { config.command = Command::kBeginEpoch; });
}

}  // namespace

ParsedCommandLine ParseCommandLine(int argc, const char* const* argv) {
  Config config;
  CLI::App app(kDescription, "linkcert-server");
  app.require_subcommand(1);
  app.set_config("--config", "", "Configuration file (INI or TOML)");
  AddServe(app, config);
  AddRebuild(app, config);
  AddInitLogKey(app, config);
  AddBeginEpoch(app, config);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {  // also thrown for --help
    const bool asked_for_help = app.exit(error) == 0;
    return {std::nullopt, asked_for_help ? 0 : kUsageExitCode};
  }
  return {std::move(config), 0};
}

bool IsLoopback(absl::string_view listen) {
  if (absl::StartsWith(listen, "unix:")) return true;
  const size_t colon = listen.rfind(':');
  if (colon == absl::string_view::npos) return false;
  const std::string host(listen.substr(0, colon));
  if (host == "localhost") return true;
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24 == 127;
  if (host.size() < 2 || host.front() != '[' || host.back() != ']') return false;
  in6_addr v6{};
  return inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &v6) == 1 &&
         IN6_IS_ADDR_LOOPBACK(&v6);
}

}  // namespace linkcert::server
