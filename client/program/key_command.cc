// linkcert key new|show
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/local_file.h"
#include "client/program/issuing_commands.h"
#include "client/program/issuing_options.h"
#include "client/statement/key_file.h"
#include "crypto/text.h"

namespace linkcert::client {
namespace {

constexpr char kNewFooter[] =
    R"(Makes FILE (encrypted PKCS #8, mode 0600) and FILE.pub. The passphrase
comes from a file or the environment, never from the command line, where others could read it.

Example:
  LINKCERT_PASSPHRASE=… linkcert key new --algorithm sm2 --out zhang.pem)";

struct KeyOptions {
  std::string algorithm = "p256";
  std::string path;
  std::string passphrase_path;
  OutputOptions output;
};

Json Facts(const crypto::PublicKey& key) {
  Json facts;
  facts["key_id"] = key.id().ToHex();
  const absl::string_view algorithm = crypto::AlgorithmName(key.algorithm());
  facts["algorithm"] = std::string(algorithm);
  facts["spki_base64"] = crypto::EncodeBase64(key.spki());
  return facts;
}

absl::StatusOr<Json> NewKey(const KeyOptions& options) {
  const absl::StatusOr<crypto::Algorithm> algorithm = crypto::ParseAlgorithm(options.algorithm);
  if (!algorithm.ok()) return algorithm.status();
  const absl::StatusOr<std::string> passphrase = ReadPassphrase(options.passphrase_path);
  if (!passphrase.ok()) return passphrase.status();
  const std::unique_ptr<crypto::Signer> key = crypto::GenerateKey(*algorithm);
  absl::Status status = WriteKeyPair(*key, *passphrase, options.path);
  if (!status.ok()) return status;
  Json facts = Facts(key->public_key());
  facts["private_key"] = options.path;
  facts["public_key"] = absl::StrCat(options.path, ".pub");
  return facts;
}

// A private key is opened, so that this also proves the passphrase.
absl::StatusOr<Json> ShowKey(const KeyOptions& options) {
  const absl::StatusOr<std::string> pem = ReadLocalFile(options.path);
  if (!pem.ok()) return pem.status();
  const bool is_private = pem->find("PRIVATE KEY-----") != std::string::npos;
  if (!is_private) {
    const absl::StatusOr<crypto::PublicKey> key = ReadPublicKey(options.path);
    if (!key.ok()) return key.status();
    return Facts(*key);
  }
  const absl::StatusOr<std::string> passphrase = ReadPassphrase(options.passphrase_path);
  if (!passphrase.ok()) return passphrase.status();
  const absl::StatusOr<std::unique_ptr<crypto::Signer>> key =
      ReadPrivateKey(options.path, *passphrase);
  if (!key.ok()) return key.status();
  return Facts((*key)->public_key());
}

void AddPassphraseOption(CLI::App& command, KeyOptions* options) {
  command
      .add_option("--passphrase-file", options->passphrase_path,
                  "First line is the passphrase. Without it: LINKCERT_PASSPHRASE")
      ->type_name("FILE");
}

using Action = absl::StatusOr<Json> (*)(const KeyOptions&);

void RunWith(CLI::App& command, const std::shared_ptr<KeyOptions>& options, CommandContext& context,
             Action action, const Text& heading) {
  command.callback([options, &context, action, heading] {
    const absl::StatusOr<Json> facts = action(*options);
    if (!facts.ok()) return Complain(context, facts.status(), ExitCodeOfInput(facts.status()));
    PrintFacts(context, options->output, heading, *facts);
  });
}

}  // namespace

void AddKeyCommand(CLI::App& app, CommandContext& context) {
  CLI::App& key = *app.add_subcommand("key", "Make and look at keys");
  key.require_subcommand(1);

  const auto made = std::make_shared<KeyOptions>();
  CLI::App& make = *key.add_subcommand("new", "Make a key pair");
  make.footer(kNewFooter);
  make.add_option("--algorithm", made->algorithm, "p256, ed25519 or sm2")
      ->check(CLI::IsMember({"p256", "ed25519", "sm2"}))
      ->capture_default_str();
  make.add_option("--out", made->path, "Where the private key goes")->required()->type_name("FILE");
  AddPassphraseOption(make, made.get());
  AddOutputOptions(make, &made->output);
  RunWith(make, made, context, NewKey, {"key made", "密钥已生成"});

  const auto shown = std::make_shared<KeyOptions>();
  CLI::App& show = *key.add_subcommand("show", "Key id, algorithm and public key of a key file");
  show.add_option("file", shown->path, "FILE or FILE.pub")->required()->type_name("FILE");
  AddPassphraseOption(show, shown.get());
  AddOutputOptions(show, &shown->output);
  RunWith(show, shown, context, ShowKey, {"key", "密钥"});
}

}  // namespace linkcert::client
