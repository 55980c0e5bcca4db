#include "server/service/vault_intake.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "proto/refusal.h"
#include "rules/records.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using proto::Refuse;

absl::StatusOr<std::string> OrganisationOf(const rules::View& view,
                                           const proto::SealedStatement& statement) {
  if (statement.signers.empty()) return Refuse(Reason::kSignerUnknown);
  auto key = rules::FindKey(view, statement.signers.front().view());
  if (!key.ok()) return key.status();
  if (*key == nullptr) return Refuse(Reason::kSignerUnknown);
  return (*key)->organisation();
}

// That of the batch, or of the one that a correction or reissue names.
absl::StatusOr<uint32_t> DocumentVersionOf(const rules::View& view,
                                           const v1::Statement& statement) {
  const uint64_t original = rules::OriginalBatchOf(statement);
  if (original == 0) return statement.issue_batch().document_version();
  auto batch = rules::FindIssuedBatch(view, original);
  if (!batch.ok()) return batch.status();
  if (*batch == nullptr) return Refuse(Reason::kOriginalBatchDiffers, absl::StrCat(original));
  return (*batch)->document_version();
}

}  // namespace

absl::StatusOr<VaultBatch> ReadVaultClaims(
    const rules::View& view, const rules::PreparedUnit& unit,
    const google::protobuf::RepeatedPtrField<std::string>& claims) {
  const v1::Statement& statement = unit.statement.statement;
  const absl::StatusOr<uint32_t> version = DocumentVersionOf(view, statement);
  if (!version.ok()) return version.status();
  const absl::StatusOr<uint32_t> count = proto::ClaimCount(*version);
  if (!count.ok()) return count.status();
  if (static_cast<size_t>(claims.size()) != *count * unit.leaves.size()) {
    return Refuse(Reason::kRequestMalformed,
                  absl::StrCat(*count, " vault claims for each of the leaves"));
  }
  absl::StatusOr<std::string> issuer = OrganisationOf(view, unit.statement);
  if (!issuer.ok()) return issuer.status();
  VaultBatch batch = {{*std::move(issuer), statement.statement_id(), unit.statement.digest}, {}};
  auto claim = claims.begin();
  for (size_t position = 0; position < unit.leaves.size(); ++position) {
    const absl::StatusOr<v1::CertificateLeaf> leaf = proto::DecodeLeaf(unit.leaves[position]);
    if (!leaf.ok()) return leaf.status();
    PersonalData data;
    google::protobuf::RepeatedPtrField<v1::ClaimSlot> slots;
    for (uint32_t tag = 1; tag <= *count; ++tag, ++claim) {
      data.claims.push_back(*claim);
      slots.Add()->set_claim(*claim);
    }
    data.claims_root = *crypto::Hash::FromBytes(leaf->claims_root());
    const auto checked = proto::CheckClaims(slots, *version, data.claims_root);
    if (!checked.ok()) return checked.status();
    data.place.set_issuer(batch.name.issuer);
    data.place.set_statement_id(batch.name.statement_id);
    data.place.set_position(static_cast<uint32_t>(position));
    data.place.set_digest(batch.name.digest.str());
    batch.certificates.push_back(std::move(data));
  }
  return batch;
}

absl::Status FromVault(const absl::Status& status) {
  if (absl::IsResourceExhausted(status)) return Refuse(Reason::kDiskFull, status.message());
  if (absl::IsAlreadyExists(status)) return Refuse(Reason::kVaultClaimsReused);
  return status;
}

absl::StatusOr<std::optional<uint64_t>> FindBatchEntry(const rules::View& view,
                                                       const BatchName& batch) {
  auto statement = rules::FindStatement(view, batch.issuer, batch.statement_id);
  if (!statement.ok()) return statement.status();
  if (*statement == nullptr || (*statement)->digest() != batch.digest.view()) return std::nullopt;
  return (*statement)->begin();
}

}  // namespace linkcert::server
