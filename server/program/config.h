// The command line and the configuration file, as one. CLI11 stands behind this header only.
#ifndef LINKCERT_SERVER_PROGRAM_CONFIG_H_
#define LINKCERT_SERVER_PROGRAM_CONFIG_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/program/serve.h"

namespace linkcert::server {

enum class Command { kServe, kRebuild, kInitLogKey, kInitVaultKey, kBeginEpoch };

struct LogKeyOptions {
  std::string origin;
  std::string path;
  std::string passphrase_file;  // empty = from the environment
};

struct RebuildOptions {
  std::string data_directory;
  std::string anchor_path;  // empty = in the data directory
  std::string into;         // a new data directory; empty = compare only
};

struct BeginEpochOptions {
  std::string data_directory;
  std::string anchor_path;  // empty = in the data directory
  std::string statement;    // the signed statement's file; empty = print what it must say
  bool accept_clock_jump = false;
};

struct Config {
  Command command = Command::kServe;
  LogKeyOptions log_key;
  ServeOptions serve;
  std::string registry_key;             // path; empty = none
  std::string registry_key_passphrase;  // file; empty = from the environment
  std::string vault_key;                // of init-vault-key: where it goes
  bool insecure_listen_anywhere = false;
  RebuildOptions rebuild;
  BeginEpochOptions begin_epoch;
};

// InvalidArgument for a `serve` that would let others read or change what passes without anyone
// having said so, or that mixes TLS with what is for plaintext only.
absl::Status CheckListening(const Config& config);

struct ParsedCommandLine {
  std::optional<Config> config;  // nothing: help or a mistake was printed, end with `exit_code`
  int exit_code = 0;             // 2 for a mistake
};

ParsedCommandLine ParseCommandLine(int argc, const char* const* argv);

// Whether HOST:PORT can be reached from this machine only.
bool IsLoopback(absl::string_view listen);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_PROGRAM_CONFIG_H_
