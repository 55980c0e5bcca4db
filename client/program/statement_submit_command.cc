// linkcert statement, and its check and submit
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "client/issue/receipt_check.h"
#include "client/local_file.h"
#include "client/program/issuing_commands.h"
#include "client/program/issuing_options.h"
#include "client/program/output_path.h"
#include "client/program/registry_check.h"
#include "client/statement/statement_file.h"
#include "proto/refusal.h"
#include "proto/statement.h"

namespace linkcert::client {
namespace {

constexpr char kSubmitFooter[] =
    R"(Sending a statement again is harmless: the answer is the same. Batches go with
`linkcert issue submit`.

Example:
  linkcert statement submit firm.statement --server localhost:7443 --receipt firm.receipt)";

constexpr char kCheckFooter[] =
    R"(Before anybody signs: the registry judges the statement as if all had signed whom it
names, and logs nothing. What is logged in between may change the answer. Batches are asked
about with `linkcert issue SHEET --preview --server …`.

Example:
  linkcert statement check firm.statement --server localhost:7443)";

struct CheckOptions {
  std::string path;
  RemoteOptions server;
  OutputOptions output;
};

struct SubmitOptions {
  std::string path;
  RemoteOptions server;
  std::string receipt_path;
  std::string policy_path;
  OutputOptions output;
};

absl::Status CheckAgainstPolicy(const v1::Receipt& receipt, const SubmitOptions& options,
                                uint64_t now_ms) {
  if (options.policy_path.empty()) return absl::OkStatus();
  const absl::StatusOr<Trust> trust =
      LoadTrust(options.policy_path, crypto::Hash().ToHex());  // the policy is all we ask for
  if (!trust.ok()) return trust.status();
  return CheckReceiptCheckpoint(receipt, *trust, now_ms);
}

// A receipt that does not prove what it says leaves open whether the statement is logged.
void Accept(const SubmitOptions& options, const StatementInMaking& statement,
            const v1::Receipt& receipt, CommandContext& context) {
  absl::Status status = CheckReceipt(receipt, statement.digest(), 0);
  if (!status.ok()) return Complain(context, status, ExitCode::kUnknown);
  if (!options.receipt_path.empty()) {
    status = WriteLocalFile(options.receipt_path, receipt.SerializeAsString(), FileAccess::kPublic);
    if (!status.ok()) return Complain(context, status, ExitCode::kUsage);
  }
  status = CheckAgainstPolicy(receipt, options, context.now_ms);
  if (!status.ok()) return Complain(context, status, ExitCode::kUnknown);
  Json facts;
  facts["index"] = receipt.entry().index();
  facts["act"] = std::string(proto::ActName(proto::ActNumber(statement.statement())));
  if (receipt.already_logged() || options.output.json) {
    facts["already_logged"] = receipt.already_logged();
  }
  if (!options.policy_path.empty() || options.output.json) {
    facts["checkpoint_checked"] = !options.policy_path.empty();
  }
  PrintFacts(context, options.output, {"logged", "已登记"}, facts);
}

void RunSubmit(const SubmitOptions& options, CommandContext& context) {
  const absl::StatusOr<StatementInMaking> statement = ReadStatementFile(options.path);
  const absl::StatusOr<std::string> envelope =
      statement.ok() ? statement->Seal() : absl::StatusOr<std::string>(statement.status());
  if (!envelope.ok()) {
    return Complain(context, envelope.status(), ExitCodeOfInput(envelope.status()));
  }
  const absl::StatusOr<std::unique_ptr<Remote>> remote = ConnectTo(options.server);
  if (!remote.ok()) return Complain(context, remote.status(), ExitCode::kUsage);
  const absl::StatusOr<v1::Receipt> receipt = (*remote)->SubmitStatement(*envelope);
  if (!receipt.ok()) {
    return Complain(context, receipt.status(), ExitCodeOfAnswer(receipt.status()));
  }
  Accept(options, *statement, *receipt, context);
}

void RunCheck(const CheckOptions& options, CommandContext& context) {
  const absl::StatusOr<StatementInMaking> statement = ReadStatementFile(options.path);
  if (!statement.ok()) {
    return Complain(context, statement.status(), ExitCodeOfInput(statement.status()));
  }
  const absl::StatusOr<std::unique_ptr<Remote>> remote = ConnectTo(options.server);
  if (!remote.ok()) return Complain(context, remote.status(), ExitCode::kUsage);
  CheckAtRegistry(*statement, {}, **remote, options.output, context);
}

}  // namespace

void AddStatementCheckCommand(CLI::App& statement, CommandContext& context) {
  const auto options = std::make_shared<CheckOptions>();
  CLI::App& command =
      *statement.add_subcommand("check", "Ask what the registry would say, before signing");
  command.footer(kCheckFooter);
  command.add_option("file", options->path, "The statement file, signed or not")
      ->required()
      ->type_name("FILE");
  AddServerOptions(command, &options->server);
  AddOutputOptions(command, &options->output);
  command.callback([options, &context] { RunCheck(*options, context); });
}

void AddStatementSubmitCommand(CLI::App& statement, CommandContext& context) {
  const auto options = std::make_shared<SubmitOptions>();
  CLI::App& command = *statement.add_subcommand("submit", "Send a statement that all have signed");
  command.footer(kSubmitFooter);
  command.add_option("file", options->path, "The statement file")->required()->type_name("FILE");
  AddServerOptions(command, &options->server);
  command.add_option("--receipt", options->receipt_path, "Keep the receipt")
      ->check(ReplaceableFile())
      ->type_name("OUT");
  command
      .add_option("--policy", options->policy_path,
                  "C2SP policy: check who signed the receipt's checkpoint")
      ->envname("LINKCERT_POLICY")
      ->type_name("FILE");
  AddOutputOptions(command, &options->output);
  command.callback([options, &context] { RunSubmit(*options, context); });
}

void AddStatementCommand(CLI::App& app, CommandContext& context) {
  CLI::App& statement =
      *app.add_subcommand("statement", "Statements: signed acts, from a readable text to the log");
  statement.require_subcommand(1);
  AddStatementBuildCommand(statement, context);
  AddStatementSignCommand(statement, context);
  AddStatementShowCommand(statement, context);
  AddStatementCheckCommand(statement, context);
  AddStatementSubmitCommand(statement, context);
}

}  // namespace linkcert::client
