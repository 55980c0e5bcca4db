// linkcert statement build|sign|show
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/local_file.h"
#include "client/program/issuing_commands.h"
#include "client/program/issuing_options.h"
#include "client/program/output_path.h"
#include "client/statement/key_file.h"
#include "client/statement/statement_builder.h"
#include "client/statement/statement_file.h"
#include "client/statement/statement_view.h"
#include "rules/prepare.h"

namespace linkcert::client {
namespace {

constexpr char kBuildFooter[] =
    R"(The text is protobuf text format, or JSON. Registry, statement id, time
and signers are filled in. Bytes fields take hex:…, base64:…, random:16, public-key:FILE,
key-id:FILE, sha256:FILE and statement-id:FILE. Mistakes are named by line and column, or by field.

Example, firm.textproto:
  register_organisation {
    organisation: "suzhou-chip"  name: "苏州芯联（虚构）"  province: "32"
  }
  linkcert statement build firm.textproto --registry-from genesis.statement \
    --signer authority.pem.pub --out firm.statement)";

constexpr char kSignFooter[] =
    R"(A statement is a file that its signers pass on; each adds a signature, in any order. Of several,
each is shown and asked about before it is signed; the first that cannot be signed ends it.

Examples:
  linkcert statement sign firm.statement --key authority.pem
  linkcert statement sign firm.statement chain.statement --key authority.pem)";

struct BuildOptions {
  std::string text_path;
  std::string files_directory;
  std::vector<std::string> signer_paths;
  RegistryOptions registry;
  std::string out_path;
  OutputOptions output;
};

struct SignOptions {
  std::vector<std::string> paths;
  SignerOptions signers;
  std::string out_path;
  bool yes = false;
  OutputOptions output;
};

struct ShowOptions {
  std::string path;
  bool act_only = false;
  OutputOptions output;
};

absl::StatusOr<StatementInMaking> Build(const BuildOptions& options, uint64_t now_ms) {
  const absl::StatusOr<std::string> text = ReadLocalFile(options.text_path);
  if (!text.ok()) return text.status();
  StatementFrame frame;
  frame.now_ms = now_ms;
  absl::StatusOr<std::string> registry = RegistryOf(options.registry);
  if (!registry.ok()) return registry.status();
  frame.registry = *std::move(registry);
  for (const std::string& path : options.signer_paths) {
    const absl::StatusOr<crypto::PublicKey> key = ReadPublicKey(path);
    if (!key.ok()) return key.status();
    frame.signers.push_back(key->id());
  }
  const std::string directory =
      options.files_directory.empty() ? DirectoryOf(options.text_path) : options.files_directory;
  absl::StatusOr<StatementInMaking> built = BuildStatement(*text, directory, frame);
  if (!built.ok()) return built;
  absl::Status status = WriteLocalFile(options.out_path, built->Encode(), FileAccess::kPublic);
  if (!status.ok()) return status;
  return built;
}

void RunBuild(const BuildOptions& options, CommandContext& context) {
  const absl::StatusOr<StatementInMaking> built = Build(options, context.now_ms);
  if (!built.ok()) {
    absl::Status named(built.status().code(),
                       absl::StrCat(options.text_path, ": ", built.status().message()));
    return Complain(context, named, ExitCode::kUsage);
  }
  Json facts = StatementFacts(*built);
  if (!options.output.json) facts.erase("statement");
  facts["file"] = options.out_path;
  PrintFacts(context, options.output, {"statement built", "声明已生成"}, facts);
}

// On a terminal somebody is asked; a program that signs says --yes or has no terminal.
bool Agreed(const SignOptions& options, CommandContext& context) {
  const bool terminal = context.in == &std::cin && isatty(STDIN_FILENO) == 1;
  if (options.yes || !terminal) return true;
  *context.err << Text{"Type yes to sign this: ", "确认签署请输入 yes："}.In(
      options.output.language);
  std::string answer;
  std::getline(*context.in, answer);
  return answer == "yes";
}

using Signers = std::vector<std::unique_ptr<crypto::Signer>>;

