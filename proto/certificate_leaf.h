// Leaves of a batch (FORMAT.md §5). Thread-safe.
#ifndef LINKCERT_PROTO_CERTIFICATE_LEAF_H_
#define LINKCERT_PROTO_CERTIFICATE_LEAF_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/hash.h"
#include "linkcert/v1/act_issue.pb.h"

namespace linkcert::proto {

// Log indexes of other certificates; 0 = none.
struct LeafLinks {
  uint64_t supersedes = 0;
  uint64_t companion = 0;
};

// Canonical bytes of a leaf; `batch_statement_id` has 16 bytes, `position` is below 10,000.
std::string EncodeLeaf(absl::string_view batch_statement_id, uint32_t position,
                       const crypto::Hash& claims_root, const LeafLinks& links = {});

// Checks canonical form and the rules of the fields: CheckCanonical's refusals.
absl::StatusOr<v1::CertificateLeaf> DecodeLeaf(absl::string_view leaf);

// Log index of the leaf at `position` of the unit whose statement stands at `batch_index`.
inline uint64_t LeafIndex(uint64_t batch_index, uint32_t position) {
  return batch_index + 1 + position;
}

}  // namespace linkcert::proto

#endif  // LINKCERT_PROTO_CERTIFICATE_LEAF_H_
