// `show`: what a file or an entry of a log says, without judging it.
#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/program/command.h"
#include "client/render/message_json.h"

namespace linkcert::client {
namespace {

constexpr char kFooter[] =
    R"(WARNING: prints what the bytes say. Whether it is true is for verify and audit.

Examples:
  linkcert-verify show wang.linkcert
  linkcert-verify show checkpoint
  linkcert-verify show --log copy-of-the-log --entry 17 --output json)";

struct ShowArguments {
  std::vector<std::string> paths;
  std::string log;
  std::optional<uint64_t> entry;
  OutputOptions output;
};

void Print(const nlohmann::ordered_json& json, const ShowArguments& arguments,
           CommandContext& context) {
  *context.out << (arguments.output.json
                       ? json.dump(2, ' ', false,
                                   nlohmann::ordered_json::error_handler_t::replace) +
                             "\n"
                       : ToText(json));
}

void ShowBytes(absl::string_view name, absl::string_view bytes, const ShowArguments& arguments,
               CommandContext& context) {
  absl::StatusOr<nlohmann::ordered_json> json = Describe(bytes);
  if (json.ok()) return Print(*json, arguments, context);
  Complain(context, absl::InvalidArgumentError(absl::StrCat(name, ": ", json.status().message())),
           ExitCode::kUnknown);
}

void ShowEntry(const ShowArguments& arguments, const OpenLog& open, CommandContext& context) {
  absl::StatusOr<OpenedLog> log = open(arguments.log);
  if (!log.ok()) return Complain(context, log.status(), ExitCode::kUsage);
  const uint64_t index = *arguments.entry;
  const absl::Status status =
      log->source->Entries(index, index + 1, [&](uint64_t, absl::string_view entry) {
        ShowBytes(absl::StrCat("entry ", index), entry, arguments, context);
        return absl::OkStatus();
      });
  if (!status.ok()) Complain(context, status, ExitCode::kUnknown);
}

void RunShow(const ShowArguments& arguments, const OpenLog& open, CommandContext& context) {
  if (arguments.paths.empty() && !arguments.entry) {
    return Complain(context, absl::InvalidArgumentError("a file, or --log with --entry"),
                    ExitCode::kUsage);
  }
  if (arguments.entry) ShowEntry(arguments, open, context);
  for (const std::string& path : arguments.paths) {
    absl::StatusOr<std::string> bytes = ReadInput(context, path);
    if (bytes.ok()) {
      ShowBytes(path, *bytes, arguments, context);
    } else {
      Complain(context, bytes.status(), ExitCode::kUsage);
    }
  }
}

}  // namespace

void AddShowCommand(CLI::App& app, CommandContext& context, OpenLog open) {
  CLI::App* command = app.add_subcommand(
      "show", "Show a certificate file, receipt, entry, statement or checkpoint");
  auto arguments = std::make_shared<ShowArguments>();
  command->add_option("file", arguments->paths, "files, or -");
  CLI::Option* log = command->add_option("--log", arguments->log, "a log to take an entry from");
  CLI::Option* entry =
      command->add_option("--entry", arguments->entry, "log index of the entry")->needs(log);
  log->needs(entry);
  AddOutputOptions(*command, &arguments->output);
  command->footer(kFooter);
  command->callback(
      [arguments, open = std::move(open), &context] { RunShow(*arguments, open, context); });
}

}  // namespace linkcert::client
