// The subcommands of `linkcert` that `linkcert-verify` does not have. Each adds one; `context`
// must outlive the parsing and holds the exit code after it.
#ifndef LINKCERT_CLIENT_PROGRAM_ISSUING_COMMANDS_H_
#define LINKCERT_CLIENT_PROGRAM_ISSUING_COMMANDS_H_

#include "client/program/command.h"

namespace linkcert::client {

void AddKeyCommand(CLI::App& app, CommandContext& context);
void AddStatementCommand(CLI::App& app, CommandContext& context);
void AddRosterCommand(CLI::App& app, CommandContext& context);
void AddIssueCommand(CLI::App& app, CommandContext& context);
void AddLogCommand(CLI::App& app, CommandContext& context);
void AddRefreshCommand(CLI::App& app, CommandContext& context);  // and status-map
void AddTrustCommand(CLI::App& app, CommandContext& context);
void AddVaultCommand(CLI::App& app, CommandContext& context);
void AddReceiptsCommand(CLI::App& app, CommandContext& context);  // receipt create|verify
void AddListCommand(CLI::App& app, CommandContext& context);
void AddWatchCommand(CLI::App& app, CommandContext& context);
void AddVerifySheetCommand(CLI::App& app, CommandContext& context);
void AddReportCommand(CLI::App& app, CommandContext& context);
void AddTlsCommand(CLI::App& app, CommandContext& context);
void AddStatisticsCommand(CLI::App& app, CommandContext& context);
void AddReasonsCommand(CLI::App& app, CommandContext& context);

// Parts of `issue`.
void AddIssueShowCommand(CLI::App& issue, CommandContext& context);
void AddNewVersionCommands(CLI::App& issue, CommandContext& context);  // correct, reissue

// Parts of `statement`.
void AddStatementBuildCommand(CLI::App& statement, CommandContext& context);
void AddStatementSignCommand(CLI::App& statement, CommandContext& context);
void AddStatementShowCommand(CLI::App& statement, CommandContext& context);
void AddStatementCheckCommand(CLI::App& statement, CommandContext& context);
void AddStatementSubmitCommand(CLI::App& statement, CommandContext& context);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_ISSUING_COMMANDS_H_
