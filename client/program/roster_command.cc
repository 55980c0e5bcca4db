// linkcert roster seal
#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/local_file.h"
#include "client/program/issuing_commands.h"
#include "client/program/issuing_options.h"
#include "client/sheet/batch_description.h"
#include "client/sheet/roster.h"
#include "client/statement/statement_view.h"

namespace linkcert::client {
namespace {

constexpr char kSealFooter[] =
    R"(Reads a sheet 姓名 | 证件类型 | 证件号码 | 所在单位 and writes DIR/roster.json (private: places and
salts) and DIR/seal-roster.textproto (what is signed and logged: no person in it).

Example:
  linkcert roster seal names.csv --batch batch.json --plan statement-id:plan.statement --out roster
  linkcert statement build roster/seal-roster.textproto --files . --signer zhang.pem.pub …)";

struct SealOptions {
  std::string sheet_path;
  std::string description_path;
  std::string plan;
  uint32_t admitted = 0;
  std::string out_directory;
  OutputOptions output;
};

// The persons of the sheet; nullopt when problems were printed.
absl::StatusOr<std::vector<Person>> ReadPersons(const SealOptions& options,
                                                SheetProblems& problems) {
  const absl::StatusOr<std::string> description = ReadLocalFile(options.description_path);
  if (!description.ok()) return description.status();
  const absl::StatusOr<PersonTerms> terms = ParsePersonTerms(*description);
  if (!terms.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(options.description_path, ": ", terms.status().message()));
  }
  const absl::StatusOr<std::string> sheet = ReadLocalFile(options.sheet_path);
  if (!sheet.ok()) return sheet.status();
  return ReadRosterSheet(*sheet, *terms, problems);
}

// The text of the SealRoster statement; the plan stays a reference.
std::string SealText(const v1::RosterFile& roster, const SealOptions& options) {
  std::string organisations;
  for (const std::string& id : roster.summary().organisations()) {
    absl::StrAppend(&organisations, "    organisations: \"", id, "\"\n");
  }
  return absl::StrCat(
      "seal_roster {\n  plan: \"", options.plan,
      "\"\n  roster {\n    root: \"hex:", absl::BytesToHexString(roster.summary().root()),
      "\"\n    total: ", roster.summary().total(), "\n", organisations,
      "  }\n  admitted: ", options.admitted == 0 ? roster.summary().total() : options.admitted,
      "\n}\n");
}

absl::Status WriteSealed(const v1::RosterFile& roster, const SealOptions& options) {
  const absl::StatusOr<std::string> json = FormatRoster(roster);
  if (!json.ok()) return json.status();
  absl::Status status = MakeLocalDirectory(options.out_directory, FileAccess::kPrivate);
  if (status.ok()) {
    status =
        CreateLocalFile(PathIn(options.out_directory, "roster.json"), *json, FileAccess::kPrivate);
  }
  if (!status.ok()) return status;
  return WriteLocalFile(PathIn(options.out_directory, "seal-roster.textproto"),
                        SealText(roster, options), FileAccess::kPublic);
}

void RunSeal(const SealOptions& options, CommandContext& context) {
  SheetProblems problems;
  const absl::StatusOr<std::vector<Person>> persons = ReadPersons(options, problems);
  if (!persons.ok()) return Complain(context, persons.status(), ExitCode::kUsage);
  for (const SheetProblem& problem : problems) {
    *context.err << FormatProblem(problem, options.output.language) << '\n';
    context.exit_code = ExitCode::kInvalid;
  }
  if (!problems.empty()) return;
  const absl::StatusOr<v1::RosterFile> roster = SealPlaces(*persons);
  const absl::Status status = roster.ok() ? WriteSealed(*roster, options) : roster.status();
  if (!status.ok()) return Complain(context, status, ExitCodeOfInput(status));
  Json facts;
  facts["places"] = roster->summary().total();
  facts["root"] = absl::BytesToHexString(roster->summary().root());
  facts["private_roster"] = PathIn(options.out_directory, "roster.json");
  facts["statement_text"] = PathIn(options.out_directory, "seal-roster.textproto");
  PrintFacts(context, options.output,
             {"roster sealed; keep roster.json: only it can show who was on it",
              "名册已封存；请保管 roster.json：只有它能说明名册上有谁"},
             facts);
}

}  // namespace

void AddRosterCommand(CLI::App& app, CommandContext& context) {
  CLI::App& roster = *app.add_subcommand("roster", "Who may sit an examination");
  roster.require_subcommand(1);
  const auto options = std::make_shared<SealOptions>();
  CLI::App& command = *roster.add_subcommand("seal", "From a sheet of names to a salted root");
  command.footer(kSealFooter);
  command.add_option("sheet", options->sheet_path, "CSV in UTF-8, UTF-8 with BOM or GB18030")
      ->required()
      ->type_name("NAMES.csv");
  command
      .add_option("--batch", options->description_path,
                  "Batch description; its employers and id_types are used")
      ->required()
      ->type_name("DESC.json");
  command
      .add_option("--plan", options->plan, "The plan: hex:… or statement-id:FILE, as seen from DIR")
      ->required()
      ->type_name("REFERENCE");
  command.add_option("--admitted", options->admitted, "Admitted after the check; default: all");
  command.add_option("--out", options->out_directory, "Directory for both files")
      ->required()
      ->type_name("DIR");
  AddOutputOptions(command, &options->output);
  command.callback([options, &context] { RunSeal(*options, context); });
}

}  // namespace linkcert::client
