#include "server/program/config.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <CLI/CLI.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/program/serving_options.h"

namespace linkcert::server {
namespace {

constexpr int kUsageExitCode = 2;

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
    "TLS and callers (`linkcert tls --help` makes certificates for trying out):\n"
    "  listen=\"[::]:7443\"\n"
    "  tls-cert=\"server.pem\"\n"
    "  tls-key=\"server-key.pem\"\n"
    "  tls-client-ca=\"ca.pem\"\n"
    "  tls-crl-dir=\"crl\"\n"
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

void AddServe(CLI::App& app, Config& config) {
  CLI::App* serve = app.add_subcommand("serve", "Serve a registry over gRPC");
  serve->fallthrough();
  serve->footer(kServeFooter);
  serve->add_option("--data", config.serve.data_directory, "Data directory; made if missing")
      ->required();
  serve->add_option("--anchor", config.serve.anchor_path,
                    "The anchor's file; default: `anchor` in the data directory");
  AddLogKeyOptions(serve, config.log_key);
  AddServingOptions(serve, config);
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

void AddInitVaultKey(CLI::App& app, Config& config) {
  CLI::App* init = app.add_subcommand("init-vault-key",
                                      "Make a master key for the vault, in a new file for its "
                                      "owner alone. To change keys put the new line first, send "
                                      "SIGHUP, and drop the old line when the log says "
                                      "vault_key_changed");
  init->add_option("file", config.vault_key, "Where it goes")->required();
  init->callback([&config] { config.command = Command::kInitVaultKey; });
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
  AddInitVaultKey(app, config);
  AddBeginEpoch(app, config);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {  // also thrown for --help
    const bool asked_for_help = app.exit(error) == 0;
    return {std::nullopt, asked_for_help ? 0 : kUsageExitCode};
  }
  return {std::move(config), 0};
}

absl::Status CheckListening(const Config& config) {
  const GrpcServer::Options& grpc = config.serve.grpc;
  const bool anywhere = !IsLoopback(grpc.listen);
  if (grpc.tls.has_value() &&
      (config.insecure_listen_anywhere || !grpc.gate.insecure_caller.empty())) {
    return absl::InvalidArgumentError("the --insecure- flags are for a server without TLS");
  }
  if (anywhere && !grpc.gate.insecure_caller.empty()) {
    return absl::InvalidArgumentError("--insecure-caller is for loopback: anyone could be it");
  }
  if (grpc.tls.has_value() || !anywhere || config.insecure_listen_anywhere) return {};
  return absl::InvalidArgumentError(
      absl::StrCat("refusing to listen on ", grpc.listen,
                   " without TLS: others could read and change what passes; give --tls-cert and "
                   "--tls-key, or listen on loopback behind a proxy that ends TLS, or say "
                   "--insecure-listen-anywhere"));
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
