#include "client/issue/certificate_writer.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/issue/making.h"
#include "client/local_file.h"
#include "client/sheet/report_sheet.h"
#include "proto/canonical.h"
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

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

// ISSUED, or the check and reason that make the file bad.
std::string OutcomeOf(const Verification& verification) {
  const std::string fault = FaultInTheMaking(verification);
  return fault.empty() ? kIssued : fault;
}

std::string NameOfError(const absl::Status& status) {
  const std::optional<proto::Reason> reason = proto::ReasonOf(status);
  return std::string(reason ? proto::Describe(*reason).name
                            : absl::StatusCodeToString(status.code()));
}

// Writes one file; returns its row's outcome.
std::string WriteOne(const absl::StatusOr<std::string>& file, Verifier& verifier,
                     const std::string& path) {
  if (!file.ok()) return NameOfError(file.status());
  std::string outcome = OutcomeOf(verifier.Verify(*file));
  if (outcome != kIssued) return outcome;
  const absl::Status status = WriteLocalFile(path, *file, FileAccess::kPrivate);
  return status.ok() ? outcome : NameOfError(status);
}

// Whether `bytes` are a file of this certificate that shows all its claims.
bool IsFileOf(absl::string_view bytes, const v1::PendingCertificate& certificate) {
  const auto file = proto::DecodeCanonical<v1::CertificateFile>(bytes);
  if (!file.ok() || file->leaf() != certificate.leaf()) return false;
  return std::equal(file->claims().begin(), file->claims().end(), certificate.claims().begin(),
                    certificate.claims().end(), [](const v1::ClaimSlot& slot, const auto& claim) {
                      return slot.claim() == claim;
                    });
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
  for (const v1::PendingCertificate& certificate : batch.pending.certificates()) {
    const auto position = static_cast<uint32_t>(rows.size());
    const std::vector<std::string> claims(certificate.claims().begin(), certificate.claims().end());
    IssuedRow& row = rows.emplace_back(RowOf(certificate));
    row.certificate = proto::LeafIndex(evidence.batch.index(), position);
    const std::string name = FileName(certificate, row.certificate);
    row.outcome =
        WriteOne(builder->Build(position, claims, tags), verifier, PathIn(directory, name));
    if (row.outcome == kIssued) row.file = name;
  }
  return rows;
}

absl::Status CheckAllWritten(absl::Span<const IssuedRow> rows) {
  const auto bad = [](const IssuedRow& row) { return row.outcome != kIssued; };
  const auto count = std::count_if(rows.begin(), rows.end(), bad);
  if (count == 0) return absl::OkStatus();
  const IssuedRow& first = *std::find_if(rows.begin(), rows.end(), bad);
  return absl::InternalError(absl::StrCat(count, " of ", rows.size(),
                                          " certificates are logged but have no file; line ",
                                          first.line, ": ", first.outcome));
}

std::optional<std::vector<IssuedRow>> FindCertificates(const PendingDirectory& batch,
                                                       uint64_t batch_index, Verifier& verifier,
                                                       const std::string& directory) {
  std::vector<IssuedRow> rows;
  for (const v1::PendingCertificate& certificate : batch.pending.certificates()) {
    const auto position = static_cast<uint32_t>(rows.size());
    IssuedRow& row = rows.emplace_back(RowOf(certificate));
    row.certificate = proto::LeafIndex(batch_index, position);
    row.file = FileName(certificate, row.certificate);
    const absl::StatusOr<std::string> bytes = ReadLocalFile(PathIn(directory, row.file));
    if (!bytes.ok() || !IsFileOf(*bytes, certificate)) return std::nullopt;
    const Verification verification = verifier.Verify(*bytes);
    row.outcome = OutcomeOf(verification);
    if (row.outcome != kIssued || verification.verdict.certificate() != row.certificate) {
      return std::nullopt;
    }
  }
  return rows;
}

}  // namespace linkcert::client
