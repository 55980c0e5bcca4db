#include "server/program/serving_options.h"

#include <CLI/CLI.hpp>

#include "absl/strings/str_cat.h"

namespace linkcert::server {
namespace {

constexpr uint64_t kMaxRate = 1'000'000'000;
constexpr size_t kMaxWaitingBytes = size_t{64} << 30;

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
                                   "The registry's own key (encrypted PEM), which signs erasures "
                                   "and receipts; the authority adds it with purpose RECEIPT");
  app->add_option("--registry-key-passphrase-file", config.registry_key_passphrase,
                  "File with its passphrase; else LINKCERT_REGISTRY_KEY_PASSPHRASE_FILE or "
                  "LINKCERT_REGISTRY_KEY_PASSPHRASE of the environment");
  vault->needs(key)->needs(registry);
}

void AddLogOptions(CLI::App* app, RegistryLogOptions& log) {
  app->add_option("--status-root-interval-ms", log.sequencer.status_root_interval_ms,
                  "While nothing happens, log a StatusRoot so often: how fresh a proof of present "
                  "standing is; 1 s to 55 min")
      ->check(CLI::Range(kMinStatusRootIntervalMs, kMaxStatusRootIntervalMs))
      ->capture_default_str();
  app->add_flag("--accept-clock-jump", log.accept_clock_jump,
                "The clock is right although it is more than 31 days ahead of the last entry");
}

}  // namespace

void AddServingOptions(CLI::App* app, Config& config) {
  AddNetworkOptions(app, config);
  AddTlsOptions(app, config.serve.grpc);
  AddRateOptions(app, config.serve.grpc.gate);
  AddVaultOptions(app, config);
  AddLimitOptions(app, config.serve);
  AddLogOptions(app, config.serve.log);
}

}  // namespace linkcert::server
