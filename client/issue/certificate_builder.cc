#include "client/issue/certificate_builder.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/verify/file_parts.h"
#include "proto/canonical.h"
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "proto/refusal.h"
#include "rules/records.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;
using Act = v1::Statement::ActCase;

absl::Status Misplaced(const LoggedStatement& statement) {
  return Refuse(Reason::kEntryUnexpected,
                absl::StrCat("entry ", statement.index, ": ",
                             proto::ActName(proto::ActNumber(statement.statement()))));
}

// Puts an entry into its place of the file.
absl::Status Place(const v1::LoggedEntry& logged, v1::CertificateFile& file) {
  absl::StatusOr<LoggedStatement> statement = OpenLoggedEntry(logged);
  if (!statement.ok()) return statement.status();
  switch (statement->statement().act_case()) {
    case Act::kGenesis:
      *file.mutable_genesis() = logged;
      return absl::OkStatus();
    case Act::kAddKey:
      *(statement->statement().add_key().organisation() == rules::kAuthority
            ? file.add_authority_keys()
            : file.add_issuer_keys()) = logged;
      return absl::OkStatus();
    case Act::kRegisterOrganisation:
      *file.mutable_organisation() = logged;
      return absl::OkStatus();
    case Act::kGrantAccreditation:
      *file.mutable_accreditation() = logged;
      return absl::OkStatus();
    default:
      return Misplaced(*statement);
  }
}

void SortByIndex(google::protobuf::RepeatedPtrField<v1::LoggedEntry>& entries) {
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.index() < b.index(); });
}

absl::Status CheckNothingMissing(const v1::CertificateFile& file, const LoggedStatement& batch) {
  if (!file.has_genesis()) return Refuse(Reason::kEvidenceMissing, "genesis");
  if (!file.has_organisation()) return Refuse(Reason::kEvidenceMissing, "organisation");
  if (!file.has_accreditation()) return Refuse(Reason::kEvidenceMissing, "accreditation");
  if (file.authority_keys().empty()) return Refuse(Reason::kEvidenceMissing, "authority keys");
  if (file.issuer_keys_size() == static_cast<int>(batch.sealed.signers.size())) {
    return absl::OkStatus();
  }
  return Refuse(Reason::kEvidenceMissing, absl::StrCat(batch.sealed.signers.size(), " signers, ",
                                                       file.issuer_keys_size(), " issuer keys"));
}

absl::Status CheckLeaves(const LoggedStatement& batch, absl::Span<const crypto::Hash> hashes) {
  if (batch.statement().act_case() != Act::kIssueBatch) return Misplaced(batch);
  const v1::IssueBatch& act = batch.statement().issue_batch();
  if (act.leaf_count() != hashes.size()) return Refuse(Reason::kLeafCountDiffers);
  if (act.leaves_root() == crypto::RootOf(hashes).view()) return absl::OkStatus();
  return Refuse(Reason::kLeavesRootDiffers);
}

}  // namespace

absl::StatusOr<CertificateBuilder> CertificateBuilder::Create(const BatchEvidence& evidence,
                                                              std::vector<std::string> leaves) {
  CertificateBuilder builder;
  builder.leaves_ = std::move(leaves);
  for (const std::string& leaf : builder.leaves_) {
    builder.leaf_hashes_.push_back(crypto::HashLeaf(leaf));
  }
  absl::StatusOr<LoggedStatement> batch = OpenLoggedEntry(evidence.batch);
  if (!batch.ok()) return batch.status();
  absl::Status status = CheckLeaves(*batch, builder.leaf_hashes_);
  if (!status.ok()) return status;

  builder.shared_.set_checkpoint(evidence.checkpoint);
  *builder.shared_.mutable_batch() = evidence.batch;
  std::set<uint64_t> placed;
  for (const v1::LoggedEntry& logged : evidence.entries) {
    if (!placed.insert(logged.index()).second) continue;
    status = Place(logged, builder.shared_);
    if (!status.ok()) return status;
  }
  SortByIndex(*builder.shared_.mutable_authority_keys());
  SortByIndex(*builder.shared_.mutable_issuer_keys());
  status = CheckNothingMissing(builder.shared_, *batch);
  if (!status.ok()) return status;
  return builder;
}

absl::StatusOr<std::string> CertificateBuilder::Build(uint32_t position,
                                                      absl::Span<const std::string> claims,
                                                      absl::Span<const uint32_t> shown) const {
  if (position >= leaves_.size()) {
    return Refuse(Reason::kLeafMisplaced, absl::StrCat("position ", position));
  }
  absl::StatusOr<v1::CertificateLeaf> leaf = proto::DecodeLeaf(leaves_[position]);
  if (!leaf.ok()) return leaf.status();
  if (leaf->claims_root() != proto::ClaimsRoot(claims).view()) {
    return Refuse(Reason::kClaimsRootDiffers, absl::StrCat("position ", position));
  }
  absl::StatusOr<crypto::Path> path =
      crypto::InclusionPath(position, leaves_.size(), crypto::NodesOf(leaf_hashes_));
  if (!path.ok()) return path.status();

  v1::CertificateFile file = shared_;
  file.set_leaf(leaves_[position]);
  for (const crypto::Hash& hash : *path) file.add_leaf_path(hash.str());
  for (v1::ClaimSlot& slot : proto::DiscloseClaims(claims, shown)) {
    *file.add_claims() = std::move(slot);
  }
  return proto::EncodeCanonical(file);
}

absl::StatusOr<std::string> ShowOnly(absl::string_view file, absl::Span<const uint32_t> shown) {
  absl::StatusOr<v1::CertificateFile> decoded = proto::DecodeCanonical<v1::CertificateFile>(file);
  if (!decoded.ok()) return decoded.status();
  for (uint32_t tag : shown) {
    const bool there = tag >= 1 && tag <= static_cast<uint32_t>(decoded->claims_size()) &&
                       decoded->claims(static_cast<int>(tag) - 1).has_claim();
    if (!there) return Refuse(Reason::kFieldMissing, absl::StrCat("claim ", tag));
  }
  for (int i = 0; i < decoded->claims_size(); ++i) {
    v1::ClaimSlot& slot = *decoded->mutable_claims(i);
    const bool keep = std::find(shown.begin(), shown.end(), i + 1u) != shown.end();
    if (slot.has_claim() && !keep) slot.set_hash(crypto::HashLeaf(slot.claim()).str());
  }
  return proto::EncodeCanonical(*decoded);
}

}  // namespace linkcert::client
