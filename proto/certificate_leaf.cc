#include "proto/certificate_leaf.h"

#include "proto/canonical.h"
#include "proto/wire.h"

namespace linkcert::proto {

using v1::CertificateLeaf;

std::string EncodeLeaf(absl::string_view batch_statement_id, uint32_t position,
                       const crypto::Hash& claims_root, const LeafLinks& links) {
  std::string leaf;
  leaf.reserve(64);
  AppendDelimitedField(leaf, CertificateLeaf::kBatchFieldNumber, batch_statement_id);
  if (position > 0) AppendVarintField(leaf, CertificateLeaf::kPositionFieldNumber, position);
  AppendDelimitedField(leaf, CertificateLeaf::kClaimsRootFieldNumber, claims_root.view());
  if (links.supersedes > 0) {
    AppendVarintField(leaf, CertificateLeaf::kSupersedesFieldNumber, links.supersedes);
  }
  if (links.companion > 0) {
    AppendVarintField(leaf, CertificateLeaf::kCompanionFieldNumber, links.companion);
  }
  return leaf;
}

absl::StatusOr<CertificateLeaf> DecodeLeaf(absl::string_view leaf) {
  return DecodeCanonical<CertificateLeaf>(leaf);
}

}  // namespace linkcert::proto
