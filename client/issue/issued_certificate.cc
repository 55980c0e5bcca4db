#include "client/issue/issued_certificate.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/issue/making.h"
#include "client/sheet/report_sheet.h"
#include "client/verify/file_parts.h"
#include "proto/certificate_leaf.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

constexpr size_t kLevelCharacter = 15;  // of a state certificate's number

// The claims that stand in a report sheet, and where.
constexpr std::pair<uint32_t, ReportColumn> kPersonColumns[] = {
    {proto::kNumber, kNumberCell},     {proto::kName, kNameCell},
    {proto::kIdType, kIdTypeCell},     {proto::kIdNumber, kIdNumberCell},
    {proto::kEmployer, kEmployerCell},
};

// What the batch says; the rest of the row is the person's.
void FillWork(const v1::CertificateFacts& facts, std::vector<std::string>& cells) {
  cells[kOccupationCell] = facts.occupation_name();
  cells[kTradeCell] = facts.trade().empty() ? "/" : facts.trade();
  cells[kDateCell] = proto::FormatDate(facts.issued_on());
  cells[kIssuerCell] = facts.issuer_name();
  cells[kIssuingCell] = facts.issuer_name();
}

absl::Status FillPerson(const Verification& verification, const std::string& file,
                        std::vector<std::string>& cells) {
  for (const auto& [tag, column] : kPersonColumns) {
    const auto shown = std::find_if(verification.shown.begin(), verification.shown.end(),
                                    [tag = tag](const auto& claim) { return claim.tag == tag; });
    if (shown == verification.shown.end()) {
      return proto::Refuse(proto::Reason::kEvidenceMissing,
                           absl::StrCat(file, " hides ", ReportColumns()[column]));
    }
    cells[column] = shown->value;
  }
  return absl::OkStatus();
}

uint32_t LeavesOf(const v1::Statement& unit) {
  if (unit.has_correct_certificates()) return unit.correct_certificates().leaf_count();
  if (unit.has_reissue_certificates()) return unit.reissue_certificates().leaf_count();
  return unit.issue_batch().leaf_count();
}

// Where it stands, by the parts that the verifier found well made.
absl::Status FillPlace(absl::string_view bytes, IssuedCertificate& certificate) {
  v1::CertificateFile file;
  file.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  const absl::StatusOr<FileParts> parts = OpenParts(file);
  if (!parts.ok()) return parts.status();
  const absl::StatusOr<v1::CertificateLeaf> leaf = proto::DecodeLeaf(file.leaf());
  if (!leaf.ok()) return leaf.status();
  certificate.batch = parts->unit().index;
  certificate.batch_size = LeavesOf(parts->unit().statement());
  certificate.original_batch = parts->batch.index;
  certificate.original_size = LeavesOf(parts->batch.statement());
  certificate.supersedes = leaf->supersedes();
  certificate.certificate_class = parts->batch.statement().issue_batch().certificate_class();
  return absl::OkStatus();
}

// Of the first check that alone would lead to this conclusion.
std::string ReasonOf(const v1::Verdict& verdict) {
  if (verdict.conclusion() == v1::CONCLUSION_VALID) return {};
  for (const v1::Check& check : verdict.checks()) {
    google::protobuf::RepeatedPtrField<v1::Check> alone;
    *alone.Add() = check;
    if (Conclude(alone) == verdict.conclusion()) return check.reason();
  }
  return {};
}

}  // namespace

absl::StatusOr<IssuedCertificate> OpenIssued(const std::string& file, absl::string_view bytes,
                                             Verifier& verifier) {
  const Verification verification = verifier.Verify(bytes);
  const std::string fault = FaultInTheMaking(verification);
  if (!fault.empty()) return absl::FailedPreconditionError(absl::StrCat(file, ": ", fault));
  IssuedCertificate certificate;
  certificate.file = file;
  certificate.index = verification.verdict.certificate();
  certificate.issued_on = verification.verdict.facts().issued_on();
  certificate.conclusion = verification.verdict.conclusion();
  certificate.as_of_ms = verification.verdict.as_of();
  certificate.reason = ReasonOf(verification.verdict);
  certificate.cells.resize(ReportColumns().size());
  FillWork(verification.verdict.facts(), certificate.cells);
  absl::Status status = FillPlace(bytes, certificate);
  if (status.ok()) status = FillPerson(verification, file, certificate.cells);
  if (!status.ok()) return status;
  certificate.number = certificate.cells[kNumberCell];
  if (certificate.certificate_class == v1::CERTIFICATE_CLASS_STATE_LEVEL &&
      certificate.number.size() > kLevelCharacter) {
    certificate.cells[kLevelCell] = certificate.number.substr(kLevelCharacter, 1);
  }
  return certificate;
}

absl::StatusOr<std::vector<IssuedCertificate>> NewestVersions(
    std::vector<IssuedCertificate> certificates) {
  std::sort(certificates.begin(), certificates.end(), [](const auto& one, const auto& other) {
    return std::tie(one.number, one.index) < std::tie(other.number, other.index);
  });
  std::vector<IssuedCertificate> newest;
  for (IssuedCertificate& certificate : certificates) {
    if (newest.empty() || newest.back().number != certificate.number) {
      newest.push_back(std::move(certificate));
      continue;
    }
    // Links lead from newer to older, so a version reaches at least down to the one before.
    const bool same = certificate.index == newest.back().index;
    if (!same && certificate.supersedes < newest.back().index) {
      return absl::AlreadyExistsError(absl::StrCat(certificate.number, " stands in ",
                                                   newest.back().file, " and ", certificate.file));
    }
    newest.back() = std::move(certificate);
  }
  return newest;
}

}  // namespace linkcert::client
