// What this machine remembers of logs, as the commands use it.
#ifndef LINKCERT_CLIENT_PROGRAM_MEMORY_OPTIONS_H_
#define LINKCERT_CLIENT_PROGRAM_MEMORY_OPTIONS_H_

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "client/memory/checkpoint_memory.h"
#include "client/program/command.h"

namespace linkcert::client {

struct MemoryOptions {
  std::string directory = CheckpointMemory::DefaultDirectory();
  bool off = false;
};
// --memory DIR, --no-memory.
void AddMemoryOptions(CLI::App& command, MemoryOptions* options);

// Compares a checkpoint with what is remembered of its log, and remembers it. False, with a
// complaint and exit code, when the log is proven to have forked (kLogMisbehaviour), or when a
// server, which `prove` asks, is behind or does not prove that its log goes on (kUnknown). A memory
// that cannot be used is complained of and changes nothing else.
bool Recognise(const MemoryOptions& options, const Sighting& seen, const Trust& trust,
               const ProveEntry& prove, CommandContext& context);

// The same for certificate files and sets, offline: each checkpoint once, without a proof. Not
// thread-safe.
class FileMemory {
 public:
  // All must outlive this.
  FileMemory(const MemoryOptions& options, const Trust& trust, CommandContext& context)
      : options_(options), trust_(trust), context_(context) {}

  // `note` must be a checkpoint that a log of the policy signed; `name`: what carries it.
  void Recognise(const std::string& name, const std::string& note);

 private:
  const MemoryOptions& options_;
  const Trust& trust_;
  CommandContext& context_;
  absl::flat_hash_set<std::string> seen_;  // signed notes
};

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_MEMORY_OPTIONS_H_
