// linkcert verify-sheet
#include <CLI/CLI.hpp>
#include <memory>

#include "client/program/issuing_commands.h"
#include "client/program/issuing_options.h"
#include "client/program/moment_option.h"
#include "client/program/output_path.h"
#include "client/program/verify_sheet_run.h"

namespace linkcert::client {
namespace {

constexpr char kFooter[] =
    R"(Asks a registry about every row of a list (CSV in UTF-8, UTF-8 with BOM or GB18030), in one
stream, and writes the list again with the answers behind its own columns. Needs a caller's
certificate (--tls-cert, --tls-key). The first line names the columns; these count, in any order:

  file 证书文件, certificate 证书标识, number 证书编号      one of them names the certificate
  name 姓名, id type 证件类型, id number 证件号码          whose it is; a number needs one of them

  linkcert verify-sheet staff.csv --out staff-verified.csv --audience lvyuan-board --post smt-line
  linkcert verify-sheet issued/result.csv --out verified.csv --as-of 2026-06-30
  linkcert verify-sheet applicants.csv --out verified.csv --purpose "hiring, May 2026"

A row names a file (beside the list) before an id before a number. "matches row" compares the row's
person with what the file shows, or says that number and holder match; unknown: nothing to compare
with, or no match, which may also be data withheld or erased. A row that cannot be asked says why,
and ends nothing. --out holds personal data if the list does: only its owner may
read it.

Exit: 0 all valid, 1 one proven invalid or of another person, 2 usage, 3 one, or whose it is,
could not be decided or asked, 4 the registry may not tell this caller.)";

}  // namespace

void AddVerifySheetCommand(CLI::App& app, CommandContext& context) {
  struct Arguments {
    SheetQuestion question;
    RemoteOptions server;
  };
  const auto arguments = std::make_shared<Arguments>();
  SheetQuestion* const question = &arguments->question;
  CLI::App& command = *app.add_subcommand("verify-sheet", "Ask a registry about a whole list");
  command.footer(kFooter);
  command.add_option("sheet", question->sheet_path, "The list, or -")
      ->required()
      ->type_name("IN.csv");
  command.add_option("--out", question->out_path, "The list with its answers; replaced")
      ->required()
      ->check(ReplaceableFile())
      ->type_name("OUT.csv");
  CLI::Option* audience = command.add_option("--audience", question->audience,
                                             "Organisation id: does it recognise them?");
  command.add_option("--post", question->post, "Post of the audience's: do they fit it?")
      ->needs(audience);
  AddAsOfOption(command, &question->as_of);
  command.add_option("--purpose", question->purpose,
                     "For rows by number: for what, kept in the registry's journal");
  AddServerOptions(command, &arguments->server);
  AddOutputOptions(command, &question->output);
  command.callback([arguments, &context] {
    const absl::StatusOr<std::unique_ptr<Remote>> remote = ConnectTo(arguments->server);
    if (!remote.ok()) return Complain(context, remote.status(), ExitCode::kUsage);
    const AskRows ask = [&](Remote::NextRows next, Remote::OnAnswer on_answer) {
      return (*remote)->VerifyRows(next, on_answer);
    };
    VerifySheet(arguments->question, ask, context);
  });
}

}  // namespace linkcert::client
