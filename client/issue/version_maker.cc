#include "client/issue/version_maker.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/verify/file_parts.h"
#include "crypto/merkle.h"
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "proto/refusal.h"
#include "rules/corrections.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

constexpr size_t kStatementIdSizeBytes = 16;

// A change with the log indexes that its file shows.
struct PlacedChange {
  const CertificateChange* change = nullptr;
  uint64_t original_batch = 0;
};
using PlacedChanges = std::map<uint64_t, PlacedChange>;  // by certificate

absl::Status Place(const CertificateChange& change, PlacedChanges& placed) {
  absl::StatusOr<FileParts> parts = OpenParts(change.file);
  if (!parts.ok()) return parts.status();
  absl::StatusOr<v1::CertificateLeaf> leaf = proto::DecodeLeaf(change.file.leaf());
  if (!leaf.ok()) return leaf.status();
  const uint64_t certificate = proto::LeafIndex(parts->unit().index, leaf->position());
  const uint64_t batch = parts->batch.index;
  if (!placed.empty() && placed.begin()->second.original_batch != batch) {
    return Refuse(Reason::kOriginalBatchDiffers, absl::StrCat("certificate ", certificate));
  }
  if (!placed.emplace(certificate, PlacedChange{&change, batch}).second) {
    return Refuse(Reason::kLinksDisordered, absl::StrCat("certificate ", certificate, " twice"));
  }
  return absl::OkStatus();
}

// Claims of the new values, with fresh salts; what does not change is empty.
absl::StatusOr<std::vector<std::string>> NewClaims(const CertificateChange& change) {
  std::vector<std::string> values(proto::kClaimTags);
  for (const auto& [tag, value] : change.values) {
    if (tag < 1 || tag > proto::kClaimTags) {
      return Refuse(Reason::kFieldOutOfRange, absl::StrCat("claim ", tag));
    }
    values[tag - 1] = value;
  }
  return proto::MakeClaims(values);
}

// The claims with the new values; fills the hashes and tags of `correction`.
absl::StatusOr<std::vector<std::string>> ChangeClaims(const CertificateChange& change,
                                                      v1::Correction& correction) {
  absl::StatusOr<std::vector<std::string>> changed = NewClaims(change);
  if (!changed.ok()) return changed;
  std::vector<std::string> claims;
  for (const v1::ClaimSlot& slot : change.file.claims()) {
    const auto tag = static_cast<uint32_t>(claims.size() + 1);
    if (!slot.has_claim()) return Refuse(Reason::kFieldMissing, absl::StrCat("claim ", tag));
    std::string claim = slot.claim();
    correction.add_old_claim_hashes(crypto::HashLeaf(claim).str());
    if (change.values.count(tag) > 0) {
      claim = std::move((*changed)[tag - 1]);
      correction.add_changed_tags(tag);
    }
    correction.add_new_claim_hashes(crypto::HashLeaf(claim).str());
    claims.push_back(std::move(claim));
  }
  absl::Status status = rules::CheckCorrectedTags(correction);
  if (!status.ok()) return status;
  return claims;
}

}  // namespace

absl::StatusOr<MadeVersions> MakeCorrection(absl::Span<const CertificateChange> changes,
                                            const StatementFrame& frame) {
  PlacedChanges placed;
  for (const CertificateChange& change : changes) {
    absl::Status status = Place(change, placed);
    if (!status.ok()) return status;
  }
  v1::Statement statement;
  statement.set_statement_id(crypto::RandomBytes(kStatementIdSizeBytes));
  v1::CorrectCertificates& act = *statement.mutable_correct_certificates();
  std::vector<std::string> leaves;
  std::vector<std::vector<std::string>> claims_of;
  crypto::CompactRange tree;
  for (const auto& [certificate, place] : placed) {
    v1::Correction& correction = *act.add_corrections();
    correction.set_certificate(certificate);
    correction.set_version(place.change->version + 1);
    auto claims = ChangeClaims(*place.change, correction);
    if (!claims.ok()) return claims.status();
    leaves.push_back(proto::EncodeLeaf(statement.statement_id(),
                                       static_cast<uint32_t>(leaves.size()),
                                       proto::ClaimsRoot(*claims), {.supersedes = certificate}));
    tree.Append(crypto::HashLeaf(leaves.back()));
    claims_of.push_back(*std::move(claims));
    act.set_original_batch(place.original_batch);
  }
  act.set_leaf_count(static_cast<uint32_t>(leaves.size()));
  act.set_leaves_root(tree.Root().str());
  absl::StatusOr<StatementInMaking> making = FrameStatement(std::move(statement), frame);
  if (!making.ok()) return making.status();
  return MadeVersions{*std::move(making), std::move(leaves), std::move(claims_of)};
}

}  // namespace linkcert::client
