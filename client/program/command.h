// What the subcommands of both programs share.
#ifndef LINKCERT_CLIENT_PROGRAM_COMMAND_H_
#define LINKCERT_CLIENT_PROGRAM_COMMAND_H_

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <iosfwd>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/audit/log_source.h"
#include "client/exit_code.h"
#include "client/memory/checkpoint_memory.h"
#include "client/render/texts.h"
#include "client/verify/trust.h"
#include "linkcert/v1/verification_service.pb.h"

namespace CLI {
class App;
}  // namespace CLI

namespace linkcert::client {

// The world around a command. The streams must outlive the parsing of the command line, in whose
// course CLI11 runs the command.
struct CommandContext {
  std::istream* in = nullptr;   // "-"
  std::ostream* out = nullptr;  // answers
  std::ostream* err = nullptr;  // complaints
  uint64_t now_ms = 0;          // milliseconds since 1970 UTC
  bool colour = false;          // of `out`
  ExitCode exit_code = ExitCode::kValid;
};

// Standard streams, the clock, colour if standard output is a terminal and NO_COLOR is unset.
CommandContext ProcessContext();

struct OutputOptions {
  bool json = false;
  Language language = LanguageOfEnvironment();
};
// --output text|json, --lang en|zh. The options must outlive the parsing.
void AddOutputOptions(CLI::App& command, OutputOptions* options);

struct TrustOptions {
  std::string policy_path;
  std::string genesis_hex;
};
// --policy FILE ($LINKCERT_POLICY), --genesis HEX ($LINKCERT_GENESIS), both required.
void AddTrustOptions(CLI::App& command, TrustOptions* options);

// Prints the complaint and notes the exit code.
void Complain(CommandContext& context, const absl::Status& status, ExitCode code);

// The bytes of a file, or of `context.in` for "-".
absl::StatusOr<std::string> ReadInput(CommandContext& context, const std::string& path);

// Folders become the files under them with one of these extensions (".linkcert"), in order of their
// names; "-" and files stay. A folder that cannot be read is complained of (kUsage), and the others
// go on.
using Extensions = std::initializer_list<const char*>;
std::vector<std::string> FindFiles(const std::vector<std::string>& paths, Extensions extensions,
                                   CommandContext& context);

// Opens the log that a command names.
using OpenLog = std::function<absl::StatusOr<OpenedLog>(const std::string& where)>;

// Parses, which runs the command, and returns the exit code of the process: kUsage for wrong
// arguments, kValid after --help.
int RunProgram(CLI::App& app, int argc, const char* const* argv, CommandContext& context);

// A registry that is asked about certificates: its word, not a proof. Its log is held to what is
// remembered of it.
struct AskedRegistry {
  std::function<absl::StatusOr<v1::Verdict>(const v1::VerifyCertificateRequest&)> verify;
  std::function<absl::StatusOr<v1::TeamVerdict>(const v1::VerifyTeamRequest&)> verify_team;
  std::function<absl::StatusOr<std::string>()> checkpoint;  // the newest: a signed note
  ProveEntry prove;
};
// HOST:PORT; an error when no registry can be named so.
using OpenRegistry = std::function<absl::StatusOr<AskedRegistry>(const std::string& server)>;

// Each adds one subcommand; `context` must outlive the parsing and holds the exit code after it.
// `open` opens the log of `show --log LOG` and `audit LOG`; with `open_registry`, verify also has
// --server.
void AddVerifyCommand(CLI::App& app, CommandContext& context, OpenRegistry open_registry = {});
void AddSetCommand(CLI::App& app, CommandContext& context);
// `name` checks verification receipts offline.
void AddReceiptCommand(CLI::App& app, CommandContext& context, const std::string& name);
void AddShowCommand(CLI::App& app, CommandContext& context, OpenLog open);
void AddAuditCommand(CLI::App& app, CommandContext& context, OpenLog open);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_COMMAND_H_
