#include "client/issue/pending_check.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/sheet/report_sheet.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "proto/certificate_leaf.h"
#include "rules/prepare.h"

namespace linkcert::client {
namespace {

absl::Status AtLine(const v1::PendingCertificate& certificate, absl::string_view what) {
  return absl::DataLossError(absl::StrCat("line ", certificate.line(), ": ", what));
}

absl::Status CheckPlace(const v1::PendingCertificate& certificate, uint32_t position,
                        const v1::Statement& statement) {
  const absl::StatusOr<v1::CertificateLeaf> leaf = proto::DecodeLeaf(certificate.leaf());
  if (!leaf.ok()) return AtLine(certificate, leaf.status().message());
  if (leaf->position() == position && leaf->batch() == statement.statement_id()) {
    return absl::OkStatus();
  }
  return AtLine(certificate, "its leaf belongs elsewhere");
}

// Numbers of documents are stored in upper case.
absl::Status CheckCells(const v1::PendingCertificate& certificate,
                        const std::vector<proto::ShownClaim>& claims) {
  if (certificate.cells_size() != static_cast<int>(ReportColumns().size())) {
    return AtLine(certificate, "its row has not 11 cells");
  }
  const std::pair<proto::ClaimTag, size_t> kPlaces[] = {{proto::kNumber, kNumberCell},
                                                        {proto::kName, kNameCell},
                                                        {proto::kIdType, kIdTypeCell},
                                                        {proto::kIdNumber, kIdNumberCell},
                                                        {proto::kEmployer, kEmployerCell}};
  for (const auto& [tag, cell] : kPlaces) {
    const std::string& printed = certificate.cells(static_cast<int>(cell));
    const std::string& value = claims[tag - 1].value;
    const bool same =
        tag == proto::kIdNumber ? absl::EqualsIgnoreCase(printed, value) : printed == value;
    if (!same) return AtLine(certificate, "its claims say something else than its row");
  }
  return absl::OkStatus();
}

// Of new versions it is the original batch's, which their statement does not repeat.
uint32_t DocumentVersionOf(const v1::Statement& statement) {
  return statement.has_issue_batch() ? statement.issue_batch().document_version() : 1;
}

}  // namespace

absl::StatusOr<std::vector<proto::ShownClaim>> OpenClaims(const v1::PendingCertificate& certificate,
                                                          uint32_t document_version) {
  const absl::StatusOr<v1::CertificateLeaf> leaf = proto::DecodeLeaf(certificate.leaf());
  if (!leaf.ok()) return leaf.status();
  const absl::StatusOr<crypto::Hash> root = crypto::Hash::FromBytes(leaf->claims_root());
  if (!root.ok()) return root.status();
  google::protobuf::RepeatedPtrField<v1::ClaimSlot> slots;
  for (const std::string& claim : certificate.claims()) slots.Add()->set_claim(claim);
  return proto::CheckClaims(slots, document_version, *root);
}

absl::Status CheckPending(const StatementInMaking& statement, const v1::PendingBatch& pending) {
  const std::string* leaves_root = rules::StatedLeavesRoot(statement.statement());
  std::vector<crypto::Hash> hashes;
  for (const v1::PendingCertificate& certificate : pending.certificates()) {
    hashes.push_back(crypto::HashLeaf(certificate.leaf()));
  }
  if (pending.statement_digest() != statement.digest().view() || leaves_root == nullptr ||
      crypto::RootOf(hashes).view() != *leaves_root) {
    return absl::DataLossError("batch.statement and pending.batch do not belong together");
  }
  for (int i = 0; i < pending.certificates_size(); ++i) {
    const v1::PendingCertificate& certificate = pending.certificates(i);
    absl::Status status = CheckPlace(certificate, static_cast<uint32_t>(i), statement.statement());
    if (!status.ok()) return status;
    const auto claims = OpenClaims(certificate, DocumentVersionOf(statement.statement()));
    if (!claims.ok()) return AtLine(certificate, claims.status().message());
    status = CheckCells(certificate, *claims);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace linkcert::client
