#include "client/program/report_run.h"

#include <algorithm>
#include <map>
#include <optional>
#include <ostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/issue/issued_certificate.h"
#include "client/issue/sync_statements.h"
#include "client/local_file.h"
#include "client/program/age_option.h"
#include "client/program/issuing_options.h"
#include "client/sheet/report_sheet.h"
#include "client/sheet/sync_sheet.h"
#include "client/statement/statement_view.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

using Certificates = std::vector<IssuedCertificate>;

// Opens one file; the platform takes no certificates but the state's. False, with a complaint, when
// it is not as it must be.
bool ReadFile(const std::string& path, Verifier& verifier, CommandContext& context,
              Certificates& certificates) {
  const absl::StatusOr<std::string> bytes = ReadInput(context, path);
  if (!bytes.ok()) {
    Complain(context, bytes.status(), ExitCode::kUsage);
    return false;
  }
  absl::StatusOr<IssuedCertificate> opened = OpenIssued(path, *bytes, verifier);
  if (!opened.ok()) {
    Complain(context, opened.status(), ExitCode::kInvalid);
    return false;
  }
  if (opened->certificate_class == v1::CERTIFICATE_CLASS_STATE_LEVEL) {
    certificates.push_back(*std::move(opened));
  }
  return true;
}

// The newest versions of the state certificates among the files. Nullopt, with a complaint, when
// there are none, or when one file is not as it must be.
std::optional<Certificates> ReadFiles(const IssuedFiles& files, CommandContext& context) {
  const auto give_up = [&](const absl::Status& status, ExitCode code) {
    Complain(context, status, code);
    return std::nullopt;
  };
  const absl::StatusOr<Trust> trust = LoadTrust(files.trust.policy_path, files.trust.genesis_hex);
  if (!trust.ok()) return give_up(trust.status(), ExitCode::kUsage);
  Verifier verifier(*trust, {.now_ms = context.now_ms,
                             .max_age_ms = ParseAge(files.max_age).value_or(0),
                             .as_of_ms = std::nullopt});
  Certificates certificates;
  for (const std::string& path : FindFiles(files.paths, {".linkcert"}, context)) {
    if (!ReadFile(path, verifier, context, certificates)) return std::nullopt;
  }
  if (certificates.empty()) {
    return give_up(absl::NotFoundError("no file of a state certificate there"), ExitCode::kUsage);
  }
  for (const IssuedCertificate& certificate : certificates) {
    if (certificate.issuer == certificates.front().issuer) continue;
    return give_up(absl::InvalidArgumentError(absl::StrCat(
                       certificate.file, " is of ", certificate.issuer, ", ",
                       certificates.front().file, " of ", certificates.front().issuer)),
                   ExitCode::kInvalid);
  }
  absl::StatusOr<Certificates> newest = NewestVersions(std::move(certificates));
  if (!newest.ok()) return give_up(newest.status(), ExitCode::kInvalid);
  return *std::move(newest);
}

// What goes into the sheet, and what is left out of it.
struct Selection {
  std::vector<ReportCells> rows;
  std::vector<std::string> left_out;  // "NUMBER REASON"
  Certificates undecided;
  uint64_t as_of_ms = ~uint64_t{0};  // all rows hold as of then, or later
};

Selection Select(const Certificates& certificates, const SheetReport& report) {
  Selection selection;
  for (const IssuedCertificate& certificate : certificates) {
    if (!report.period.Contains(certificate.issued_on)) continue;
    if (certificate.conclusion == v1::CONCLUSION_UNKNOWN) {
      selection.undecided.push_back(certificate);
    } else if (certificate.conclusion != v1::CONCLUSION_VALID) {
      selection.left_out.push_back(absl::StrCat(certificate.number, " ", certificate.reason));
    } else {
      selection.rows.push_back(certificate.cells);
      selection.as_of_ms = std::min(selection.as_of_ms, certificate.as_of_ms);
      if (report.issuing_name.empty()) continue;
      selection.rows.back()[kIssuingCell] = report.issuing_name;
    }
  }
  return selection;
}

// Its newer version, or what replaced it, was not given.
bool IsSuperseded(const IssuedCertificate& certificate) {
  return certificate.reason == proto::Describe(proto::Reason::kCertificateSuperseded).name;
}

// R21: a sheet has as many certificates as were issued. "batch 24: 6 of 7", ascending, where not
// all are here in their newest version.
std::vector<std::string> MissingIn(const Certificates& certificates, const ReportPeriod& period) {
  std::map<uint64_t, std::pair<uint32_t, uint32_t>> batches;  // here, issued
  for (const IssuedCertificate& certificate : certificates) {
    if (!period.Contains(certificate.issued_on)) continue;
    auto& [here, issued] = batches[certificate.original_batch];
    if (!IsSuperseded(certificate)) ++here;
    issued = certificate.original_size;
  }
  std::vector<std::string> missing;
  for (const auto& [batch, counts] : batches) {
    if (counts.first == counts.second) continue;
    missing.push_back(absl::StrCat("batch ", batch, ": ", counts.first, " of ", counts.second));
  }
  return missing;
}

std::string TextOf(const v1::ReportNationalSync& act) {
  v1::Statement statement;
  *statement.mutable_report_national_sync() = act;
  return FormatAct(statement);
}

absl::StatusOr<std::vector<std::string>> WriteTexts(const std::vector<v1::ReportNationalSync>& acts,
                                                    const std::string& directory) {
  std::vector<std::string> paths;
  absl::Status status = MakeLocalDirectory(directory, FileAccess::kPublic);
  for (const v1::ReportNationalSync& act : acts) {
    if (!status.ok()) return status;
    paths.push_back(PathIn(directory, absl::StrCat("sync-", paths.size() + 1, ".textproto")));
    status = CreateLocalFile(paths.back(), TextOf(act), FileAccess::kPublic);
  }
  if (!status.ok()) return status;
  return paths;
}

