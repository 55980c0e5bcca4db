// `receipt`: verification receipts, offline.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "client/program/age_option.h"
#include "client/program/command.h"
#include "client/program/memory_options.h"
#include "client/render/render_receipt.h"
#include "client/verify/receipt_verifier.h"

namespace linkcert::client {
namespace {

constexpr char kFooter[] =
    R"(What a registry answered somebody about a certificate, made for one occasion:
say which by the nonce that you gave, the purpose, or both. Needs the file, the
policy and the genesis hash; no network.

Examples:
  linkcert-verify receipt wang.linkcertreceipt --nonce 8f1c… --purpose "tender 2026-17" \
      --policy registry.policy --genesis 3f1a…
  linkcert-verify receipt *.linkcertreceipt --nonce 8f1c… --requester lvyuan-board --output json

Exit: 0 genuine, for this occasion, and the certificate was valid; 1 not genuine, for another
occasion, or genuine and the certificate was not valid (the text and "genuine" tell which);
2 usage; 3 could not be decided, or too old; 5 the log signed two histories.)";

constexpr size_t kHexDigits = 2;

struct ReceiptArguments {
  std::vector<std::string> paths;
  std::string nonce_hex;
  ReceiptOccasion occasion;
  TrustOptions trust;
  std::string max_age = "30d";
  bool verbose = false;
  MemoryOptions memory;
  OutputOptions output;
};

bool HasPassed(const ReceiptVerification& verification, absl::string_view name) {
  return std::any_of(verification.checks.begin(), verification.checks.end(),
                     [name](const v1::Check& check) {
                       return check.name() == name && check.result() == v1::CHECK_RESULT_PASS;
                     });
}

std::string CheckpointOf(absl::string_view bytes) {
  v1::VerificationReceiptFile file;
  file.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  return file.checkpoint();
}

absl::Status ReadNonce(ReceiptArguments& arguments) {
  if (arguments.nonce_hex.empty()) {
    return arguments.occasion.purpose
               ? absl::OkStatus()
               : absl::InvalidArgumentError("--nonce or --purpose: what was it made for?");
  }
  const bool is_hex =
      arguments.nonce_hex.size() % kHexDigits == 0 &&
      arguments.nonce_hex.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  if (!is_hex) return absl::InvalidArgumentError("--nonce: hexadecimal digits are expected");
  arguments.occasion.nonce = absl::HexStringToBytes(arguments.nonce_hex);
  return absl::OkStatus();
}

void Tell(const std::string& name, const ReceiptVerification& verification,
          const ReceiptArguments& arguments, CommandContext& context) {
  const RenderOptions options = {.language = arguments.output.language,
                                 .colour = context.colour,
                                 .verbose = arguments.verbose};
  *context.out << (arguments.output.json ? RenderJson(name, verification)
                                         : RenderText(name, verification, options));
  context.exit_code = Worse(context.exit_code, ExitCodeOf(verification));
}

void RunReceipts(ReceiptArguments& arguments, CommandContext& context) {
  const absl::Status nonce = ReadNonce(arguments);
  if (!nonce.ok()) return Complain(context, nonce, ExitCode::kUsage);
  const absl::StatusOr<Trust> trust =
      LoadTrust(arguments.trust.policy_path, arguments.trust.genesis_hex);
  if (!trust.ok()) return Complain(context, trust.status(), ExitCode::kUsage);
  const VerifyOptions options = {.now_ms = context.now_ms,
                                 .max_age_ms = ParseAge(arguments.max_age).value_or(0)};
  FileMemory memory(arguments.memory, *trust, context);
  for (const std::string& path : FindFiles(arguments.paths, {".linkcertreceipt"}, context)) {
    const absl::StatusOr<std::string> bytes = ReadInput(context, path);
    if (!bytes.ok()) {
      Complain(context, bytes.status(), ExitCode::kUsage);
      continue;
    }
    const ReceiptVerification verification =
        VerifyReceipt(*bytes, *trust, options, arguments.occasion);
    if (HasPassed(verification, NameOf(CheckName::kCheckpoint))) {
      memory.Recognise(path, CheckpointOf(*bytes));
    }
    Tell(path, verification, arguments, context);
  }
}

void AddOccasionOptions(CLI::App& command, ReceiptArguments* arguments) {
  ReceiptOccasion* const occasion = &arguments->occasion;
  command
      .add_option("--nonce", arguments->nonce_hex,
                  "what you gave to be bound in: hexadecimal digits")
      ->type_name("HEX");
  command.add_option("--purpose", occasion->purpose, "what it must have been made for");
  command.add_option("--requester", occasion->requester,
                     "organisation id: who must have asked the registry");
  command.add_option("--certificate", occasion->certificate,
                     "id of the certificate that it must be about");
}

}  // namespace

void AddReceiptCommand(CLI::App& app, CommandContext& context, const std::string& name) {
  CLI::App* command = app.add_subcommand(name, "Check verification receipts offline");
  auto arguments = std::make_shared<ReceiptArguments>();
  command->add_option("file", arguments->paths, "*.linkcertreceipt files, folders of them, or -")
      ->required();
  AddOccasionOptions(*command, arguments.get());
  AddTrustOptions(*command, &arguments->trust);
  AddAgeOption(*command, &arguments->max_age);
  command->add_flag("-v,--verbose", arguments->verbose, "also list the checks that passed");
  AddMemoryOptions(*command, &arguments->memory);
  AddOutputOptions(*command, &arguments->output);
  command->footer(kFooter);
  command->callback([arguments, &context] { RunReceipts(*arguments, context); });
}

}  // namespace linkcert::client
