// linkcert: everything over gRPC, and everything offline.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "client/audit/tile_directory.h"
#include "client/program/command.h"
#include "client/program/issuing_commands.h"
#include "client/program/issuing_options.h"
#include "client/remote/remote.h"
#include "client/remote/remote_log_source.h"

namespace linkcert::client {
namespace {

constexpr char kFooter[] =
    "A registry of skill certificates: the issuer signs, the registry orders, anyone checks.\n\n"
    "  linkcert trust init --server localhost:7443 registry.policy   whom to believe\n"
    "  linkcert issue results.csv --batch batch.json --key a.pem --key b.pem --out issued\n"
    "  linkcert verify issued/ --policy registry.policy --genesis 3f1a…\n"
    "  linkcert log export copy --server localhost:7443 && linkcert audit copy …\n\n"
    "Settings from the environment: LINKCERT_SERVER LINKCERT_POLICY LINKCERT_GENESIS\n"
    "LINKCERT_PASSPHRASE LINKCERT_TLS_CA LINKCERT_TLS_CERT LINKCERT_TLS_KEY NO_COLOR LANG.\n"
    "Exit: 0 done or valid, 1 refused or proven invalid, 2 usage, 3 could not decide,\n"
    "      4 not permitted, 5 the log is proven guilty by what it signed.";

// How to reach the server of commands that know none by themselves: filled by their options.
using Connection = std::shared_ptr<RemoteOptions>;

// A directory, else a server, HOST:PORT.
OpenLog OpenAnyLog(const Connection& connection) {
  return [connection](const std::string& where) -> absl::StatusOr<OpenedLog> {
    std::error_code error;
    if (std::filesystem::is_directory(where, error)) return OpenTileDirectory(where);
    RemoteOptions options = *connection;
    options.server = where;
    return OpenRemoteLog(options);
  };
}

// One channel for all files.
OpenRegistry OpenRemoteRegistry(const Connection& connection) {
  return [connection](const std::string& server) -> absl::StatusOr<AskedRegistry> {
    RemoteOptions options = *connection;
    options.server = server;
    absl::StatusOr<std::unique_ptr<Remote>> connected = Remote::Connect(options);
    if (!connected.ok()) return connected.status();
    const std::shared_ptr<Remote> remote = *std::move(connected);
    return AskedRegistry{
        .verify = [remote](const auto& request) { return remote->Verify(request); },
        .verify_team = [remote](const auto& request) { return remote->VerifyTeam(request); },
        .checkpoint = [remote] { return remote->GetCheckpoint(); },
        .prove = [remote, prove = remote->Prover()](uint64_t index,
                                                    uint64_t size) { return prove(index, size); }};
  };
}

}  // namespace
}  // namespace linkcert::client

int main(int argc, char** argv) {
  namespace client = linkcert::client;
  client::CommandContext context = client::ProcessContext();
  CLI::App app("LinkCert 链证", "linkcert");
  app.require_subcommand(1);
  const auto connection = std::make_shared<client::RemoteOptions>();
  client::AddKeyCommand(app, context);
  client::AddStatementCommand(app, context);
  client::AddRosterCommand(app, context);
  client::AddIssueCommand(app, context);
  client::AddVerifyCommand(app, context, client::OpenRemoteRegistry(connection));
  client::AddVerifySheetCommand(app, context);
  client::AddSetCommand(app, context);
  client::AddShowCommand(app, context, client::OpenAnyLog(connection));
  client::AddAuditCommand(app, context, client::OpenAnyLog(connection));
  client::AddRefreshCommand(app, context);
  client::AddLogCommand(app, context);
  client::AddTrustCommand(app, context);
  client::AddVaultCommand(app, context);
  client::AddReceiptsCommand(app, context);
  client::AddListCommand(app, context);
  client::AddWatchCommand(app, context);
  client::AddReportCommand(app, context);
  client::AddTlsCommand(app, context);
  client::AddStatisticsCommand(app, context);
  client::AddReasonsCommand(app, context);
  for (const char* command : {"verify", "show", "audit"}) {
    client::AddConnectionOptions(*app.get_subcommand(command), connection.get());
  }
  app.footer(client::kFooter);  // after the subcommands, which would inherit it
  return client::RunProgram(app, argc, argv, context);
}