// With the keys of the options, which are opened once.
absl::Status SignWithAll(const SignOptions& options, Signers& signers,
                         StatementInMaking& statement) {
  if (signers.empty()) {
    absl::StatusOr<Signers> loaded = LoadSigners(options.signers);
    if (!loaded.ok()) return loaded.status();
    signers = *std::move(loaded);
  }
  for (const std::unique_ptr<crypto::Signer>& signer : signers) {
    absl::Status status = statement.Sign(*signer);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

void ShowBeforeSigning(const StatementInMaking& statement, const std::string& path,
                       const OutputOptions& output, CommandContext& context) {
  if (!output.json) *context.out << FormatStatement(statement, output.language);
  if (rules::StatedLeavesRoot(statement.statement()) == nullptr) return;
  *context.err << Text{"the rows behind leaves_root: linkcert issue show ",
                       "leaves_root 所对应的数据行：linkcert issue show "}
                      .In(output.language)
               << DirectoryOf(path) << "\n";
}

// False, with a complaint, when it was not signed.
bool SignOne(const SignOptions& options, const std::string& path, Signers& signers,
             CommandContext& context) {
  absl::StatusOr<StatementInMaking> statement = ReadStatementFile(path);
  if (!statement.ok()) {
    Complain(context, statement.status(), ExitCodeOfInput(statement.status()));
    return false;
  }
  ShowBeforeSigning(*statement, path, options.output, context);
  if (!Agreed(options, context)) {
    Complain(context, absl::CancelledError("not signed"), ExitCode::kUsage);
    return false;
  }
  absl::Status status = SignWithAll(options, signers, *statement);
  const std::string out = options.out_path.empty() ? path : options.out_path;
  if (status.ok()) status = WriteLocalFile(out, statement->Encode(), FileAccess::kPublic);
  if (!status.ok()) {
    const absl::Status named(status.code(), absl::StrCat(path, ": ", status.message()));
    Complain(context, named, ExitCodeOfInput(status));
    return false;
  }
  Json facts = StatementFacts(*statement);
  if (!options.output.json) facts.erase("statement");
  facts["file"] = out;
  PrintFacts(context, options.output, {"signed", "已签署"}, facts);
  return true;
}

void RunSign(const SignOptions& options, CommandContext& context) {
  if (options.paths.size() > 1 && !options.out_path.empty()) {
    return Complain(context, absl::InvalidArgumentError("--out is for one statement"),
                    ExitCode::kUsage);
  }
  Signers signers;
  for (const std::string& path : options.paths) {
    if (!SignOne(options, path, signers, context)) return;
  }
}

void RunShow(const ShowOptions& options, CommandContext& context) {
  const absl::StatusOr<StatementInMaking> statement = ReadStatementFile(options.path);
  if (!statement.ok()) {
    return Complain(context, statement.status(), ExitCodeOfInput(statement.status()));
  }
  if (options.act_only) {
    *context.out << FormatAct(statement->statement());
  } else if (options.output.json) {
    *context.out << FormatJson(StatementFacts(*statement)) << '\n';
  } else {
    *context.out << FormatStatement(*statement, options.output.language);
  }
}

}  // namespace

void AddStatementBuildCommand(CLI::App& statement, CommandContext& context) {
  const auto options = std::make_shared<BuildOptions>();
  CLI::App& command =
      *statement.add_subcommand("build", "From a readable text to the bytes that are signed");
  command.footer(kBuildFooter);
  command.add_option("text", options->text_path, "The text; - is standard input")
      ->required()
      ->type_name("TEXT");
  command
      .add_option("--files", options->files_directory,
                  "Where files that the text names lie; default: beside the text")
      ->type_name("DIR");
  command.add_option("--signer", options->signer_paths, "Public key of a signer (repeatable)")
      ->allow_extra_args(false)
      ->type_name("FILE.pub");
  AddRegistryOptions(command, &options->registry);
  command.add_option("--out", options->out_path, "The statement file")
      ->required()
      ->check(ReplaceableFile(".statement"))
      ->type_name("FILE");
  AddOutputOptions(command, &options->output);
  command.callback([options, &context] { RunBuild(*options, context); });
}

void AddStatementSignCommand(CLI::App& statement, CommandContext& context) {
  const auto options = std::make_shared<SignOptions>();
  CLI::App& command =
      *statement.add_subcommand("sign", "Show what a statement says, then add a signature");
  command.footer(kSignFooter);
  command.add_option("file", options->paths, "Statement files")->required()->type_name("FILE");
  AddSignerOptions(command, &options->signers);
  command.add_option("--out", options->out_path, "Default: the same file")->type_name("FILE");
  command.add_flag("--yes", options->yes, "Do not ask on a terminal");
  AddOutputOptions(command, &options->output);
  command.callback([options, &context] { RunSign(*options, context); });
}

void AddStatementShowCommand(CLI::App& statement, CommandContext& context) {
  const auto options = std::make_shared<ShowOptions>();
  CLI::App& command =
      *statement.add_subcommand("show", "What a statement file says, who signed, who is missing");
  command.add_option("file", options->path, "The statement file; - is standard input")
      ->required()
      ->type_name("FILE");
  command.add_flag("--act", options->act_only, "Only the act, as a text that `build` reads");
  AddOutputOptions(command, &options->output);
  command.callback([options, &context] { RunShow(*options, context); });
}

}  // namespace linkcert::client
