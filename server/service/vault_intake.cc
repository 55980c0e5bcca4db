#include "server/service/vault_intake.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "proto/refusal.h"
#include "rules/records.h"
#include "server/service/shown_claims.h"

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

// The facts of the batch, or of the one that a correction or reissue names.
absl::StatusOr<v1::IssueBatch> FactsOf(const LogReader& reader, CertificateFinder& finder,
                                       const v1::Statement& statement) {
  const uint64_t original = rules::OriginalBatchOf(statement);
  if (original == 0) return statement.issue_batch();
  const auto issued = rules::FindIssuedBatch(reader.published().view, original);
  if (!issued.ok()) return issued.status();
  if (*issued == nullptr) return Refuse(Reason::kOriginalBatchDiffers, absl::StrCat(original));
  const absl::StatusOr<LoggedBatchPtr> batch = finder.Batch(reader, original);
  if (!batch.ok()) return batch.status();
  return (*batch)->act();
}

// What the leaf commits to, under a number of the batch's own.
absl::Status CheckIsOfLeaf(const PersonalData& data, const v1::IssueBatch& facts) {
  google::protobuf::RepeatedPtrField<v1::ClaimSlot> slots;
  for (const std::string& claim : data.claims) slots.Add()->set_claim(claim);
  const auto checked = proto::CheckClaims(slots, facts.document_version(), data.claims_root);
  return checked.ok() ? CheckNumber(*checked, facts) : checked.status();
}

vault::v1::Place PlaceAt(const BatchName& batch, size_t position) {
  vault::v1::Place place;
  place.set_issuer(batch.issuer);
  place.set_statement_id(batch.statement_id);
  place.set_position(static_cast<uint32_t>(position));
  place.set_digest(batch.digest.str());
  return place;
}

}  // namespace

absl::StatusOr<VaultBatch> ReadVaultClaims(
    const LogReader& reader, CertificateFinder& finder, const rules::PreparedUnit& unit,
    const google::protobuf::RepeatedPtrField<std::string>& claims) {
  const v1::Statement& statement = unit.statement.statement;
  const absl::StatusOr<v1::IssueBatch> facts = FactsOf(reader, finder, statement);
  if (!facts.ok()) return facts.status();
  const absl::StatusOr<uint32_t> count = proto::ClaimCount(facts->document_version());
  if (!count.ok()) return count.status();
  if (static_cast<size_t>(claims.size()) != *count * unit.leaves.size()) {
    return Refuse(Reason::kRequestMalformed,
                  absl::StrCat(*count, " vault claims for each of the leaves"));
  }
  absl::StatusOr<std::string> issuer = OrganisationOf(reader.published().view, unit.statement);
  if (!issuer.ok()) return issuer.status();
  VaultBatch batch = {{*std::move(issuer), statement.statement_id(), unit.statement.digest}, {}};
  auto claim = claims.begin();
  for (size_t position = 0; position < unit.leaves.size(); ++position, claim += *count) {
    const absl::StatusOr<v1::CertificateLeaf> leaf = proto::DecodeLeaf(unit.leaves[position]);
    if (!leaf.ok()) return leaf.status();
    PersonalData data{.claims_root = *crypto::Hash::FromBytes(leaf->claims_root()),
                      .place = PlaceAt(batch.name, position),
                      .claims = {claim, claim + *count}};
    absl::Status status = CheckIsOfLeaf(data, *facts);
    if (!status.ok()) return status;
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
