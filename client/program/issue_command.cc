// linkcert issue, issue prepare, issue submit
#include <CLI/CLI.hpp>
#include <memory>

#include "client/program/issue_run.h"
#include "client/program/issuing_commands.h"

namespace linkcert::client {
namespace {

constexpr char kIssueFooter[] =
    R"(Mixed rows become one batch for each occupation, trade and level; empty
numbers are filled from the number block. Nothing is signed while any row is bad. Before anything
is sent, DIR holds all that is needed to go on after a lost answer; without it the salts, and so
the certificates, are lost.

Examples:
  linkcert issue results.csv --batch batch.json --preview       the sheet alone
  linkcert issue results.csv --batch batch.json --preview --key zhang.pem --key li.pem \
    --server localhost:7443             and what the registry would say to it
  linkcert issue results.csv --batch batch.json --key zhang.pem --key li.pem --out issued
  linkcert issue --resume issued        after a lost answer: the same bytes again

Two people on two machines:
  linkcert issue prepare results.csv --batch batch.json --signer zhang.pem.pub \
    --signer li.pem.pub --out issued
  linkcert issue show issued             the rows that are signed
  linkcert statement sign issued/batch-1/batch.statement --key zhang.pem   (and li.pem)
  linkcert issue submit issued

Two certificates of one examination: issue the first batch to issued, then the second, of the other
class, with "companion": "issued" in its description.

A misspelt name, a file that got about: linkcert issue correct --help, linkcert issue reissue --help)";

void AddSheetOptions(CLI::App& command, IssueOptions* options) {
  command.add_option("sheet", options->sheet_path, "CSV in UTF-8, UTF-8 with BOM or GB18030")
      ->type_name("SHEET.csv");
  command.add_option("--batch", options->description_path, "The batch description")
      ->type_name("DESC.json");
}

void AddPrepareCommand(CLI::App& issue, CommandContext& context) {
  const auto options = std::make_shared<IssueOptions>();
  CLI::App& command = *issue.add_subcommand("prepare", "Unsigned batches, for signers elsewhere");
  AddSheetOptions(command, options.get());
  AddGenesisOption(command, options.get());
  command.add_option("--signer", options->signer_paths, "Public key of a signer (repeatable)")
      ->required()
      ->allow_extra_args(false)
      ->type_name("FILE.pub");
  command.add_flag("--preview", options->preview, "Only say what would be issued, and what is bad");
  command.add_option("--out", options->directory, "A new directory")->type_name("DIR");
  AddServerOptions(command, &options->server);
  AddOutputOptions(command, &options->output);
  command.callback([options, &context] { RunIssue(*options, context); });
}

void AddSubmitCommand(CLI::App& issue, CommandContext& context) {
  const auto options = std::make_shared<IssueOptions>();
  CLI::App& command =
      *issue.add_subcommand("submit", "Submit signed batches and write the certificate files");
  command.add_option("dir", options->directory, "As prepared, with all signatures")
      ->required()
      ->type_name("DIR");
  AddSubmitOptions(command, options.get());
  AddOutputOptions(command, &options->output);
  command.callback([options, &context] { SubmitDirectory(*options, options->directory, context); });
}

}  // namespace

void AddGenesisOption(CLI::App& command, IssueOptions* options) {
  command
      .add_option("--genesis", options->registry.hex,
                  "Which registry: SHA-256 of its genesis statement")
      ->envname("LINKCERT_GENESIS")
      ->type_name("HEX");
}

void AddSubmitOptions(CLI::App& command, IssueOptions* options) {
  command.add_option("--policy", options->policy_path, "Whose checkpoints to believe (C2SP)")
      ->envname("LINKCERT_POLICY")
      ->type_name("FILE");
  AddGenesisOption(command, options);
  AddServerOptions(command, &options->server);
  command.add_flag("--vault", options->to_vault,
                   "Also give the claims to the registry's vault: holders and employers can ask "
                   "for them, and claims and salts outlive a lost folder");
  AddMemoryOptions(command, &options->memory);
}

void AddIssueCommand(CLI::App& app, CommandContext& context) {
  const auto options = std::make_shared<IssueOptions>();
  CLI::App& command = *app.add_subcommand(
      "issue", "From a sheet of 11 columns and a batch description to certificate files");
  AddSheetOptions(command, options.get());
  command.add_flag("--preview", options->preview, "Only say what would be issued, and what is bad");
  AddSignerOptions(command, &options->signers);
  command.get_option("--key")->required(false);
  command.add_option("--out", options->directory, "A new directory for the certificate files")
      ->type_name("DIR");
  command.add_option("--resume", options->resume_directory, "Go on with an earlier --out")
      ->type_name("DIR");
  AddSubmitOptions(command, options.get());
  AddOutputOptions(command, &options->output);
  AddPrepareCommand(command, context);
  AddSubmitCommand(command, context);
  AddIssueShowCommand(command, context);
  AddNewVersionCommands(command, context);
  command.footer(kIssueFooter);  // after the parts, which would inherit it
  command.callback([options, &command, &context] {
    if (command.get_subcommands().empty()) RunIssue(*options, context);
  });
}

}  // namespace linkcert::client
