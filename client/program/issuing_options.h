// Options that the subcommands of `linkcert` share, and what they make of them.
#ifndef LINKCERT_CLIENT_PROGRAM_ISSUING_OPTIONS_H_
#define LINKCERT_CLIENT_PROGRAM_ISSUING_OPTIONS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/exit_code.h"
#include "client/program/command.h"
#include "client/remote/remote.h"
#include "client/statement/json_text.h"
#include "crypto/keys.h"

namespace linkcert::client {

// --server HOST:PORT ($LINKCERT_SERVER), and the following.
void AddServerOptions(CLI::App& command, RemoteOptions* options);
// --tls-ca, --tls-cert, --tls-key FILE, --tls-server-name NAME ($LINKCERT_TLS_…), --insecure,
// --deadline SECONDS: for commands that name the server in their own way.
void AddConnectionOptions(CLI::App& command, RemoteOptions* options);
// For commands that need one: InvalidArgument when --server was not given.
absl::StatusOr<std::unique_ptr<Remote>> ConnectTo(const RemoteOptions& options);

struct SignerOptions {
  std::vector<std::string> key_paths;
  // None: the environment; one: for all keys; else one for each key.
  std::vector<std::string> passphrase_paths;
};
// --key FILE …, --passphrase-file FILE …
void AddSignerOptions(CLI::App& command, SignerOptions* options);
absl::StatusOr<std::vector<std::unique_ptr<crypto::Signer>>> LoadSigners(
    const SignerOptions& options);

struct RegistryOptions {
  std::string hex;        // SHA-256 of the genesis statement
  std::string file_path;  // or the genesis statement file itself
};
// --registry HEX ($LINKCERT_GENESIS), --registry-from FILE.
void AddRegistryOptions(CLI::App& command, RegistryOptions* options);
// 32 bytes; empty when neither was given.
absl::StatusOr<std::string> RegistryOf(const RegistryOptions& options);

// A heading, then one "name: value" line a fact; or one line of JSON.
void PrintFacts(CommandContext& context, const OutputOptions& output, const Text& heading,
                const Json& facts);

// For errors of our own files and arguments: kUsage, or kInvalid for a refusal or damaged data.
ExitCode ExitCodeOfInput(const absl::Status& status);
// For answers of a registry: kInvalid for a refusal, kNotPermitted, else kUnknown.
ExitCode ExitCodeOfAnswer(const absl::Status& status);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_ISSUING_OPTIONS_H_
