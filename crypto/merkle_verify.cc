#include <bit>

#include "absl/strings/str_cat.h"
#include "crypto/merkle.h"
#include "crypto/merkle_internal.h"

namespace linkcert::crypto {
namespace {

absl::Status WrongLength() {
  return absl::InvalidArgumentError("the path's length does not fit the tree's size");
}

absl::Status CheckRoot(const Hash& computed, const Hash& root) {
  if (computed == root) return absl::OkStatus();
  return absl::InvalidArgumentError("the proof leads to another root");
}

// RFC 9162 §2.1.4.2, steps 5 and 6; `steps` follow the hash `first`.
absl::StatusOr<RootsOfLeaf> ClimbBoth(uint64_t old_last, uint64_t last, const Hash& first,
                                      absl::Span<const Hash> steps) {
  RootsOfLeaf roots{first, first};
  for (const Hash& step : steps) {
    if (last == 0) return WrongLength();
    if ((old_last & 1) != 0 || old_last == last) {
      roots.root_then = HashNode(step, roots.root_then);
      roots.root = HashNode(step, roots.root);
      const int zeros = old_last == 0 ? 0 : std::countr_zero(old_last);
      old_last >>= zeros;
      last >>= zeros;
    } else {
      roots.root = HashNode(roots.root, step);
    }
    old_last >>= 1;
    last >>= 1;
  }
  if (last != 0) return WrongLength();
  return roots;
}

}  // namespace

absl::StatusOr<Hash> RootFromInclusion(const Hash& leaf_hash, uint64_t index, uint64_t size,
                                       absl::Span<const Hash> path) {
  if (index >= size) {
    return absl::InvalidArgumentError(absl::StrCat("no leaf ", index, " in a tree of ", size));
  }
  Hash root = leaf_hash;
  uint64_t last = size - 1;
  for (const Hash& sibling : path) {
    if (last == 0) return WrongLength();
    if ((index & 1) != 0 || index == last) {
      // On the right border, climb to the level where there is a left sibling.
      const int zeros = index == 0 ? 0 : std::countr_zero(index);
      index >>= zeros;
      last >>= zeros;
      root = HashNode(sibling, root);
    } else {
      root = HashNode(root, sibling);
    }
    index >>= 1;
    last >>= 1;
  }
  if (last != 0) return WrongLength();
  return root;
}

absl::StatusOr<RootsOfLeaf> RootsFromInclusion(const Hash& leaf_hash, uint64_t index, uint64_t size,
                                               absl::Span<const Hash> path) {
  if (index >= size) {
    return absl::InvalidArgumentError(absl::StrCat("no leaf ", index, " in a tree of ", size));
  }
  return ClimbBoth(index, size - 1, leaf_hash, path);
}

absl::Status VerifyInclusion(const Hash& leaf_hash, uint64_t index, uint64_t size,
                             absl::Span<const Hash> path, const Hash& root) {
  absl::StatusOr<Hash> computed = RootFromInclusion(leaf_hash, index, size, path);
  if (!computed.ok()) return computed.status();
  return CheckRoot(*computed, root);
}

absl::Status VerifyConsistency(uint64_t old_size, uint64_t size, absl::Span<const Hash> path,
                               const Hash& old_root, const Hash& root) {
  if (old_size == 0 || old_size > size) {
    return absl::InvalidArgumentError(absl::StrCat("no proof from ", old_size, " to ", size));
  }
  if (old_size == size) {
    if (!path.empty()) return WrongLength();
    return CheckRoot(old_root, root);
  }
  const bool starts_at_old_root = std::has_single_bit(old_size);
  if (!starts_at_old_root && path.empty()) return WrongLength();
  const int level = std::countr_zero(old_size);
  absl::StatusOr<RootsOfLeaf> roots =
      ClimbBoth((old_size - 1) >> level, (size - 1) >> level,
                starts_at_old_root ? old_root : path[0], path.subspan(starts_at_old_root ? 0 : 1));
  if (!roots.ok()) return roots.status();
  if (auto status = CheckRoot(roots->root_then, old_root); !status.ok()) return status;
  return CheckRoot(roots->root, root);
}

absl::Status VerifyRange(uint64_t begin, absl::Span<const Hash> leaf_hashes, uint64_t size,
                         absl::Span<const Hash> path, const Hash& root) {
  if (begin >= size || leaf_hashes.empty() || leaf_hashes.size() > size - begin) {
    return absl::InvalidArgumentError("the leaves do not lie within the tree");
  }
  const auto left = static_cast<size_t>(std::popcount(begin));
  if (path.size() < left) return WrongLength();
  std::vector<Hash> roots(path.begin(), path.begin() + left);
  uint64_t covered = begin;
  for (const Hash& leaf_hash : leaf_hashes) MergeSubtree(0, leaf_hash, &covered, &roots);
  for (const Hash& subtree : path.subspan(left)) {
    if (covered == size) return WrongLength();
    MergeSubtree(LevelOfSubtreeAt(covered, size), subtree, &covered, &roots);
  }
  if (covered != size) return WrongLength();
  return CheckRoot(FoldRoots(roots), root);
}

}  // namespace linkcert::crypto
