// linkcert issue correct, issue reissue: certificates made again.
#include <CLI/CLI.hpp>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/issue/correction_sheet.h"
#include "client/issue/issued_certificate.h"
#include "client/issue/version_maker.h"
#include "client/local_file.h"
#include "client/program/issue_prepare.h"
#include "client/program/issue_run.h"
#include "client/program/issuing_commands.h"
#include "client/render/style.h"
#include "client/sheet/batch_description.h"
#include "client/sheet/report_sheet.h"
#include "client/verify/trust.h"
#include "client/verify/verify.h"

namespace linkcert::client {
namespace {

constexpr char kCorrectFooter[] =
    R"(A new version of each certificate, of the next version number; its old one is then superseded.
FILE is the certificate with all its claims, as linkcert issue wrote it, or a folder of them. The
number never changes, nor name and ID number together: that would be another person. What the log
says (occupation, level, dates) is corrected by a new batch, not by this. As in linkcert issue, DIR
holds all that is needed to go on before anything is sent: linkcert issue --resume DIR.

CHANGES.csv has the column 证书编号, then any of 姓名, 证件类型, 证件号码, 所在单位, 理论成绩, 技能成绩,
评审成绩; an empty cell changes nothing.

Examples:
  linkcert issue correct issued/Y000032050123264000003.linkcert --set name=虚构甲 \
    --key zhang.pem --key li.pem --out corrected
  linkcert issue correct issued/ --changes changes.csv --preview
  linkcert issue correct issued/ --changes changes.csv --signer zhang.pem.pub \
    --signer li.pem.pub --out corrected       two people on two machines, as linkcert issue --help)";

constexpr char kReissueFooter[] =
    R"(The same certificate with the same number and fresh salts, e.g. when a file with all its claims
went to a stranger; the old one is then superseded. FILE is the certificate with all its claims, as
linkcert issue wrote it, or a folder of them. As in linkcert issue, DIR holds all that is needed to
go on before anything is sent: linkcert issue --resume DIR.

Examples:
  linkcert issue reissue issued/Y000032050123264000003.linkcert --key zhang.pem --key li.pem \
    --out reissued)";

struct VersionOptions {
  IssueOptions issue;
  VersionKind kind = VersionKind::kCorrection;
  std::vector<std::string> paths;
  std::vector<std::string> assignments;
  std::string changes_path;
  uint32_t version = 0;  // of the certificates now; 0: what their files say
};

absl::StatusOr<std::vector<OwnCertificate>> OpenFiles(const VersionOptions& options,
                                                      CommandContext& context) {
  const absl::StatusOr<Trust> trust =
      LoadTrust(options.issue.policy_path, options.issue.registry.hex);
  if (!trust.ok()) return trust.status();
  Verifier verifier(*trust,
                    {.now_ms = context.now_ms, .max_age_ms = std::numeric_limits<uint64_t>::max()});
  std::vector<IssuedCertificate> all;
  for (const std::string& path : FindFiles(options.paths, {".linkcert"}, context)) {
    const absl::StatusOr<std::string> bytes = ReadLocalFile(path);
    if (!bytes.ok()) return bytes.status();
    absl::StatusOr<IssuedCertificate> own = OpenIssued(path, *bytes, verifier);
    if (!own.ok()) return own.status();
    if (options.version != 0) own->version = options.version;
    all.push_back(*std::move(own));
  }
  const bool found_all = context.exit_code == ExitCode::kValid;  // else it was complained of
  if (all.empty() || !found_all) return absl::InvalidArgumentError("not all files are there");
  absl::StatusOr<std::vector<IssuedCertificate>> newest = NewestVersions(std::move(all));
  if (!newest.ok()) return newest.status();
  return std::vector<OwnCertificate>(newest->begin(), newest->end());
}

std::vector<CertificateChange> ChangesOf(std::vector<OwnCertificate> certificates,
                                         const ClaimValues& values) {
  std::vector<CertificateChange> changes;
  for (OwnCertificate& own : certificates) {
    const auto line = static_cast<uint32_t>(changes.size() + 1);
    changes.push_back({std::move(own), values, line});
  }
  return changes;
}

absl::StatusOr<ClaimValues> ReadAssignments(const std::vector<std::string>& assignments) {
  ClaimValues values;
  for (const std::string& assignment : assignments) {
    absl::Status status = AddAssignment(assignment, values);
    if (!status.ok()) return status;
  }
  return values;
}

// Resident IDs are known without a description.
absl::StatusOr<PersonTerms> ReadTerms(const VersionOptions& options) {
  if (options.issue.description_path.empty()) return PersonTerms();
  const absl::StatusOr<std::string> text = ReadLocalFile(options.issue.description_path);
  return text.ok() ? ParsePersonTerms(*text) : text.status();
}

