#include "client/issue/certificate_builder.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/verify/file_parts.h"
#include "proto/canonical.h"
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "proto/refusal.h"
#include "rules/prepare.h"
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

// Puts entries into their places of the file, in log order: a rotated key belongs to whoever had
// the key that it replaced.
class Placer {
 public:
  explicit Placer(v1::CertificateFile& file) : file_(file) {}

  absl::Status Place(const v1::LoggedEntry& logged) {
    absl::StatusOr<LoggedStatement> statement = OpenLoggedEntry(logged);
    if (!statement.ok()) return statement.status();
    switch (statement->statement().act_case()) {
      case Act::kGenesis:
        *file_.mutable_genesis() = logged;
        return absl::OkStatus();
      case Act::kAddKey:
        return PlaceKey(logged, statement->statement().add_key());
      case Act::kRotateKey:
        return PlaceKey(logged, statement->statement().rotate_key());
      case Act::kRegisterOrganisation:
        *file_.mutable_organisation() = logged;
        return absl::OkStatus();
      case Act::kGrantAccreditation:
        *file_.mutable_accreditation() = logged;
        return absl::OkStatus();
      case Act::kIssueBatch:
        *file_.mutable_original_batch() = logged;
        return absl::OkStatus();
      case Act::kBeginEpoch:
        *file_.add_epochs() = logged;
        return absl::OkStatus();
      default:
        return Misplaced(*statement);
    }
  }

  // EVIDENCE_MISSING unless all that a file of this batch must hold was placed.
  absl::Status CheckNothingMissing(const LoggedStatement& batch) const {
    if (!file_.has_genesis()) return Refuse(Reason::kEvidenceMissing, "genesis");
    if (!file_.has_organisation()) return Refuse(Reason::kEvidenceMissing, "organisation");
    if (!file_.has_accreditation()) return Refuse(Reason::kEvidenceMissing, "accreditation");
    if (file_.authority_keys().empty()) return Refuse(Reason::kEvidenceMissing, "authority keys");
    const bool newer = rules::OriginalBatchOf(batch.statement()) != 0;
    if (newer != file_.has_original_batch()) {
      return Refuse(newer ? Reason::kEvidenceMissing : Reason::kEntryUnexpected, "original batch");
    }
    for (const crypto::KeyId& signer : batch.sealed.signers) {
      if (owners_.contains(signer)) continue;
      return Refuse(Reason::kEvidenceMissing, absl::StrCat("issuer key ", signer.ToHex()));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status PlaceKey(const v1::LoggedEntry& logged, const v1::AddKey& act) {
    return PlaceKey(logged, crypto::Sha256(act.public_key()), act.organisation());
  }
  absl::Status PlaceKey(const v1::LoggedEntry& logged, const v1::RotateKey& act) {
    absl::StatusOr<crypto::Hash> old_key = crypto::Hash::FromBytes(act.old_key());
    const auto owner = old_key.ok() ? owners_.find(*old_key) : owners_.end();
    if (owner == owners_.end()) {
      return Refuse(Reason::kEvidenceMissing,
                    absl::StrCat("the key that entry ", logged.index(), " replaced"));
    }
    return PlaceKey(logged, crypto::Sha256(act.new_public_key()), std::string(owner->second));
  }
  absl::Status PlaceKey(const v1::LoggedEntry& logged, const crypto::KeyId& id,
                        const std::string& organisation) {
    const bool authority = organisation == rules::kAuthority;
    *(authority ? file_.add_authority_keys() : file_.add_issuer_keys()) = logged;
    owners_.emplace(id, organisation);
    return absl::OkStatus();
  }

  v1::CertificateFile& file_;
  std::map<crypto::KeyId, std::string> owners_;
};

absl::Status CheckLeaves(const LoggedStatement& batch, absl::Span<const crypto::Hash> hashes) {
  const std::string* root = rules::StatedLeavesRoot(batch.statement());
  if (root == nullptr) return Misplaced(batch);
  if (rules::PromisedLeaves(batch.statement()) != hashes.size()) {
    return Refuse(Reason::kLeafCountDiffers);
  }
  if (*root == crypto::RootOf(hashes).view()) return absl::OkStatus();
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
  std::map<uint64_t, const v1::LoggedEntry*> in_log_order;
  for (const v1::LoggedEntry& logged : evidence.entries) in_log_order[logged.index()] = &logged;
  Placer placer(builder.shared_);
  for (const auto& [index, logged] : in_log_order) {
    status = placer.Place(*logged);
    if (!status.ok()) return status;
  }
  status = placer.CheckNothingMissing(*batch);
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
