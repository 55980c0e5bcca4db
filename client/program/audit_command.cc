// `audit`: a whole log, replayed.
#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "client/audit/audit.h"
#include "client/program/command.h"
#include "client/program/memory_options.h"
#include "client/program/progress.h"
#include "client/render/render.h"

namespace linkcert::client {
namespace {

constexpr char kFooter[] =
    R"(Replays every entry through the rules, recomputes the tree and compares it with the checkpoint.
With hash tiles beside the entries it names the entry that was changed, dropped or moved.

Examples:
  linkcert-verify audit copy-of-the-log --policy registry.policy --genesis 3f1a…
  linkcert-verify audit copy-of-the-log --state audit.state      resumes, and remembers the
                                                                 checkpoint to hold the log to it
Exit: 0 nothing found, 1 findings, 2 usage, 3 could not decide (quorum, an older copy),
      5 the log is proven guilty by what it signed.)";

struct AuditArguments {
  std::string log;
  std::string state_path;
  TrustOptions trust;
  MemoryOptions memory;
  OutputOptions output;
};

uint64_t ElapsedMs(std::chrono::steady_clock::time_point since) {
  const auto elapsed = std::chrono::steady_clock::now() - since;
  return static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count());
}

void RunAudit(const AuditArguments& arguments, const OpenLog& open, CommandContext& context) {
  absl::StatusOr<Trust> trust = LoadTrust(arguments.trust.policy_path, arguments.trust.genesis_hex);
  if (!trust.ok()) return Complain(context, trust.status(), ExitCode::kUsage);
  absl::StatusOr<OpenedLog> log = open(arguments.log);
  if (!log.ok()) return Complain(context, log.status(), ExitCode::kUsage);

  const auto begin = std::chrono::steady_clock::now();
  absl::StatusOr<AuditReport> report = Audit(*log->source, *trust,
                                             {.now_ms = context.now_ms,
                                              .state_path = arguments.state_path,
                                              .hash_tiles = log->hash_tiles,
                                              .on_progress = ProgressOn(context)});
  if (!report.ok()) return Complain(context, report.status(), ExitCode::kUnknown);
  context.exit_code = Worse(context.exit_code, ExitCodeOf(*report));
  if (!report->checkpoint.origin.empty()) {
    Recognise(arguments.memory, {report->note, arguments.log}, *trust, log->prove, context);
  }
  const uint64_t elapsed_ms = ElapsedMs(begin);
  const RenderOptions options = {.language = arguments.output.language, .colour = context.colour};
  *context.out << (arguments.output.json ? RenderJson(*report, elapsed_ms)
                                         : RenderText(*report, elapsed_ms, options));
}

}  // namespace

void AddAuditCommand(CLI::App& app, CommandContext& context, OpenLog open) {
  CLI::App* command = app.add_subcommand("audit", "Replay a log and find every broken rule");
  auto arguments = std::make_shared<AuditArguments>();
  command
      ->add_option("log", arguments->log,
                   "directory in the tlog-tiles layout; linkcert also takes a server, HOST:PORT")
      ->required();
  AddTrustOptions(*command, &arguments->trust);
  command->add_option("--state", arguments->state_path, "where to save and resume");
  AddMemoryOptions(*command, &arguments->memory);
  AddOutputOptions(*command, &arguments->output);
  command->footer(kFooter);
  command->callback(
      [arguments, open = std::move(open), &context] { RunAudit(*arguments, open, context); });
}

}  // namespace linkcert::client
