// The RFC 6962 Merkle tree and nothing else: no storage, no signatures, no I/O.
// Indexes are 0-based; ranges are half-open. All free functions are thread-safe.
#ifndef LINKCERT_CRYPTO_MERKLE_H_
#define LINKCERT_CRYPTO_MERKLE_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "crypto/hash.h"

namespace linkcert::crypto {

using Path = std::vector<Hash>;  // from the leaf upwards, as RFC 6962 §2.1.1 orders it

// The leaves [0, size) kept as the roots of their perfect subtrees, largest first.
// Copyable; not thread-safe.
class CompactRange {
 public:
  CompactRange() = default;
  // InvalidArgument unless there is one root for each bit set in `size`.
  static absl::StatusOr<CompactRange> FromRoots(uint64_t size, std::vector<Hash> roots);

  void Append(const Hash& leaf_hash);
  uint64_t size() const { return size_; }
  absl::Span<const Hash> roots() const { return roots_; }
  Hash Root() const;  // EmptyRoot() when nothing was appended

 private:
  uint64_t size_ = 0;
  std::vector<Hash> roots_;
};

// The root over `leaf_hashes` in order.
Hash RootOf(absl::Span<const Hash> leaf_hashes);

// Reads the hash of the perfect subtree of 2^level leaves that begins at leaf index << level.
using NodeReader = std::function<absl::StatusOr<Hash>(uint32_t level, uint64_t index)>;

// Proofs from a tree of `size` leaves. OutOfRange when the arguments do not fit
// (index < size; 1 <= old_size <= size; begin < end <= size); else the reader's own error.
absl::StatusOr<Path> InclusionPath(uint64_t index, uint64_t size, const NodeReader& nodes);
absl::StatusOr<Path> ConsistencyPath(uint64_t old_size, uint64_t size, const NodeReader& nodes);
// What an owner of the leaves [begin, end) needs to compute the root: the perfect subtrees left of
// `begin`, left to right, then those between `end` and `size`, left to right.
absl::StatusOr<Path> RangePath(uint64_t begin, uint64_t end, uint64_t size,
                               const NodeReader& nodes);
// The root at `size`, which may be smaller than what the reader holds.
absl::StatusOr<Hash> RootAt(uint64_t size, const NodeReader& nodes);

// A reader over leaf hashes held in memory (one batch of certificates, a test). Hashes the whole
// tree once; every read is then O(1). The span must outlive the reader.
NodeReader NodesOf(absl::Span<const Hash> leaf_hashes);

// The root that `path` leads to from `leaf_hash`; InvalidArgument if the path's length cannot be
// that of leaf `index` in a tree of `size` leaves (RFC 9162 §2.1.3.2).
absl::StatusOr<Hash> RootFromInclusion(const Hash& leaf_hash, uint64_t index, uint64_t size,
                                       absl::Span<const Hash> path);
// Both trees that an inclusion path shows: the one of `size` leaves, and the one that ended with
// the leaf itself. The same path whose `root` is right proves `root_then`, whatever that is: unlike
// a consistency path it can also prove that a tree does not extend another one.
struct RootsOfLeaf {
  Hash root_then;  // of the leaves [0, index + 1)
  Hash root;       // of the leaves [0, size)
};
absl::StatusOr<RootsOfLeaf> RootsFromInclusion(const Hash& leaf_hash, uint64_t index, uint64_t size,
                                               absl::Span<const Hash> path);
// InvalidArgument when the proof does not show what it should.
absl::Status VerifyInclusion(const Hash& leaf_hash, uint64_t index, uint64_t size,
                             absl::Span<const Hash> path, const Hash& root);
// RFC 9162 §2.1.4.2. A proof from size 0 is always refused.
absl::Status VerifyConsistency(uint64_t old_size, uint64_t size, absl::Span<const Hash> path,
                               const Hash& old_root, const Hash& root);
absl::Status VerifyRange(uint64_t begin, absl::Span<const Hash> leaf_hashes, uint64_t size,
                         absl::Span<const Hash> path, const Hash& root);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_MERKLE_H_
