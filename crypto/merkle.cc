#include "crypto/merkle.h"

#include <bit>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/merkle_internal.h"

namespace linkcert::crypto {
namespace {

// The root over [first, last), where `first` is a multiple of the largest subtree that fits.
absl::StatusOr<Hash> RootOfRange(uint64_t first, uint64_t last, const NodeReader& nodes) {
  Path roots;
  if (auto status = ReadSubtrees(first, last, nodes, &roots); !status.ok()) return status;
  return FoldRoots(roots);
}

// The siblings on the way up from the perfect subtree (level, index) to the root at `size`.
absl::Status AppendPathOfNode(uint32_t level, uint64_t index, uint64_t size,
                              const NodeReader& nodes, Path* path) {
  const uint64_t last = (size - 1) >> level;
  for (uint64_t rest = last; rest > 0; rest >>= 1, ++level, index >>= 1) {
    const uint64_t sibling = index ^ 1;
    if (sibling > rest) continue;  // the right border passes through without a sibling
    absl::StatusOr<Hash> hash = ((sibling + 1) << level) - 1 < size
                                    ? nodes(level, sibling)
                                    : RootOfRange(sibling << level, size, nodes);
    if (!hash.ok()) return hash.status();
    path->push_back(*hash);
  }
  return absl::OkStatus();
}

}  // namespace

Hash FoldRoots(absl::Span<const Hash> roots) {
  if (roots.empty()) return EmptyRoot();
  Hash root = roots.back();
  for (size_t i = roots.size() - 1; i-- > 0;) root = HashNode(roots[i], root);
  return root;
}

absl::Status ReadSubtrees(uint64_t begin, uint64_t end, const NodeReader& nodes, Path* hashes) {
  while (begin < end) {
    const uint32_t level = LevelOfSubtreeAt(begin, end);
    absl::StatusOr<Hash> hash = nodes(level, begin >> level);
    if (!hash.ok()) return hash.status();
    hashes->push_back(*hash);
    begin += uint64_t{1} << level;
  }
  return absl::OkStatus();
}

absl::StatusOr<CompactRange> CompactRange::FromRoots(uint64_t size, std::vector<Hash> roots) {
  if (roots.size() != static_cast<size_t>(std::popcount(size))) {
    return absl::InvalidArgumentError(
        absl::StrCat(roots.size(), " roots cannot stand for ", size, " leaves"));
  }
  CompactRange range;
  range.size_ = size;
  range.roots_ = std::move(roots);
  return range;
}

void CompactRange::Append(const Hash& leaf_hash) { MergeSubtree(0, leaf_hash, &size_, &roots_); }

Hash CompactRange::Root() const { return FoldRoots(roots_); }

Hash RootOf(absl::Span<const Hash> leaf_hashes) {
  CompactRange range;
  for (const Hash& leaf_hash : leaf_hashes) range.Append(leaf_hash);
  return range.Root();
}

absl::StatusOr<Path> InclusionPath(uint64_t index, uint64_t size, const NodeReader& nodes) {
  if (index >= size) {
    return absl::OutOfRangeError(absl::StrCat("no leaf ", index, " in a tree of ", size));
  }
  Path path;
  if (auto status = AppendPathOfNode(0, index, size, nodes, &path); !status.ok()) return status;
  return path;
}

absl::StatusOr<Path> ConsistencyPath(uint64_t old_size, uint64_t size, const NodeReader& nodes) {
  if (old_size == 0 || old_size > size) {
    return absl::OutOfRangeError(absl::StrCat("no proof from ", old_size, " to ", size));
  }
  Path path;
  if (old_size == size) return path;
  // The proof climbs from the smallest perfect subtree of the old tree; its hash comes first,
  // unless it is the whole old tree, whose root the verifier has.
  const auto level = static_cast<uint32_t>(std::countr_zero(old_size));
  const uint64_t index = (old_size - 1) >> level;
  if (index != 0) {
    absl::StatusOr<Hash> first = nodes(level, index);
    if (!first.ok()) return first.status();
    path.push_back(*first);
  }
  auto status = AppendPathOfNode(level, index, size, nodes, &path);
  if (!status.ok()) return status;
  return path;
}

absl::StatusOr<Path> RangePath(uint64_t begin, uint64_t end, uint64_t size,
                               const NodeReader& nodes) {
  if (begin >= end || end > size) {
    return absl::OutOfRangeError(absl::StrCat("no leaves [", begin, ", ", end, ") of ", size));
  }
  Path path;
  if (auto status = ReadSubtrees(0, begin, nodes, &path); !status.ok()) return status;
  if (auto status = ReadSubtrees(end, size, nodes, &path); !status.ok()) return status;
  return path;
}

absl::StatusOr<Hash> RootAt(uint64_t size, const NodeReader& nodes) {
  return RootOfRange(0, size, nodes);
}

NodeReader NodesOf(absl::Span<const Hash> leaf_hashes) {
  // Every level above the leaves, complete nodes only; level 1 is at [0].
  auto levels = std::make_shared<std::vector<Path>>();
  for (absl::Span<const Hash> below = leaf_hashes; below.size() > 1; below = levels->back()) {
    Path level;
    level.reserve(below.size() / 2);
    for (size_t i = 0; i + 1 < below.size(); i += 2) {
      level.push_back(HashNode(below[i], below[i + 1]));
    }
    levels->push_back(std::move(level));
  }
  return [leaf_hashes, levels](uint32_t level, uint64_t index) -> absl::StatusOr<Hash> {
    if (level > levels->size()) return absl::OutOfRangeError("no such level");
    const absl::Span<const Hash> row =
        level == 0 ? leaf_hashes : absl::Span<const Hash>((*levels)[level - 1]);
    if (index >= row.size()) return absl::OutOfRangeError("no such node");
    return row[index];
  };
}

}  // namespace linkcert::crypto
