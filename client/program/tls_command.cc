// linkcert tls init-ca|issue|revoke
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/local_file.h"
#include "client/program/issuing_commands.h"
#include "client/program/issuing_options.h"
#include "client/statement/key_file.h"
#include "crypto/certificate_authority.h"
#include "proto/charset.h"

namespace linkcert::client {
namespace {

constexpr uint64_t kHourMs = 3'600'000;
constexpr uint64_t kDayMs = 24 * kHourMs;
constexpr size_t kMaxIdBytes = 40;

constexpr char kFooter[] =
    R"(Between a registry and its callers stands mutual TLS: the registry shows a certificate for
its host, a caller one that names its organisation (URI linkcert:organisation/ID). A firm with an
authority of its own uses that. To try it out, on the registry's machine:

  export LINKCERT_PASSPHRASE=…                        # of the authority's key
  linkcert tls init-ca ca                             # ca/ca.pem ca/ca-key.pem ca/crl/
  linkcert tls issue ca --host registry.example --host 127.0.0.1 --out server
  linkcert tls issue ca --organisation lvyuan-board --out lvyuan
  linkcert-server serve … --listen 0.0.0.0:7443 --tls-cert server.pem --tls-key server-key.pem
      --tls-client-ca ca/ca.pem --tls-crl-dir ca/crl

The caller gets ca.pem, lvyuan.pem and lvyuan-key.pem:

  linkcert log checkpoint --server registry.example:7443 --tls-ca ca.pem --tls-cert lvyuan.pem
      --tls-key lvyuan-key.pem

A key that was lost, or a person who left; the registry takes it up within seconds:

  linkcert tls revoke ca lvyuan.pem)";

struct TlsArguments {
  std::string directory;  // of the authority
  std::string passphrase_path;
  uint32_t days = 0;
  std::string name;
  std::string organisation;
  std::vector<std::string> hosts;
  std::string out;
  std::vector<std::string> revoked;
  OutputOptions output;

