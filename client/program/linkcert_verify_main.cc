// linkcert-verify: certificate files and copies of a log, offline.
#include <CLI/CLI.hpp>

#include "client/audit/tile_directory.h"
#include "client/program/command.h"

int main(int argc, char** argv) {
  namespace client = linkcert::client;
  client::CommandContext context = client::ProcessContext();
  CLI::App app("Verifies LinkCert certificates and audits copies of a log, without any network.",
               "linkcert-verify");
  app.require_subcommand(1);
  app.footer(
      "linkcert-verify verify --help, receipt --help, show --help and audit --help have examples.");
  client::AddVerifyCommand(app, context);
  client::AddReceiptCommand(app, context, "receipt");
  client::AddShowCommand(app, context, client::OpenTileDirectory);
  client::AddAuditCommand(app, context, client::OpenTileDirectory);
  return client::RunProgram(app, argc, argv, context);
}
