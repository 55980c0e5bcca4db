#include "rules/claims_roots.h"

#include <string>
#include <utility>

namespace linkcert::rules {

void WriteClaimsRoots(ActContext& context) {
  std::string roots;
  roots.reserve(context.unit.terms.size() * crypto::Hash::kSizeBytes);
  for (const LeafTerms& leaf : context.unit.terms) {
    roots.append(leaf.claims_root.view().data(), leaf.claims_root.view().size());
  }
  records::ClaimsRoots record;
  record.set_roots(std::move(roots));
  context.Write(ClaimsRootsKey(context.stamp.index), std::move(record),
                &Record::mutable_claims_roots);
}

absl::StatusOr<crypto::Hash> ClaimsRootOf(const View& view, uint64_t certificate,
                                          const CertificatePlace& place) {
  auto found = FindClaimsRoots(view, place.unit);
  if (!found.ok()) return found.status();
  const size_t begin = (certificate - place.unit - 1) * crypto::Hash::kSizeBytes;
  if (*found == nullptr || begin + crypto::Hash::kSizeBytes > (*found)->roots().size()) {
    return absl::DataLossError("the claims roots of a batch are missing");
  }
  return crypto::Hash::FromBytes(
      absl::string_view((*found)->roots()).substr(begin, crypto::Hash::kSizeBytes));
}

}  // namespace linkcert::rules