  std::string CaPath() const { return PathIn(directory, "ca.pem"); }
  std::string KeyPath() const { return PathIn(directory, "ca-key.pem"); }
  std::string ListPath(const crypto::CertificateAuthority& authority) const {
    return PathIn(directory, absl::StrCat("crl/", authority.ListName()));
  }
};

// The authority in the directory, with its key.
absl::StatusOr<crypto::CertificateAuthority> OpenAuthority(const TlsArguments& arguments) {
  const absl::StatusOr<std::string> certificate = ReadLocalFile(arguments.CaPath());
  if (!certificate.ok()) return certificate.status();
  const absl::StatusOr<std::string> passphrase = ReadPassphrase(arguments.passphrase_path);
  if (!passphrase.ok()) return passphrase.status();
  absl::StatusOr<std::unique_ptr<crypto::Signer>> key =
      ReadPrivateKey(arguments.KeyPath(), *passphrase);
  if (!key.ok()) return key.status();
  return crypto::CertificateAuthority::Open(*certificate, *std::move(key));
}

absl::Status CheckIsNew(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return absl::OkStatus();
  return absl::AlreadyExistsError(absl::StrCat(path, " is there already"));
}

absl::StatusOr<Json> InitCa(const TlsArguments& arguments, uint64_t now_ms) {
  const absl::StatusOr<std::string> passphrase = ReadPassphrase(arguments.passphrase_path);
  if (!passphrase.ok()) return passphrase.status();
  absl::Status status = CheckIsNew(arguments.CaPath());
  if (status.ok()) status = MakeLocalDirectory(arguments.directory, FileAccess::kPublic);
  if (status.ok()) {
    status = MakeLocalDirectory(PathIn(arguments.directory, "crl"), FileAccess::kPublic);
  }
  if (!status.ok()) return status;
  const uint64_t end_ms = now_ms + arguments.days * kDayMs;
  const std::shared_ptr<const crypto::Signer> key = crypto::GenerateKey(crypto::Algorithm::kP256);
  const auto made =
      crypto::CertificateAuthority::Create(arguments.name, now_ms - kHourMs, end_ms, key);
  if (!made.ok()) return made.status();
  const absl::StatusOr<std::string> pem = crypto::PrivateKeyToPem(*key, *passphrase);
  if (!pem.ok()) return pem.status();
  const absl::StatusOr<std::string> list = made->Revoke("", {}, now_ms - kHourMs, end_ms);
  if (!list.ok()) return list.status();
  status = CreateLocalFile(arguments.KeyPath(), *pem, FileAccess::kPrivate);
  if (status.ok()) {
    status = CreateLocalFile(arguments.ListPath(*made), *list, FileAccess::kPublic);
  }
  if (status.ok()) {
    status = CreateLocalFile(arguments.CaPath(), made->certificate(), FileAccess::kPublic);
  }
  if (!status.ok()) return status;
  return Json{{"authority", arguments.CaPath()},
              {"private_key", arguments.KeyPath()},
              {"revocation_list", arguments.ListPath(*made)}};
}

absl::StatusOr<crypto::CertificateContent> ContentOf(const TlsArguments& arguments,
                                                     uint64_t now_ms) {
  crypto::CertificateContent content;
  content.not_before_ms = now_ms - kHourMs;
  content.not_after_ms = now_ms + arguments.days * kDayMs;
  if (arguments.organisation.empty() == arguments.hosts.empty()) {
    return absl::InvalidArgumentError(
        "give --organisation ID (a caller) or --host NAME (a server)");
  }
  if (!arguments.hosts.empty()) {
    content.use = crypto::CertificateUse::kTlsServer;
    content.common_name = arguments.hosts.front();
    content.hosts = arguments.hosts;
    return content;
  }
  if (arguments.organisation.size() > kMaxIdBytes ||
      !proto::IsOfCharset(v1::CHARSET_ID, arguments.organisation)) {
    return absl::InvalidArgumentError("--organisation: an id as the registry has it, [a-z0-9-]");
  }
  content.common_name = arguments.organisation;
  content.uris = {absl::StrCat("linkcert:organisation/", arguments.organisation)};
  return content;
}

absl::StatusOr<Json> Issue(const TlsArguments& arguments, uint64_t now_ms) {
  const absl::StatusOr<crypto::CertificateContent> content = ContentOf(arguments, now_ms);
  if (!content.ok()) return content.status();
  const absl::StatusOr<crypto::CertificateAuthority> authority = OpenAuthority(arguments);
  if (!authority.ok()) return authority.status();
  const absl::StatusOr<crypto::CertificateWithKey> made = authority->Issue(*content);
  if (!made.ok()) return made.status();
  const std::string certificate_path = absl::StrCat(arguments.out, ".pem");
  const std::string key_path = absl::StrCat(arguments.out, "-key.pem");
  absl::Status status = CheckIsNew(certificate_path);
  if (status.ok()) status = CreateLocalFile(key_path, made->key, FileAccess::kPrivate);
  if (status.ok()) {
    status = CreateLocalFile(certificate_path, made->certificate, FileAccess::kPublic);
  }
  if (!status.ok()) return status;
  return Json{{"certificate", certificate_path}, {"private_key", key_path}};
}

absl::StatusOr<Json> Revoke(const TlsArguments& arguments, uint64_t now_ms) {
  const absl::StatusOr<crypto::CertificateAuthority> authority = OpenAuthority(arguments);
  if (!authority.ok()) return authority.status();
  const std::string path = arguments.ListPath(*authority);
  const absl::StatusOr<std::string> previous = ReadLocalFile(path);
  if (!previous.ok()) return previous.status();
  std::vector<std::string> certificates;
  for (const std::string& file : arguments.revoked) {
    absl::StatusOr<std::string> certificate = ReadLocalFile(file);
    if (!certificate.ok()) return certificate.status();
    certificates.push_back(*std::move(certificate));
  }
  const absl::StatusOr<std::string> list =
      authority->Revoke(*previous, certificates, now_ms, now_ms + arguments.days * kDayMs);
  if (!list.ok()) return list.status();
  const absl::Status status = WriteLocalFile(path, *list, FileAccess::kPublic);
  if (!status.ok()) return status;
  return Json{{"revocation_list", path}};
}

using Action = absl::StatusOr<Json> (*)(const TlsArguments&, uint64_t now_ms);

// What all three share.
void Finish(CLI::App& command, const std::shared_ptr<TlsArguments>& arguments,
            CommandContext& context, Action action, const Text& heading) {
  command.add_option("directory", arguments->directory, "Where the authority lies")
      ->required()
      ->type_name("DIR");
  command.add_option("--days", arguments->days, "How long it holds")
      ->check(CLI::Range(1u, 36500u))
      ->capture_default_str();
  command
      .add_option("--passphrase-file", arguments->passphrase_path,
                  "First line is the passphrase of the authority's key. Without it: "
                  "LINKCERT_PASSPHRASE")
      ->type_name("FILE");
  AddOutputOptions(command, &arguments->output);
  command.callback([arguments, &context, action, heading] {
    const absl::StatusOr<Json> facts = action(*arguments, context.now_ms);
    if (!facts.ok()) return Complain(context, facts.status(), ExitCodeOfInput(facts.status()));
    PrintFacts(context, arguments->output, heading, *facts);
  });
}

}  // namespace

void AddTlsCommand(CLI::App& app, CommandContext& context) {
  CLI::App& tls = *app.add_subcommand("tls", "A small authority and certificates for trying out");
  tls.require_subcommand(1);

  const auto made = std::make_shared<TlsArguments>();
  made->days = 3650;
  made->name = "LinkCert trial authority";
  CLI::App& init = *tls.add_subcommand("init-ca", "Make an authority and its empty list");
  init.add_option("--name", made->name, "Its common name")->capture_default_str();
  Finish(init, made, context, InitCa, {"authority made", "证书机构已建立"});

  const auto issued = std::make_shared<TlsArguments>();
  issued->days = 365;
  CLI::App& issue = *tls.add_subcommand("issue", "A certificate and key for a server or a caller");
  issue.add_option("--organisation", issued->organisation, "Caller: its id in the registry")
      ->type_name("ID");
  issue.add_option("--host", issued->hosts, "Server: DNS name or IP address (repeatable)")
      ->allow_extra_args(false)
      ->type_name("NAME");
  issue
      .add_option("--out", issued->out,
                  "Writes NAME.pem and NAME-key.pem (mode 0600, in the clear)")
      ->required()
      ->type_name("NAME");
  Finish(issue, issued, context, Issue, {"certificate made", "证书已签发"});

  const auto revoked = std::make_shared<TlsArguments>();
  revoked->days = 365;
  CLI::App& revoke = *tls.add_subcommand(
      "revoke", "Add certificates to the authority's list; with none, renew the list");
  Finish(revoke, revoked, context, Revoke, {"list written", "吊销列表已更新"});
  revoke.add_option("certificate", revoked->revoked, "Certificates that no longer count")
      ->type_name("FILE");
  tls.footer(kFooter);  // after the subcommands, which would inherit it
}

}  // namespace linkcert::client