absl::Status WriteSheets(const Selection& selection, const SheetReport& report) {
  const auto sheet = FormatReportSheet(selection.rows, report.encoding);
  if (!sheet.ok()) return sheet.status();
  absl::Status status = WriteLocalFile(report.out_path, *sheet, FileAccess::kPrivate);
  if (!status.ok() || report.summary_path.empty()) return status;
  const auto summary = FormatReportSummary(selection.rows, report.period, report.encoding);
  if (!summary.ok()) return summary.status();
  return WriteLocalFile(report.summary_path, *summary, FileAccess::kPublic);
}

// That the rows were handed in.
absl::StatusOr<std::vector<std::string>> WriteReported(const Selection& selection,
                                                       const Certificates& certificates,
                                                       const std::string& directory) {
  if (directory.empty()) return std::vector<std::string>();
  std::vector<SyncRow> rows;
  for (const ReportCells& cells : selection.rows) {
    rows.push_back({.number = cells[kNumberCell], .state = v1::NATIONAL_SYNC_REPORTED, .code = {}});
  }
  SheetProblems none;  // the numbers are the certificates' own
  return WriteTexts(SyncStatements(rows, certificates, none), directory);
}

absl::Status Incomplete(const std::vector<std::string>& missing) {
  return absl::FailedPreconditionError(
      absl::StrCat("certificate files are missing: ", absl::StrJoin(missing, ", "),
                   "; --incomplete reports what is here"));
}

absl::Status Undecided(const Certificates& undecided) {
  return absl::FailedPreconditionError(
      absl::StrCat(undecided.size(), " certificates are undecided, the first one ",
                   undecided.front().file, ": ", undecided.front().reason, "; refresh the files"));
}

void TellSheet(const Selection& selection, const SheetReport& report,
               const std::vector<std::string>& texts, CommandContext& context) {
  Json facts;
  facts["certificates"] = selection.rows.size();
  if (!selection.rows.empty()) facts["as_of"] = FormatTime(selection.as_of_ms);
  facts["left_out"] = selection.left_out;
  facts["sheet"] = report.out_path;
  if (!report.summary_path.empty()) facts["summary"] = report.summary_path;
  if (!texts.empty()) facts["statement_text"] = texts;
  PrintFacts(context, report.output,
             {"report sheet written; it holds personal data", "汇总表已生成，含个人信息"}, facts);
}

// Complains of the rows, by line. True if there is nothing to complain of.
bool IsRight(SheetProblems problems, const SyncReport& report, CommandContext& context) {
  SortByLine(problems);
  for (const SheetProblem& problem : problems) {
    *context.err << FormatProblem(problem, report.output.language) << '\n';
    context.exit_code = ExitCode::kInvalid;
  }
  return problems.empty();
}

}  // namespace

void ReportSheetOf(const SheetReport& report, CommandContext& context) {
  const std::optional<Certificates> certificates = ReadFiles(report.files, context);
  if (!certificates) return;
  const Selection selection = Select(*certificates, report);
  const std::vector<std::string> missing = MissingIn(*certificates, report.period);
  if (!missing.empty() && !report.may_be_incomplete) {
    return Complain(context, Incomplete(missing), ExitCode::kInvalid);
  }
  if (!selection.undecided.empty()) {
    return Complain(context, Undecided(selection.undecided), ExitCode::kUnknown);
  }
  if (selection.rows.empty() && selection.left_out.empty()) {
    return Complain(context, absl::NotFoundError("no certificate was issued on these days"),
                    ExitCode::kUsage);
  }
  // The texts first: they are new files, and may not be there yet.
  const auto texts = WriteReported(selection, *certificates, report.reported_directory);
  if (!texts.ok()) return Complain(context, texts.status(), ExitCode::kUsage);
  const absl::Status status = WriteSheets(selection, report);
  if (!status.ok()) return Complain(context, status, ExitCode::kUsage);
  TellSheet(selection, report, *texts, context);
}

void ReportSyncOf(const SyncReport& report, CommandContext& context) {
  const absl::StatusOr<std::string> answer = ReadInput(context, report.answer_path);
  if (!answer.ok()) return Complain(context, answer.status(), ExitCode::kUsage);
  SheetProblems problems;
  const absl::StatusOr<std::vector<SyncRow>> rows = ReadSyncSheet(*answer, problems);
  if (!rows.ok()) return Complain(context, rows.status(), ExitCode::kUsage);
  const std::optional<Certificates> certificates = ReadFiles(report.files, context);
  if (!certificates) return;
  Certificates newest = *certificates;
  newest.erase(std::remove_if(newest.begin(), newest.end(), IsSuperseded), newest.end());
  const std::vector<v1::ReportNationalSync> acts = SyncStatements(*rows, newest, problems);
  if (!IsRight(std::move(problems), report, context)) return;
  const absl::StatusOr<std::vector<std::string>> texts = WriteTexts(acts, report.out_directory);
  if (!texts.ok()) return Complain(context, texts.status(), ExitCode::kUsage);
  Json facts;
  facts["answered"] = rows->size();
  facts["not_answered"] = newest.size() - rows->size();
  facts["statement_text"] = *texts;
  PrintFacts(context, report.output,
             {"answer read; sign each statement text with `linkcert statement`",
              "已读取回执，请用 linkcert statement 逐个签署声明文本"},
             facts);
}

}  // namespace linkcert::client
