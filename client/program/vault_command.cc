// linkcert vault show|export|restrict|erase
#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/program/issuing_commands.h"
#include "client/program/issuing_options.h"
#include "client/render/message_json.h"
#include "client/render/render_claims.h"
#include "linkcert/v1/act_issue.pb.h"

namespace linkcert::client {
namespace {

constexpr char kFooter[] =
    R"(Personal data that a registry keeps for an issuer who gave them (`linkcert issue --vault`).
Needs a caller's certificate (--tls-cert, --tls-key). Every access is written down with its purpose,
which the holder can learn: say what it is for, without personal data.

  linkcert vault show 28 --purpose "staff file"                for the issuer and the employer
  linkcert vault export --id-number-from - --purpose "asked for by the holder" < id.txt
  linkcert vault restrict 28 --purpose "asked for by the holder"
  linkcert vault erase 28 --purpose "asked for by the holder"  for good; the log says so

28 is a certificate's id, as `linkcert verify` shows it. Erasing does not touch the log, nor the
holder's own file, which still verifies.)";

struct VaultArguments {
  uint64_t certificate = 0;
  std::string purpose;
  std::string id_type = "201";
  std::string id_number_path;
  RemoteOptions server;
  OutputOptions output;
};

constexpr Text kAccessKinds[] = {{"unknown", "未知"},        {"read", "查阅"},
                                 {"matched", "比对"},        {"exported", "导出"},
                                 {"restricted", "限制处理"}, {"erased", "删除"}};

// Name and value of each claim that is there.
Json ClaimsJson(const v1::PersonalData& data, Language language) {
  Json claims = Json::object();
  for (const std::string& bytes : data.claims()) {
    v1::Claim claim;
    if (!claim.ParseFromString(bytes) || claim.value().empty()) continue;
    claims[ClaimName(claim.tag(), language)] = ClaimText({claim.tag(), claim.value()});
  }
  return claims;
}

Json AccessJson(const v1::DataAccess& access, Language language) {
  const size_t kind = static_cast<size_t>(access.kind());
  Json json;
  json["at"] = FormatTime(access.at());
  json["kind"] = std::string(kAccessKinds[kind < std::size(kAccessKinds) ? kind : 0].In(language));
  json["requester"] = access.requester();
  json["purpose"] = access.purpose();
  json["certificate"] = access.certificate();
  return json;
}

void PrintHeld(const v1::ExportHolderDataResponse& held, const OutputOptions& output,
               CommandContext& context) {
  Json all;
  all["certificates"] = Json::object();
  for (const v1::PersonalData& data : held.certificates()) {
    all["certificates"][data.name()] = ClaimsJson(data, output.language);
  }
  all["accesses"] = Json::array();
  for (const v1::DataAccess& access : held.accesses()) {
    all["accesses"].push_back(AccessJson(access, output.language));
  }
  *context.out << (output.json ? absl::StrCat(FormatJson(all), "\n") : ToText(all));
}

// Runs `use` with a connection; what it returns decides the exit code.
void WithRemote(const VaultArguments& arguments, CommandContext& context,
                const std::function<absl::Status(Remote&)>& use) {
  const absl::StatusOr<std::unique_ptr<Remote>> remote = ConnectTo(arguments.server);
  if (!remote.ok()) return Complain(context, remote.status(), ExitCode::kUsage);
  const absl::Status status = use(**remote);
  if (!status.ok()) Complain(context, status, ExitCodeOfAnswer(status));
}

void RunShow(const VaultArguments& arguments, CommandContext& context) {
  WithRemote(arguments, context, [&](Remote& remote) {
    const absl::StatusOr<v1::PersonalData> data =
        remote.GetPersonalData(arguments.certificate, arguments.purpose);
    if (!data.ok()) return data.status();
    PrintFacts(context, arguments.output, {"personal data", "个人信息"},
               ClaimsJson(*data, arguments.output.language));
    return absl::OkStatus();
  });
}

void RunExport(const VaultArguments& arguments, CommandContext& context) {
  absl::StatusOr<std::string> id_number = ReadInput(context, arguments.id_number_path);
  if (!id_number.ok()) return Complain(context, id_number.status(), ExitCode::kUsage);
  v1::ExportHolderDataRequest request;
  request.set_id_type(arguments.id_type);
  request.set_id_number(std::string(absl::StripAsciiWhitespace(*id_number)));
  request.set_purpose(arguments.purpose);
  WithRemote(arguments, context, [&](Remote& remote) {
    const absl::StatusOr<v1::ExportHolderDataResponse> held = remote.ExportHolderData(request);
    if (held.ok()) PrintHeld(*held, arguments.output, context);
    return held.status();
  });
}

void RunRestrict(const VaultArguments& arguments, CommandContext& context) {
  WithRemote(arguments, context, [&](Remote& remote) {
    const absl::Status status =
        remote.RestrictPersonalData(arguments.certificate, arguments.purpose);
    if (!status.ok()) return status;
    Json facts;
    facts["certificate"] = arguments.certificate;
    PrintFacts(context, arguments.output, {"restricted", "已限制处理"}, facts);
    return status;
  });
}

void RunErase(const VaultArguments& arguments, CommandContext& context) {
  WithRemote(arguments, context, [&](Remote& remote) {
    const absl::StatusOr<v1::Receipt> receipt =
        remote.ErasePersonalData(arguments.certificate, arguments.purpose);
    if (!receipt.ok()) return receipt.status();
    Json facts;
    facts["certificate"] = arguments.certificate;
    facts["entry"] = receipt->entry().index();
    PrintFacts(context, arguments.output, {"erased for good", "已彻底删除"}, facts);
    return absl::OkStatus();
  });
}

// One part of `vault` about one certificate.
void AddPart(CLI::App& vault, const char* name, const char* text,
             void (*run)(const VaultArguments&, CommandContext&), CommandContext& context) {
  const auto arguments = std::make_shared<VaultArguments>();
  CLI::App& part = *vault.add_subcommand(name, text);
  if (run == RunExport) {
    part.add_option("--id-number-from", arguments->id_number_path,
                    "File with the holder's ID number, or - for standard input")
        ->required()
        ->type_name("FILE");
    part.add_option("--id-type", arguments->id_type, "201 = resident identity card")
        ->capture_default_str();
  } else {
    part.add_option("certificate", arguments->certificate, "Id of the certificate")
        ->required()
        ->type_name("ID");
  }
  part.add_option("--purpose", arguments->purpose, "For what; kept in the journal")->required();
  AddServerOptions(part, &arguments->server);
  AddOutputOptions(part, &arguments->output);
  part.callback([arguments, run, &context] { run(*arguments, context); });
}

}  // namespace

void AddVaultCommand(CLI::App& app, CommandContext& context) {
  CLI::App& vault = *app.add_subcommand("vault", "Personal data that a registry keeps");
  vault.require_subcommand(1);
  AddPart(vault, "show", "What is kept of one certificate", RunShow, context);
  AddPart(vault, "export", "All that is kept of one person, and who asked for it", RunExport,
          context);
  AddPart(vault, "restrict", "Take it out of use, without losing it", RunRestrict, context);
  AddPart(vault, "erase", "Destroy what is restricted", RunErase, context);
  vault.footer(kFooter);
}

}  // namespace linkcert::client
