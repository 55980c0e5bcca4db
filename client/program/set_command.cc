// `set`: many certificate files as one.
#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/issue/set_writer.h"
#include "client/local_file.h"
#include "client/program/command.h"
#include "client/program/output_path.h"

namespace linkcert::client {
namespace {

constexpr char kFooter[] =
    R"(What the files share stands in the set once. All must be of one moment: with the same checkpoint
and status root. The set shows what they show, so it is as private as they are.

Examples:
  linkcert set gate-team.linkcertset issued/
  linkcert set list.linkcertset wang.linkcert li.linkcert
  linkcert verify gate-team.linkcertset --policy registry.policy --genesis 3f1a…)";

struct SetArguments {
  std::string out;
  std::vector<std::string> paths;
  Language language = LanguageOfEnvironment();
};

// Exit codes as for verify: what cannot be read is usage, what is no certificate file invalid.
bool AddFile(const std::string& path, SetWriter& writer, CommandContext& context) {
  absl::StatusOr<std::string> bytes = ReadInput(context, path);
  if (!bytes.ok()) {
    Complain(context, bytes.status(), ExitCode::kUsage);
    return false;
  }
  const absl::Status status = writer.Add(*bytes);
  if (status.ok()) return true;
  Complain(context, absl::Status(status.code(), absl::StrCat(path, ": ", status.message())),
           ExitCode::kInvalid);
  return false;
}

void RunSet(const SetArguments& arguments, CommandContext& context) {
  std::ostringstream set;
  SetWriter writer(set);
  const std::vector<std::string> files = FindFiles(arguments.paths, {".linkcert"}, context);
  for (const std::string& file : files) {
    if (!AddFile(file, writer, context)) return;
  }
  if (files.empty()) {
    return Complain(context, absl::NotFoundError("no *.linkcert file there"), ExitCode::kUsage);
  }
  const absl::Status written =
      WriteLocalFile(arguments.out, std::move(set).str(), FileAccess::kPrivate);
  if (!written.ok()) return Complain(context, written, ExitCode::kUsage);
  *context.out << arguments.out << ": " << files.size()
               << Text{" certificates\n", " 份证书\n"}.In(arguments.language);
}

}  // namespace

void AddSetCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("set", "Make one set of many certificate files");
  auto arguments = std::make_shared<SetArguments>();
  command->add_option("out", arguments->out, "the set to write, *.linkcertset")
      ->required()
      ->check(ReplaceableFile(".linkcertset"))
      ->check(
          [](const std::string& path) {
            return absl::EndsWith(path, ".linkcertset") ? std::string()
                                                        : path + " does not end in .linkcertset";
          },
          "");
  command->add_option("file", arguments->paths, "*.linkcert files, or folders of them")->required();
  command->footer(kFooter);
  command->callback([arguments, &context] { RunSet(*arguments, context); });
}

}  // namespace linkcert::client
