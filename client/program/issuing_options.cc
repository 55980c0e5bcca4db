#include "client/program/issuing_options.h"

#include <CLI/CLI.hpp>
#include <ostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/statement/key_file.h"
#include "client/statement/statement_file.h"
#include "crypto/hash.h"
#include "proto/refusal.h"

namespace linkcert::client {

void AddServerOptions(CLI::App& command, RemoteOptions* options) {
  command.add_option("--server", options->server, "The registry, HOST:PORT")
      ->envname("LINKCERT_SERVER")
      ->type_name("HOST:PORT");
  AddConnectionOptions(command, options);
}

void AddConnectionOptions(CLI::App& command, RemoteOptions* options) {
  const auto add_file = [&command](const std::string& flag, const char* variable, std::string& path,
                                   const char* text) {
    command.add_option(flag, path, text)->envname(variable)->type_name("FILE");
  };
  add_file("--tls-ca", "LINKCERT_TLS_CA", options->tls.ca_path,
           "TLS: authorities (PEM) that vouch for the server");
  add_file("--tls-cert", "LINKCERT_TLS_CERT", options->tls.certificate_path,
           "Our certificate (PEM): says which organisation asks");
  add_file("--tls-key", "LINKCERT_TLS_KEY", options->tls.key_path, "Its private key (PEM)");
  command
      .add_option("--tls-server-name", options->tls.server_name,
                  "What the server's certificate names, when it is not the host")
      ->envname("LINKCERT_TLS_SERVER_NAME")
      ->type_name("NAME");
  command.add_flag("--insecure", options->insecure,
                   "Allow a server on another machine without TLS");
  command
      .add_option_function<double>(
          "--deadline",
          [options](double seconds) {
            options->deadline_ms = static_cast<uint64_t>(seconds * 1000);
          },
          "Give up on an answer after so many seconds")
      ->check(CLI::Range(0.1, 3600.0))
      ->type_name("SECONDS");
}

absl::StatusOr<std::unique_ptr<Remote>> ConnectTo(const RemoteOptions& options) {
  if (options.server.empty()) {
    return absl::InvalidArgumentError("no server: give --server HOST:PORT or LINKCERT_SERVER");
  }
  return Remote::Connect(options);
}

void AddSignerOptions(CLI::App& command, SignerOptions* options) {
  command.add_option("--key", options->key_paths, "Private key PEM that signs (repeatable)")
      ->required()
      ->allow_extra_args(false)
      ->type_name("FILE");
  command
      .add_option("--passphrase-file", options->passphrase_paths,
                  "First line is the passphrase; once, or once for each --key. "
                  "Without it: LINKCERT_PASSPHRASE")
      ->allow_extra_args(false)
      ->type_name("FILE");
}

absl::StatusOr<std::vector<std::unique_ptr<crypto::Signer>>> LoadSigners(
    const SignerOptions& options) {
  const std::vector<std::string>& passphrases = options.passphrase_paths;
  if (passphrases.size() > 1 && passphrases.size() != options.key_paths.size()) {
    return absl::InvalidArgumentError("give --passphrase-file once, or once for each --key");
  }
  std::vector<std::unique_ptr<crypto::Signer>> signers;
  for (size_t i = 0; i < options.key_paths.size(); ++i) {
    const std::string file =
        passphrases.empty() ? "" : passphrases[passphrases.size() == 1 ? 0 : i];
    const absl::StatusOr<std::string> passphrase = ReadPassphrase(file);
    if (!passphrase.ok()) return passphrase.status();
    absl::StatusOr<std::unique_ptr<crypto::Signer>> signer =
        ReadPrivateKey(options.key_paths[i], *passphrase);
    if (!signer.ok()) return signer.status();
    signers.push_back(*std::move(signer));
  }
  return signers;
}

void AddRegistryOptions(CLI::App& command, RegistryOptions* options) {
  command
      .add_option("--registry", options->hex, "Which registry: SHA-256 of its genesis statement")
      ->envname("LINKCERT_GENESIS")
      ->type_name("HEX");
  command
      .add_option("--registry-from", options->file_path,
                  "The same, from the genesis statement file")
      ->type_name("FILE");
}

absl::StatusOr<std::string> RegistryOf(const RegistryOptions& options) {
  if (!options.file_path.empty()) {
    const absl::StatusOr<StatementInMaking> genesis = ReadStatementFile(options.file_path);
    if (!genesis.ok()) return genesis.status();
    if (!genesis->statement().has_genesis()) {
      return absl::InvalidArgumentError(
          absl::StrCat(options.file_path, ": not a genesis statement"));
    }
    return genesis->digest().str();
  }
  if (options.hex.empty()) return std::string();
  const absl::StatusOr<crypto::Hash> hash = crypto::Hash::FromHex(options.hex);
  if (!hash.ok()) return absl::InvalidArgumentError("--registry: needs 64 hexadecimal digits");
  return hash->str();
}

void PrintFacts(CommandContext& context, const OutputOptions& output, const Text& heading,
                const Json& facts) {
  if (output.json) {
    *context.out << FormatJson(facts) << '\n';
    return;
  }
  *context.out << heading.In(output.language) << '\n';
  for (const auto& [name, value] : facts.items()) {
    if (!value.is_array()) {
      *context.out << "  " << name << ": "
                   << (value.is_string() ? value.get<std::string>() : FormatJson(value)) << '\n';
      continue;
    }
    for (const Json& item : value) {
      *context.out << "  " << name << ": "
                   << (item.is_string() ? item.get<std::string>() : FormatJson(item)) << '\n';
    }
  }
}

ExitCode ExitCodeOfInput(const absl::Status& status) {
  if (status.ok()) return ExitCode::kValid;
  const bool refused = proto::ReasonOf(status).has_value() || absl::IsDataLoss(status);
  return refused ? ExitCode::kInvalid : ExitCode::kUsage;
}

ExitCode ExitCodeOfAnswer(const absl::Status& status) {
  if (status.ok()) return ExitCode::kValid;
  if (proto::ReasonOf(status) == proto::Reason::kQuorumNotMet) return ExitCode::kUnknown;
  switch (status.code()) {
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return ExitCode::kNotPermitted;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kOutOfRange:
      return ExitCode::kInvalid;
    default:
      return ExitCode::kUnknown;
  }
}

}  // namespace linkcert::client