absl::StatusOr<std::vector<CertificateChange>> ReadChanges(const VersionOptions& options,
                                                           CommandContext& context,
                                                           SheetProblems& problems) {
  const bool corrects = options.kind == VersionKind::kCorrection;
  if (corrects && options.assignments.empty() == options.changes_path.empty()) {
    return absl::InvalidArgumentError("give --set NAME=VALUE, or --changes CHANGES.csv");
  }
  const absl::StatusOr<ClaimValues> values = ReadAssignments(options.assignments);
  if (!values.ok()) return values.status();
  absl::StatusOr<std::vector<OwnCertificate>> own = OpenFiles(options, context);
  if (!own.ok()) return own.status();
  if (!corrects) return ChangesOf(*std::move(own), {});
  std::vector<CertificateChange> changes;
  if (options.changes_path.empty()) {
    if (own->size() > 1) {
      return absl::InvalidArgumentError("--set corrects one certificate; several: --changes");
    }
    changes = ChangesOf(*std::move(own), *values);
  } else {
    const absl::StatusOr<std::string> sheet = ReadLocalFile(options.changes_path);
    if (!sheet.ok()) return sheet.status();
    auto asked = ReadCorrectionSheet(*sheet, *own, problems);
    if (!asked.ok()) return asked.status();
    changes = *std::move(asked);
  }
  const absl::StatusOr<PersonTerms> terms = ReadTerms(options);
  if (!terms.ok()) return terms.status();
  CheckChanges(changes, *terms, problems);
  SortByLine(problems);
  return changes;
}

Json FactsOf(const std::vector<CertificateChange>& changes) {
  Json facts;
  facts["certificates"] = Json::array();
  for (const CertificateChange& change : changes) {
    std::string line =
        absl::StrCat(change.certificate.certificate, ": ", change.certificate.cells[kNumberCell]);
    for (const auto& [tag, value] : change.values) {
      absl::StrAppend(&line, ", ", change.certificate.values[tag - 1], " → ", Printable(value));
    }
    facts["certificates"].push_back(std::move(line));
  }
  return facts;
}

bool PrepareVersions(const VersionOptions& options, std::vector<crypto::KeyId> signers,
                     CommandContext& context) {
  SheetProblems problems;
  const absl::StatusOr<std::vector<CertificateChange>> changes =
      ReadChanges(options, context, problems);
  if (!changes.ok()) {
    Complain(context, changes.status(), ExitCodeOfInput(changes.status()));
    return false;
  }
  const bool good = PrintPreview(options.issue, {"to be made again", "拟重新制作"},
                                 FactsOf(*changes), problems, context);
  if (!good) return false;
  const auto make = [&](const StatementFrame& frame) {
    return MakeVersions(options.kind, *changes, frame);
  };
  return Prepare(options.issue, std::move(signers), make, context);
}

void AddVersionOptions(CLI::App& command, VersionOptions* options) {
  command.add_option("file", options->paths, "Certificate files with all claims, or folders")
      ->required()
      ->type_name("FILE");
  command.add_flag("--preview", options->issue.preview,
                   "Only say what would change, and what the registry says to it");
  AddSignerOptions(command, &options->issue.signers);
  command.get_option("--key")->required(false);
  command
      .add_option("--signer", options->issue.signer_paths,
                  "Instead of --key: public key of a signer elsewhere (repeatable)")
      ->allow_extra_args(false)
      ->excludes("--key")
      ->type_name("FILE.pub");
  command.add_option("--out", options->issue.directory, "A new directory for the new files")
      ->type_name("DIR");
  AddSubmitOptions(command, &options->issue);
  AddOutputOptions(command, &options->issue.output);
}

}  // namespace

void AddNewVersionCommands(CLI::App& issue, CommandContext& context) {
  const auto add = [&](VersionKind kind, const char* name, const char* what, const char* footer) {
    const auto options = std::make_shared<VersionOptions>();
    options->kind = kind;
    CLI::App& command = *issue.add_subcommand(name, what);
    command.footer(footer);
    AddVersionOptions(command, options.get());
    command.callback([options, &context] {
      RunIssuing(
          options->issue,
          [&](std::vector<crypto::KeyId> signers) {
            return PrepareVersions(*options, std::move(signers), context);
          },
          context);
    });
    return std::pair(&command, options);
  };
  const auto [correct, options] =
      add(VersionKind::kCorrection, "correct", "Correct what certificates say of a person (更正)",
          kCorrectFooter);
  correct->add_option("--set", options->assignments, "NAME=VALUE, the right one (repeatable)")
      ->allow_extra_args(false)
      ->type_name("NAME=VALUE");
  correct->add_option("--changes", options->changes_path, "A row for each certificate")
      ->type_name("CHANGES.csv");
  correct
      ->add_option("--batch", options->issue.description_path,
                   "The batch description: what other ID types than 201 are")
      ->type_name("DESC.json");
  correct->add_option("--version", options->version,
                      "Of the certificates now; only after a reissue, whose files do not say it");
  add(VersionKind::kReissue, "reissue", "The same certificates with fresh salts (补发)",
      kReissueFooter);
}

}  // namespace linkcert::client
