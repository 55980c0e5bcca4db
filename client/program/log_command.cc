// linkcert log export|checkpoint
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/audit/export_log.h"
#include "client/program/issuing_commands.h"
#include "client/program/issuing_options.h"
#include "client/program/memory_options.h"
#include "client/remote/remote_log_source.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

constexpr char kExportFooter[] = R"(Example:
  linkcert log export copy --server localhost:7443
  linkcert audit copy --policy registry.policy --genesis 3f1a…)";

struct ExportArguments {
  std::string directory;
  std::string policy_path;  // empty: signatures are not looked at, and nothing is remembered
  MemoryOptions memory;
  RemoteOptions server;
  OutputOptions output;
};

OnProgress ProgressOnTerminal(CommandContext& context) {
  if (isatty(STDERR_FILENO) != 1) return {};
  return [&context](uint64_t done, uint64_t size) {
    *context.err << '\r' << done << " / " << size << (done == size ? "\n" : "") << std::flush;
  };
}

absl::Status Fork(const std::string& evidence_path) {
  return proto::Refuse(
      proto::Reason::kCheckpointInconsistent,
      absl::StrCat("the copy was left as it was; both signed notes: ", evidence_path));
}

bool IsKnownLog(const ExportArguments& options, const OpenedLog& log, CommandContext& context) {
  if (options.policy_path.empty()) return true;
  const absl::StatusOr<Trust> trust =
      LoadTrust(options.policy_path, crypto::Hash().ToHex());  // the policy is all we ask for
  if (!trust.ok()) {
    Complain(context, trust.status(), ExitCode::kUsage);
    return false;
  }
  const absl::StatusOr<std::string> note = log.source->Checkpoint();
  return !note.ok() ||
         Recognise(options.memory, {*note, options.server.server}, *trust, log.prove, context);
}

void RunExport(const ExportArguments& options, CommandContext& context) {
  const absl::StatusOr<OpenedLog> log = OpenRemoteLog(options.server);
  if (!log.ok()) return Complain(context, log.status(), ExitCode::kUsage);
  if (!IsKnownLog(options, *log, context)) return;
  const absl::StatusOr<Exported> exported = ExportLog(*log->source, options.directory,
                                                      {.now_ms = context.now_ms,
                                                       .where = options.server.server,
                                                       .on_progress = ProgressOnTerminal(context)});
  if (!exported.ok()) {
    return Complain(context, exported.status(), ExitCodeOfAnswer(exported.status()));
  }
  if (!exported->fork_evidence.empty()) {
    return Complain(context, Fork(exported->fork_evidence), ExitCode::kLogMisbehaviour);
  }
  Json facts;
  facts["entries"] = exported->size;
  facts["copied"] = exported->copied;
  facts["directory"] = options.directory;
  PrintFacts(context, options.output, {"log exported", "日志已导出"}, facts);
}

void RunCheckpoint(const RemoteOptions& server, CommandContext& context) {
  const absl::StatusOr<std::unique_ptr<Remote>> remote = ConnectTo(server);
  if (!remote.ok()) return Complain(context, remote.status(), ExitCode::kUsage);
  const absl::StatusOr<std::string> note = (*remote)->GetCheckpoint();
  if (!note.ok()) return Complain(context, note.status(), ExitCodeOfAnswer(note.status()));
  *context.out << *note;
}

}  // namespace

void AddLogCommand(CLI::App& app, CommandContext& context) {
  CLI::App& log = *app.add_subcommand("log", "The log itself");
  log.require_subcommand(1);
  const auto options = std::make_shared<ExportArguments>();
  CLI::App& command =
      *log.add_subcommand("export", "Copy the log as C2SP tlog-tiles, or bring a copy up to date");
  command.footer(kExportFooter);
  command.add_option("directory", options->directory, "The copy")->required()->type_name("DIR");
  command
      .add_option("--policy", options->policy_path,
                  "C2SP policy: hold the log to what is remembered of it")
      ->envname("LINKCERT_POLICY")
      ->type_name("FILE");
  AddServerOptions(command, &options->server);
  AddMemoryOptions(command, &options->memory);
  AddOutputOptions(command, &options->output);
  command.callback([options, &context] { RunExport(*options, context); });

  const auto server = std::make_shared<RemoteOptions>();
  CLI::App& checkpoint =
      *log.add_subcommand("checkpoint", "Print the newest checkpoint, a C2SP signed note");
  AddServerOptions(checkpoint, server.get());
  checkpoint.callback([server, &context] { RunCheckpoint(*server, context); });
}

}  // namespace linkcert::client
