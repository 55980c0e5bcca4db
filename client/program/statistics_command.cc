// linkcert statistics
#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/audit/audit_state.h"
#include "client/local_file.h"
#include "client/program/issuing_commands.h"
#include "client/program/output_path.h"
#include "client/render/render_statistics.h"

namespace linkcert::client {
namespace {

constexpr char kFooter[] =
    R"(Counts what an audit has replayed: `audit LOG --state FILE` first, which proves the log,
then this, which reads the file and asks nobody. Counts only: groups of fewer than
--minimum certificates are shown together.

Examples:
  linkcert audit registry.example:7443 --state audit.state && linkcert statistics audit.state
  linkcert statistics audit.state --by chain --from 2026-01-01 --to 2026-12-31 --lang zh
  linkcert statistics audit.state --by occupation --chart occupations.svg

Exit: 0 counted, 1 or 5 counted, but the audit had findings, 2 usage.)";

struct StatisticsArguments {
  std::string state_path;
  std::string by = "occupation";
  std::string from;
  std::string to;
  StatisticsOptions options;
  std::string chart_path;
  OutputOptions output;
};

absl::Status ReadDay(const std::string& text, absl::string_view flag, proto::CivilDate* day) {
  if (text.empty()) return absl::OkStatus();
  const absl::StatusOr<proto::CivilDate> parsed = proto::ParseDate(text);
  if (!parsed.ok()) return absl::InvalidArgumentError(absl::StrCat(flag, " is not YYYY-MM-DD"));
  *day = *parsed;
  return absl::OkStatus();
}

absl::StatusOr<StatisticsOptions> OptionsOf(const StatisticsArguments& arguments) {
  StatisticsOptions options = arguments.options;
  options.by = ParseDimension(arguments.by).value_or(Dimension::kOccupation);  // CLI11 checked it
  absl::Status status = ReadDay(arguments.from, "--from", &options.from);
  if (status.ok()) status = ReadDay(arguments.to, "--to", &options.to);
  if (!status.ok()) return status;
  return options;
}

absl::StatusOr<AuditState> LoadAudited(const std::string& path) {
  absl::StatusOr<std::optional<AuditState>> state = LoadAuditState(path);
  if (!state.ok()) return state.status();
  if (!state->has_value()) return absl::NotFoundError(absl::StrCat("there is no ", path));
  return **std::move(state);
}

void RunStatistics(const StatisticsArguments& arguments, CommandContext& context) {
  const absl::StatusOr<StatisticsOptions> options = OptionsOf(arguments);
  if (!options.ok()) return Complain(context, options.status(), ExitCode::kUsage);
  const absl::StatusOr<AuditState> audited = LoadAudited(arguments.state_path);
  if (!audited.ok()) return Complain(context, audited.status(), ExitCode::kUsage);
  const absl::StatusOr<Statistics> statistics = CountCertificates(audited->rules, *options);
  if (!statistics.ok()) return Complain(context, statistics.status(), ExitCode::kUnknown);
  if (audited->report.findings_total > 0) {
    context.exit_code = Worse(context.exit_code, ExitCodeOf(audited->report));
  }
  const StatisticsTitle title = {.options = *options,
                                 .checkpoint = audited->report.checkpoint,
                                 .logged_at_ms = audited->last_time};
  const Language language = arguments.output.language;
  *context.out << (arguments.output.json ? StatisticsAsJson(title, *statistics)
                                         : StatisticsAsText(title, *statistics, language));
  if (arguments.chart_path.empty()) return;
  const absl::Status status = WriteLocalFile(
      arguments.chart_path, StatisticsAsSvg(title, *statistics, language), FileAccess::kPublic);
  if (!status.ok()) Complain(context, status, ExitCode::kUsage);
}

}  // namespace

void AddStatisticsCommand(CLI::App& app, CommandContext& context) {
  CLI::App& command = *app.add_subcommand(
      "statistics", "Count what an audited log certifies: by chain, occupation, level …");
  const auto arguments = std::make_shared<StatisticsArguments>();
  command.footer(kFooter);
  command.add_option("state", arguments->state_path, "Written by `audit --state`")
      ->required()
      ->type_name("FILE");
  command.add_option("--by", arguments->by, "What to count by")
      ->check(CLI::IsMember(DimensionNames()))
      ->capture_default_str();
  command.add_option("--from", arguments->from, "First issue date")->type_name("YYYY-MM-DD");
  command.add_option("--to", arguments->to, "Last issue date")->type_name("YYYY-MM-DD");
  command
      .add_option("--minimum", arguments->options.minimum,
                  "Groups of fewer certificates are shown together")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command.add_option("--chart", arguments->chart_path, "Where to draw it, as SVG")
      ->check(ReplaceableFile())
      ->type_name("FILE");
  AddOutputOptions(command, &arguments->output);
  command.callback([arguments, &context] { RunStatistics(*arguments, context); });
}

}  // namespace linkcert::client
