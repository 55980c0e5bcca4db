// linkcert trust init
#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/local_file.h"
#include "client/program/issuing_commands.h"
#include "client/program/issuing_options.h"
#include "client/program/output_path.h"
#include "client/verify/followed_log.h"
#include "crypto/hash.h"

namespace linkcert::client {
namespace {

constexpr char kInitFooter[] =
    R"(With --genesis, the hash that the authority publishes, nothing is taken on the
server's word: genesis names the first log key, and the authority signed each
new name and key of the log since. Without it this trusts what the server says
on first use: compare the result with what the authority publishes.

Run it again when the log has taken a new name and key.

Examples:
  linkcert trust init --server localhost:7443 --genesis 3f1a... registry.policy
  linkcert trust init --server localhost:7443 registry.policy)";

struct InitOptions {
  RemoteOptions server;
  std::string genesis_hex;  // empty: trust on first use
  std::string out_path;
  OutputOptions output;
};

constexpr Text kFirstUse = {
    "WARNING: this trusts what the server says now, on first use. Compare the genesis hash and "
    "the\n"
    "log key with what the authority publishes before you rely on them.",
    "警告：此处信任的是服务器首次给出的内容。使用前请与主管部门公布的创世摘要和日志公钥核对。"};

absl::StatusOr<FollowedLog> Fetch(Remote& remote, const std::string& genesis_hex) {
  const absl::StatusOr<v1::GetEpochsResponse> answer = remote.GetEpochs();
  if (!answer.ok()) return answer.status();
  if (genesis_hex.empty()) return FollowLog(*answer, nullptr);
  const absl::StatusOr<crypto::Hash> genesis = crypto::Hash::FromHex(genesis_hex);
  if (!genesis.ok()) return absl::InvalidArgumentError("--genesis is not 64 hex digits");
  return FollowLog(*answer, &*genesis);
}

void RunInit(const InitOptions& options, CommandContext& context) {
  const absl::StatusOr<std::unique_ptr<Remote>> remote = ConnectTo(options.server);
  if (!remote.ok()) return Complain(context, remote.status(), ExitCode::kUsage);
  const absl::StatusOr<FollowedLog> log = Fetch(**remote, options.genesis_hex);
  if (!log.ok()) return Complain(context, log.status(), ExitCodeOfAnswer(log.status()));
  const std::string policy = absl::StrCat("log ", log->vkey, "\nquorum none\n");
  absl::Status status = WriteLocalFile(options.out_path, policy, FileAccess::kPublic);
  if (!status.ok()) return Complain(context, status, ExitCode::kUsage);
  if (options.genesis_hex.empty()) *context.err << kFirstUse.In(options.output.language) << '\n';
  Json facts;
  facts["genesis"] = log->genesis.ToHex();
  facts["log_key"] = log->vkey;
  facts["epochs"] = log->epochs;
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
      ->check(ReplaceableFile())
      ->required()
      ->type_name("OUT");
  command
      .add_option("--genesis", options->genesis_hex,
                  "SHA-256 of the genesis statement, as the authority publishes it")
      ->type_name("HEX");
  AddServerOptions(command, &options->server);
  AddOutputOptions(command, &options->output);
  command.callback([options, &context] { RunInit(*options, context); });
}

}  // namespace linkcert::client
