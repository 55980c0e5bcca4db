// linkcert trust init
#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/local_file.h"
#include "client/program/issuing_commands.h"
#include "client/program/issuing_options.h"
#include "crypto/checkpoint.h"
#include "crypto/note_key.h"
#include "linkcert/v1/entry.pb.h"
#include "proto/entry.h"
#include "proto/refusal.h"
#include "proto/statement.h"

namespace linkcert::client {
namespace {

constexpr char kInitFooter[] =
    R"(Trusts what the server says on first use: compare the result with what
the authority publishes.

Example:
  linkcert trust init --server localhost:7443 registry.policy)";

struct InitOptions {
  RemoteOptions server;
  std::string out_path;
  OutputOptions output;
};

constexpr Text kFirstUse = {
    "WARNING: this trusts what the server says now, on first use. Compare the genesis hash and "
    "the\n"
    "log key with what the authority publishes before you rely on them.",
    "警告：此处信任的是服务器首次给出的内容。使用前请与主管部门公布的创世摘要和日志公钥核对。"};

struct FirstUse {
  crypto::Hash genesis;
  std::string vkey;
};

// Entry 0 must be a genesis whose log key signed the checkpoint.
absl::StatusOr<FirstUse> FetchFirstUse(Remote& remote) {
  std::string first;
  absl::Status status = remote.GetEntries(0, 1, [&](uint64_t, absl::string_view entry) {
    first.assign(entry.data(), entry.size());
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  const absl::StatusOr<v1::LogEntry> entry = proto::DecodeEntry(first);
  if (!entry.ok()) return entry.status();
  const absl::StatusOr<proto::SealedStatement> sealed =
      proto::OpenStatement(entry->signed_statement());
  if (!sealed.ok()) return sealed.status();
  if (!sealed->statement.has_genesis()) {
    return proto::Refuse(proto::Reason::kGenesisExpected, "entry 0 is another act");
  }
  const v1::Genesis& genesis = sealed->statement.genesis();
  const absl::StatusOr<crypto::PublicKey> key = crypto::PublicKey::FromSpki(genesis.log_key());
  if (!key.ok()) return key.status();
  const absl::StatusOr<crypto::NoteKey> note_key =
      crypto::NoteKey::Create(genesis.origin(), crypto::NoteAlgorithm::kEd25519, *key);
  if (!note_key.ok()) return note_key.status();
  const absl::StatusOr<std::string> note = remote.GetCheckpoint();
  if (!note.ok()) return note.status();
  const absl::StatusOr<crypto::Checkpoint> checkpoint = crypto::OpenCheckpoint(*note, *note_key);
  if (!checkpoint.ok()) {
    return proto::Refuse(proto::Reason::kCheckpointInvalid, checkpoint.status().message());
  }
  return FirstUse{sealed->digest, note_key->vkey()};
}

void RunInit(const InitOptions& options, CommandContext& context) {
  const absl::StatusOr<std::unique_ptr<Remote>> remote = ConnectTo(options.server);
  if (!remote.ok()) return Complain(context, remote.status(), ExitCode::kUsage);
  const absl::StatusOr<FirstUse> first = FetchFirstUse(**remote);
  if (!first.ok()) return Complain(context, first.status(), ExitCodeOfAnswer(first.status()));
  const std::string policy = absl::StrCat("log ", first->vkey, "\nquorum none\n");
  absl::Status status = WriteLocalFile(options.out_path, policy, FileAccess::kPublic);
  if (!status.ok()) return Complain(context, status, ExitCode::kUsage);
  *context.err << kFirstUse.In(options.output.language) << '\n';
  Json facts;
  facts["genesis"] = first->genesis.ToHex();
  facts["log_key"] = first->vkey;
  facts["policy"] = options.out_path;
  PrintFacts(context, options.output, {"trust written", "信任配置已写出"}, facts);
}

}  // namespace

void AddTrustCommand(CLI::App& app, CommandContext& context) {
  CLI::App& trust = *app.add_subcommand("trust", "What verifiers and auditors take as given");
  trust.require_subcommand(1);
  const auto options = std::make_shared<InitOptions>();
  CLI::App& command = *trust.add_subcommand(
      "init", "Write a C2SP policy for a server's log and print its genesis hash");
  command.footer(kInitFooter);
  command.add_option("policy", options->out_path, "Where the policy goes")
      ->required()
      ->type_name("OUT");
  AddServerOptions(command, &options->server);
  AddOutputOptions(command, &options->output);
  command.callback([options, &context] { RunInit(*options, context); });
}

}  // namespace linkcert::client
