// Private to crypto/: what making and checking proofs have in common.
#ifndef LINKCERT_CRYPTO_MERKLE_INTERNAL_H_
#define LINKCERT_CRYPTO_MERKLE_INTERNAL_H_

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"

namespace linkcert::crypto {

// The level of the largest perfect subtree that begins at leaf `begin` and ends by `end`.
// Requires begin < end.
inline uint32_t LevelOfSubtreeAt(uint64_t begin, uint64_t end) {
  const int fits = std::bit_width(end - begin) - 1;
  return static_cast<uint32_t>(std::min(fits, std::countr_zero(begin)));
}

// The root over perfect subtrees that stand side by side, largest first.
Hash FoldRoots(absl::Span<const Hash> roots);

// Appends the roots of the perfect subtrees that cover [begin, end), left to right.
absl::Status ReadSubtrees(uint64_t begin, uint64_t end, const NodeReader& nodes, Path* hashes);

// Puts a perfect subtree at the right end of a compact range and joins what became perfect.
// Requires that 2^level divides *size.
inline void MergeSubtree(uint32_t level, Hash hash, uint64_t* size, std::vector<Hash>* roots) {
  for (uint64_t left = *size >> level; left & 1; left >>= 1) {
    hash = HashNode(roots->back(), hash);
    roots->pop_back();
  }
  roots->push_back(hash);
  *size += uint64_t{1} << level;
}

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_MERKLE_INTERNAL_H_
