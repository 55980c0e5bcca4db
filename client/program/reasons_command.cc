// linkcert reasons
#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/program/issuing_commands.h"
#include "client/render/render_reasons.h"

namespace linkcert::client {
namespace {

constexpr char kFooter[] =
    "Programs decide by the name, which is stable; the sentence is for people and may change.\n\n"
    "Examples:\n"
    "  linkcert reasons CHAIN_MEMBER_INACTIVE --lang zh\n"
    "  linkcert reasons --output json | jq '.[] | select(.rule == \"R05\")'";

struct ReasonsOptions {
  std::vector<std::string> names;
  bool markdown = false;
  OutputOptions output;
};

absl::StatusOr<std::vector<proto::ReasonEntry>> Select(const std::vector<std::string>& names) {
  if (names.empty()) {
    return std::vector<proto::ReasonEntry>(proto::AllReasons().begin(), proto::AllReasons().end());
  }
  std::vector<proto::ReasonEntry> selected;
  for (const std::string& name : names) {
    const auto reason = proto::ParseReason(absl::AsciiStrToUpper(name));
    if (!reason) return absl::InvalidArgumentError(absl::StrCat(name, " is no reason"));
    selected.push_back(proto::Describe(*reason));
  }
  return selected;
}

void RunReasons(const ReasonsOptions& options, CommandContext& context) {
  const auto selected = Select(options.names);
  if (!selected.ok()) return Complain(context, selected.status(), ExitCode::kUsage);
  if (options.markdown) {
    *context.out << ReasonsAsMarkdown();
  } else if (options.output.json) {
    *context.out << ReasonsAsJson(*selected);
  } else {
    *context.out << ReasonsAsText(*selected, options.output.language);
  }
}

}  // namespace

void AddReasonsCommand(CLI::App& app, CommandContext& context) {
  CLI::App& command =
      *app.add_subcommand("reasons", "What each refusal reason means, in English and Chinese");
  const auto options = std::make_shared<ReasonsOptions>();
  command.footer(kFooter);
  command.add_option("reason", options->names, "these only; none = all");
  command.add_flag("--markdown", options->markdown, "the whole table, as docs/REASONS.md");
  AddOutputOptions(command, &options->output);
  command.callback([options, &context] { RunReasons(*options, context); });
}

}  // namespace linkcert::client
