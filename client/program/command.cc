#include "client/program/command.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <system_error>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "client/local_file.h"

namespace linkcert::client {

namespace {

// By hand and not by a recursive iterator, which ends at the first folder that it may not open.
void AddFilesUnder(const std::string& folder, Extensions extensions,
                   std::vector<std::string>& files, CommandContext& context) {
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    const bool is_folder = entry->is_directory(ignored) && !entry->is_symlink(ignored);
    if (is_folder) {
      AddFilesUnder(entry->path().string(), extensions, files, context);
    } else if (absl::c_linear_search(extensions, entry->path().extension().string())) {
      files.push_back(entry->path().string());
    }
  }
  if (!error) return;
  Complain(context, absl::UnknownError(absl::StrCat("cannot read ", folder, ": ", error.message())),
           ExitCode::kUsage);
}

}  // namespace

CommandContext ProcessContext() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const char* no_colour = std::getenv("NO_COLOR");
  CommandContext context;
  context.in = &std::cin;
  context.out = &std::cout;
  context.err = &std::cerr;
  context.now_ms =
      static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
  context.colour = (no_colour == nullptr || *no_colour == '\0') && isatty(STDOUT_FILENO) == 1;
  return context;
}

void AddOutputOptions(CLI::App& command, OutputOptions* options) {
  command
      .add_option_function<std::string>(
          "--output", [options](const std::string& form) { options->json = form == "json"; },
          "text for people or json for programs")
      ->check(CLI::IsMember({"text", "json"}))
      ->default_str("text");
  command
      .add_option_function<std::string>(
          "--lang",
          [options](const std::string& name) {
            options->language = ParseLanguage(name).value_or(Language::kEnglish);
          },
          "language of texts, from LANG if not given")
      ->check(CLI::IsMember({"en", "zh"}));
}

void AddTrustOptions(CLI::App& command, TrustOptions* options) {
  command
      .add_option("--policy", options->policy_path,
                  "whose checkpoints to believe: a C2SP tlog-policy file")
      ->envname("LINKCERT_POLICY")
      ->required();
  command
      .add_option("--genesis", options->genesis_hex,
                  "which registry: SHA-256 of its genesis statement, 64 hexadecimal digits")
      ->envname("LINKCERT_GENESIS")
      ->required();
}

void Complain(CommandContext& context, const absl::Status& status, ExitCode code) {
  // The message of a refusal begins with its reason.
  *context.err << "linkcert: " << status.message() << "\n";
  context.exit_code = Worse(context.exit_code, code);
}

absl::StatusOr<std::string> ReadInput(CommandContext& context, const std::string& path) {
  if (path != "-") return ReadLocalFile(path);
  std::string bytes{std::istreambuf_iterator<char>(*context.in), std::istreambuf_iterator<char>()};
  if (!context.in->bad()) return bytes;
  return absl::UnknownError("cannot read standard input");
}

std::vector<std::string> FindFiles(const std::vector<std::string>& paths, Extensions extensions,
                                   CommandContext& context) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (path == "-" || !std::filesystem::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    const auto begin = static_cast<std::ptrdiff_t>(files.size());
    AddFilesUnder(path, extensions, files, context);
    std::sort(files.begin() + begin, files.end());
  }
  return files;
}

int RunProgram(CLI::App& app, int argc, const char* const* argv, CommandContext& context) {
  // CLI11 throws; this is the one place that catches.
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error, *context.out, *context.err);
    return code == 0 ? 0 : static_cast<int>(ExitCode::kUsage);
  }
  if (context.out->flush()) return static_cast<int>(context.exit_code);
  *context.err << "the answer could not be written whole\n";
  return static_cast<int>(ExitCode::kUnknown);
}

}  // namespace linkcert::client
