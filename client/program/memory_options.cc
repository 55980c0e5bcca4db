#include "client/program/memory_options.h"

#include <CLI/CLI.hpp>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

absl::Status Unproven(const Recalled& recalled) {
  const absl::string_view what =
      recalled.recall == Recall::kBehind
          ? "the log is smaller than it was: the server is behind, or was rolled back"
          : "the server does not prove that its log goes on from what was seen before";
  return absl::UnavailableError(
      absl::StrCat(what, " (", recalled.remembered_size, " entries) ", recalled.why.message()));
}

}  // namespace

void AddMemoryOptions(CLI::App& command, MemoryOptions* options) {
  command
      .add_option("--memory", options->directory,
                  "where the newest checkpoint of each log is remembered, to hold the log to it")
      ->type_name("DIR")
      ->capture_default_str();
  command.add_flag("--no-memory", options->off, "neither compare nor remember");
}

bool Recognise(const MemoryOptions& options, const Sighting& seen, const Trust& trust,
               const ProveEntry& prove, CommandContext& context) {
  if (options.off) return true;
  const absl::StatusOr<Recalled> recalled =
      CheckpointMemory(options.directory).Check(seen, trust, context.now_ms, prove);
  if (!recalled.ok()) {
    *context.err << "linkcert: memory: " << recalled.status().message() << "\n";
    return true;
  }
  if (recalled->recall == Recall::kFork) {
    Complain(context,
             proto::Refuse(proto::Reason::kCheckpointInconsistent,
                           absl::StrCat("both signed notes: ", recalled->evidence_path)),
             ExitCode::kLogMisbehaviour);
    return false;
  }
  const bool open = recalled->recall == Recall::kBehind || recalled->recall == Recall::kUnproven;
  if (!open || !prove) return true;
  Complain(context, Unproven(*recalled), ExitCode::kUnknown);
  return false;
}

void FileMemory::Recognise(const std::string& name, const std::string& note) {
  if (!seen_.insert(note).second) return;
  client::Recognise(options_, {note, name}, trust_, {}, context_);
}

}  // namespace linkcert::client
