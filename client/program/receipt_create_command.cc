// linkcert receipt create|verify
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/local_file.h"
#include "client/program/issuing_commands.h"
#include "client/program/issuing_options.h"
#include "client/program/output_path.h"
#include "crypto/text.h"
#include "proto/canonical.h"
#include "proto/verification_receipt.h"

namespace linkcert::client {
namespace {

constexpr char kFooter[] =
    R"(What the registry finds of a certificate, signed by its key for one occasion. Needs a caller's
certificate (--tls-cert, --tls-key). Who will be shown the receipt chooses the nonce, new each time
(openssl rand -hex 16), and checks it offline with `linkcert-verify receipt`.

  linkcert receipt create wang.linkcert --nonce 8f1c… --purpose "tender 2026-17" \
      --out wang.linkcertreceipt
  linkcert receipt create 28 --nonce 8f1c… --purpose "tender 2026-17" --out 28.linkcertreceipt

Exit: 0 written, and the certificate is valid; 1 written, and it is not, or refused; 2 usage;
3 written, and the registry could not decide, or it did not answer; 4 not permitted.)";

struct CreateArguments {
  std::string subject;
  std::string nonce_hex;
  std::string purpose;
  std::string out_path;
  RemoteOptions server;
  OutputOptions output;
};

// A file, or else an id.
absl::StatusOr<v1::CreateVerificationReceiptRequest> RequestOf(const CreateArguments& arguments,
                                                               CommandContext& context) {
  v1::CreateVerificationReceiptRequest request;
  std::error_code error;
  const absl::StatusOr<uint64_t> id = crypto::ParseDecimal(arguments.subject);
  if (id.ok() && !std::filesystem::exists(arguments.subject, error)) {
    request.mutable_request()->set_certificate(*id);
  } else {
    absl::StatusOr<std::string> file = ReadInput(context, arguments.subject);
    if (!file.ok()) return file.status();
    request.mutable_request()->set_certificate_file(*std::move(file));
  }
  const bool is_hex =
      arguments.nonce_hex.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  const size_t bytes = arguments.nonce_hex.size() / 2;
  if (!is_hex || arguments.nonce_hex.size() % 2 != 0 || bytes < proto::kMinNonceBytes ||
      bytes > proto::kMaxNonceBytes) {
    return absl::InvalidArgumentError("--nonce: 32 to 128 hexadecimal digits are expected");
  }
  request.set_nonce(absl::HexStringToBytes(arguments.nonce_hex));
  request.set_purpose(arguments.purpose);
  return request;
}

absl::StatusOr<v1::VerificationReceipt> Open(const std::string& bytes) {
  const auto file = proto::DecodeCanonical<v1::VerificationReceiptFile>(bytes);
  if (!file.ok()) return file.status();
  const auto sealed = proto::OpenReceipt(file->signed_receipt());
  if (!sealed.ok()) return sealed.status();
  return sealed->receipt;
}

ExitCode Tell(const v1::VerificationReceipt& receipt, const CreateArguments& arguments,
              CommandContext& context) {
  const bool valid = receipt.verdict() == v1::RECEIPT_VERDICT_VALID;
  const bool invalid = receipt.verdict() == v1::RECEIPT_VERDICT_INVALID;
  Json facts;
  facts["certificate"] = receipt.certificate();
  facts["verdict"] = valid ? "VALID" : invalid ? "INVALID" : "UNKNOWN";
  if (!receipt.reason().empty()) facts["reason"] = receipt.reason();
  facts["as_of"] = FormatTime(receipt.as_of());
  facts["receipt"] = arguments.out_path;
  PrintFacts(context, arguments.output, {"receipt written", "核验回执已写出"}, facts);
  if (valid) return ExitCode::kValid;
  return invalid ? ExitCode::kInvalid : ExitCode::kUnknown;
}

void RunCreate(const CreateArguments& arguments, CommandContext& context) {
  const auto request = RequestOf(arguments, context);
  if (!request.ok()) return Complain(context, request.status(), ExitCode::kUsage);
  const absl::StatusOr<std::unique_ptr<Remote>> remote = ConnectTo(arguments.server);
  if (!remote.ok()) return Complain(context, remote.status(), ExitCode::kUsage);
  const absl::StatusOr<std::string> file = (*remote)->CreateVerificationReceipt(*request);
  if (!file.ok()) return Complain(context, file.status(), ExitCodeOfAnswer(file.status()));
  const absl::StatusOr<v1::VerificationReceipt> receipt = Open(*file);
  if (!receipt.ok()) return Complain(context, receipt.status(), ExitCode::kInvalid);
  const absl::Status written = WriteLocalFile(arguments.out_path, *file, FileAccess::kPublic);
  if (!written.ok()) return Complain(context, written, ExitCode::kUsage);
  context.exit_code = Worse(context.exit_code, Tell(*receipt, arguments, context));
}

}  // namespace

void AddReceiptsCommand(CLI::App& app, CommandContext& context) {
  CLI::App& receipt = *app.add_subcommand("receipt", "Verdicts signed for one occasion");
  receipt.require_subcommand(1);
  AddReceiptCommand(receipt, context, "verify");
  const auto arguments = std::make_shared<CreateArguments>();
  CLI::App& create =
      *receipt.add_subcommand("create", "Ask the registry for one about a certificate");
  create.add_option("certificate", arguments->subject, "*.linkcert file, -, or a certificate's id")
      ->required();
  create
      .add_option("--nonce", arguments->nonce_hex,
                  "chosen by whoever will be shown it: 32-128 hexadecimal digits")
      ->required()
      ->type_name("HEX");
  create
      .add_option("--purpose", arguments->purpose, "for what, without personal data; 1-256 bytes")
      ->required();
  create.add_option("--out", arguments->out_path, "where it goes, *.linkcertreceipt")
      ->required()
      ->check(ReplaceableFile(".linkcertreceipt"))
      ->type_name("FILE");
  AddServerOptions(create, &arguments->server);
  AddOutputOptions(create, &arguments->output);
  create.footer(kFooter);
  create.callback([arguments, &context] { RunCreate(*arguments, context); });
}

}  // namespace linkcert::client
