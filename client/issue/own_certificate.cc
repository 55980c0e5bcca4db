#include "client/issue/own_certificate.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/issue/making.h"
#include "client/sheet/report_sheet.h"
#include "client/verify/file_parts.h"
#include "crypto/hash.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "proto/canonical.h"
#include "proto/certificate_leaf.h"
#include "proto/civil_date.h"
#include "proto/claims.h"
#include "proto/identifiers.h"
#include "proto/refusal.h"
#include "rules/prepare.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

uint32_t VersionOf(const FileParts& parts, uint32_t position) {
  if (!parts.version) return 1;
  const v1::CorrectCertificates& act = parts.version->statement().correct_certificates();
  if (position >= static_cast<uint32_t>(act.corrections_size())) return 1;
  return act.corrections(static_cast<int>(position)).version();
}

absl::Status TakeClaims(const v1::CertificateFile& file, const v1::CertificateLeaf& leaf,
                        uint32_t document_version, OwnCertificate& own) {
  const absl::StatusOr<crypto::Hash> root = crypto::Hash::FromBytes(leaf.claims_root());
  if (!root.ok()) return root.status();
  auto shown = proto::CheckClaims(file.claims(), document_version, *root);
  if (!shown.ok()) return shown.status();
  for (const v1::ClaimSlot& slot : file.claims()) {
    if (!slot.has_claim()) {
      return Refuse(Reason::kFieldMissing,
                    absl::StrCat("claim ", own.claims.size() + 1, " is hidden"));
    }
    own.claims.push_back(slot.claim());
  }
  for (proto::ShownClaim& claim : *shown) own.values.push_back(std::move(claim.value));
  return absl::OkStatus();
}

void TakePlace(const FileParts& parts, const v1::CertificateLeaf& leaf, OwnCertificate& own) {
  own.batch = parts.unit().index;
  own.batch_size = static_cast<uint32_t>(rules::PromisedLeaves(parts.unit().statement()));
  own.original_batch = parts.batch.index;
  own.original_size = parts.batch.statement().issue_batch().leaf_count();
  own.certificate = proto::LeafIndex(own.batch, leaf.position());
  own.supersedes = leaf.supersedes();
  own.version = VersionOf(parts, leaf.position());
}

// What the log says of it; the sheet's digit of the level stands in numbers of state certificates
// only.
std::vector<std::string> LoggedCells(const FileParts& parts) {
  const v1::IssueBatch& batch = parts.batch.statement().issue_batch();
  const std::string& prefix = batch.numbers().prefix();
  std::vector<std::string> cells(ReportColumns().size());
  cells[kOccupationCell] = batch.occupation_name();
  cells[kTradeCell] = batch.trade().empty() ? "/" : batch.trade();
  if (proto::IsStateNumberPrefix(prefix)) cells[kLevelCell] = prefix.back();
  cells[kDateCell] = proto::FormatDate(batch.issued_on());
  cells[kIssuerCell] = parts.organisation.statement().register_organisation().name();
  cells[kIssuingCell] = cells[kIssuerCell];
  return cells;
}

}  // namespace

std::vector<std::string> CellsWith(std::vector<std::string> cells,
                                   absl::Span<const std::string> values) {
  const std::pair<proto::ClaimTag, ReportColumn> kPlaces[] = {{proto::kNumber, kNumberCell},
                                                              {proto::kName, kNameCell},
                                                              {proto::kIdType, kIdTypeCell},
                                                              {proto::kIdNumber, kIdNumberCell},
                                                              {proto::kEmployer, kEmployerCell}};
  for (const auto& [tag, cell] : kPlaces) cells[cell] = values[tag - 1];
  return cells;
}

absl::StatusOr<OwnCertificate> OpenOwnCertificate(absl::string_view bytes,
                                                  const Verification& verification) {
  const std::string fault = FaultInTheMaking(verification);
  if (!fault.empty()) return absl::DataLossError(fault);
  const auto file = proto::DecodeCanonical<v1::CertificateFile>(bytes);
  if (!file.ok()) return file.status();
  const absl::StatusOr<FileParts> parts = OpenParts(*file);
  if (!parts.ok()) return parts.status();
  const absl::StatusOr<v1::CertificateLeaf> leaf = proto::DecodeLeaf(file->leaf());
  if (!leaf.ok()) return leaf.status();
  OwnCertificate own;
  TakePlace(*parts, *leaf, own);
  const v1::IssueBatch& batch = parts->batch.statement().issue_batch();
  own.certificate_class = batch.certificate_class();
  own.roster = batch.roster();
  const v1::RegisterOrganisation& issuer = parts->organisation.statement().register_organisation();
  own.issuer = issuer.organisation();
  own.issuer_name = issuer.name();
  absl::Status status = TakeClaims(*file, *leaf, batch.document_version(), own);
  if (!status.ok()) return status;
  own.cells = CellsWith(LoggedCells(*parts), own.values);
  return own;
}

}  // namespace linkcert::client
