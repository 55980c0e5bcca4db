#include "server/program/config.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <CLI/CLI.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace linkcert::server {
namespace {

constexpr int kUsageExitCode = 2;
constexpr uint64_t kMaxRate = 1'000'000'000;
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

void AddNetworkOptions(CLI::App* app, Config& config) {
  GrpcServer::Options& grpc = config.serve.grpc;
  app->add_option("--listen", grpc.listen, "HOST:PORT for gRPC; port 0 takes any free one")
      ->capture_default_str();
  app->add_flag("--insecure-listen-anywhere", config.insecure_listen_anywhere,
                "Allow a --listen that others can reach, though nothing is encrypted: only behind "
                "a proxy that ends TLS");
  app->add_option("--insecure-caller", grpc.gate.insecure_caller,
                  "Without TLS, on loopback: whoever calls counts as this organisation. For "
                  "development");
  app->add_option("--port-file", config.serve.port_file, "Write the port here once serving");
  app->add_flag("--reflection", grpc.reflection, "Offer gRPC reflection, for tools");
  app->add_option("--drain-ms", config.serve.max_drain_ms,
                  "How long calls under way may take at the end")
      ->capture_default_str();
}

// Each option writes into what is made only when one of them is given.
void AddTlsOptions(CLI::App* app, GrpcServer::Options& grpc) {
  const auto identity = [&grpc]() -> GrpcServer::Identity& {
    if (!grpc.tls.has_value()) grpc.tls = GrpcServer::Identity{};
    return *grpc.tls;
  };
  const auto trust = [&grpc]() -> TrustFiles& {
    if (!grpc.gate.trust.has_value()) grpc.gate.trust = TrustFiles{};
    return *grpc.gate.trust;
  };
  using Text = const std::string&;
  CLI::Option* certificate = app->add_option_function<std::string>(
      "--tls-cert", [identity](Text path) { identity().certificate_path = path; },
      "TLS 1.2 and 1.3 with this certificate chain (PEM); read again when it changes");
  CLI::Option* key = app->add_option_function<std::string>(
      "--tls-key", [identity](Text path) { identity().key_path = path; },
      "Its private key (PEM, not encrypted, for the server's user alone)");
  CLI::Option* ca = app->add_option_function<std::string>(
      "--tls-client-ca", [trust](Text path) { trust().ca_path = path; },
      "Authorities (PEM) whose client certificates name callers, by the URI "
      "linkcert:organisation/ID");
  CLI::Option* lists = app->add_option_function<std::string>(
      "--tls-crl-dir", [trust](Text path) { trust().crl_directory = path; },
      "Revocation lists (PEM; *.r0, *.crl, *.pem) of those authorities, each of which must have a "
      "current one");
  certificate->needs(key);
  key->needs(certificate);
  ca->needs(certificate);
  lists->needs(ca);
}

void AddRateOptions(CLI::App* app, GateOptions& gate) {
  const auto add = [app](const std::string& whose, RateLimit& limit, const std::string& text) {
    app->add_option(absl::StrCat("--", whose, "-rate"), limit.per_second,
                    absl::StrCat(text, " a second; 0 = no limit. More get RATE_EXCEEDED"))
        ->check(CLI::Range(uint64_t{0}, kMaxRate))
        ->capture_default_str();
    app->add_option(absl::StrCat("--", whose, "-burst"), limit.burst, "As many at once")
        ->check(CLI::Range(uint64_t{1}, kMaxRate))
        ->capture_default_str();
  };
  add("organisation", gate.organisation_rate, "Calls and rows of streams of one caller");
  add("address", gate.address_rate, "Calls from one address");
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

void AddVaultOptions(CLI::App* app, Config& config) {
  auto* vault = app->add_option("--vault", config.serve.vault_directory,
                                "Directory of the vault, which keeps personal data for issuers who "
                                "send them; made if missing. Without it none are kept");
  auto* key = app->add_option("--vault-key", config.serve.vault_master_key,
                              "Its master key: file:PATH, env:NAME or credential:NAME (systemd). "
                              "Read again on SIGHUP");
  auto* registry = app->add_option("--registry-key", config.registry_key,
                                   "The registry's own key (encrypted PEM), which signs erasures; "
                                   "the authority adds it with purpose RECEIPT");
  app->add_option("--registry-key-passphrase-file", config.registry_key_passphrase,
                  "File with its passphrase; else LINKCERT_REGISTRY_KEY_PASSPHRASE_FILE or "
                  "LINKCERT_REGISTRY_KEY_PASSPHRASE of the environment");
  vault->needs(key)->needs(registry);
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
  AddTlsOptions(serve, config.serve.grpc);
  AddRateOptions(serve, config.serve.grpc.gate);
  AddVaultOptions(serve, config);
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
