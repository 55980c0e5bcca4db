#include "client/issue/certificate_writer.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/local_file.h"
#include "client/sheet/csv.h"
#include "client/sheet/report_sheet.h"
#include "client/sheet/sheet_encoding.h"
#include "proto/claims.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

constexpr absl::string_view kIdColumn = "证书标识";
constexpr absl::string_view kFileColumn = "证书文件";
constexpr absl::string_view kOutcomeColumn = "结果";

std::vector<uint32_t> AllTags() {
  std::vector<uint32_t> tags(proto::kClaimTags);
  std::iota(tags.begin(), tags.end(), 1);
  return tags;
}

std::string FileName(const v1::PendingCertificate& certificate, uint64_t id) {
  const bool numbered =
      certificate.cells_size() > int{kNumberCell} && !certificate.cells(kNumberCell).empty();
  return absl::StrCat(numbered ? certificate.cells(kNumberCell) : absl::StrCat(id), ".linkcert");
}

absl::Status CheckValid(const Verification& verification, uint32_t line) {
  if (verification.verdict.conclusion() == v1::CONCLUSION_VALID) return absl::OkStatus();
  std::vector<std::string> reasons;
  for (const v1::Check& check : verification.verdict.checks()) {
    if (check.result() != v1::CHECK_RESULT_PASS) {
      reasons.push_back(absl::StrCat(check.name(), " ", check.reason()));
    }
  }
  return absl::InternalError(absl::StrCat("the certificate of line ", line,
                                          " does not verify: ", absl::StrJoin(reasons, ", ")));
}

IssuedRow RowOf(const v1::PendingCertificate& certificate) {
  IssuedRow row;
  row.line = certificate.line();
  row.cells.assign(certificate.cells().begin(), certificate.cells().end());
  return row;
}

}  // namespace

absl::StatusOr<std::vector<IssuedRow>> WriteCertificates(const PendingDirectory& batch,
                                                         const BatchEvidence& evidence,
                                                         Verifier& verifier,
                                                         const std::string& directory) {
  absl::StatusOr<CertificateBuilder> builder = CertificateBuilder::Create(evidence, batch.Leaves());
  if (!builder.ok()) return builder.status();
  const std::vector<uint32_t> tags = AllTags();
  std::vector<IssuedRow> rows;
  std::vector<std::string> files;
  for (int position = 0; position < batch.pending.certificates_size(); ++position) {
    const v1::PendingCertificate& certificate = batch.pending.certificates(position);
    const std::vector<std::string> claims(certificate.claims().begin(), certificate.claims().end());
    absl::StatusOr<std::string> file =
        builder->Build(static_cast<uint32_t>(position), claims, tags);
    if (!file.ok()) return file.status();
    absl::Status status = CheckValid(verifier.Verify(*file), certificate.line());
    if (!status.ok()) return status;
    files.push_back(*std::move(file));
    IssuedRow& row = rows.emplace_back(RowOf(certificate));
    row.certificate = evidence.batch.index() + 1 + static_cast<uint64_t>(position);
    row.file = FileName(certificate, row.certificate);
    row.outcome = "ISSUED";
  }
  for (size_t i = 0; i < files.size(); ++i) {
    absl::Status status =
        WriteLocalFile(PathIn(directory, rows[i].file), files[i], FileAccess::kPrivate);
    if (!status.ok()) return status;
  }
  return rows;
}

std::vector<IssuedRow> RefusedRows(const PendingDirectory& batch, const absl::Status& refusal) {
  const std::optional<proto::Reason> reason = proto::ReasonOf(refusal);
  std::vector<IssuedRow> rows;
  for (const v1::PendingCertificate& certificate : batch.pending.certificates()) {
    rows.push_back(RowOf(certificate));
    rows.back().outcome = std::string(reason ? proto::Describe(*reason).name
                                             : absl::StatusCodeToString(refusal.code()));
  }
  return rows;
}

std::string FormatResultSheet(std::vector<IssuedRow> rows) {
  std::sort(rows.begin(), rows.end(),
            [](const IssuedRow& a, const IssuedRow& b) { return a.line < b.line; });
  std::vector<std::string> header(ReportColumns().begin(), ReportColumns().end());
  for (const absl::string_view column : {kIdColumn, kFileColumn, kOutcomeColumn}) {
    header.emplace_back(column);
  }
  std::string sheet = absl::StrCat(kUtf8Bom, FormatCsvRow(header));
  for (IssuedRow& row : rows) {
    std::vector<std::string> cells = std::move(row.cells);
    cells.push_back(row.certificate == 0 ? "" : absl::StrCat(row.certificate));
    cells.push_back(row.file);
    cells.push_back(row.outcome);
    absl::StrAppend(&sheet, FormatCsvRow(cells));
  }
  return sheet;
}

}  // namespace linkcert::client
