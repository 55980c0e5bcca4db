#include "crypto/sparse_map.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace linkcert::crypto {
namespace {

constexpr size_t kKeyBytes = 8;

bool BitOf(uint64_t key, uint32_t depth) { return (key >> depth & 1) != 0; }

// True when bits 0 … depth-1 are the same.
bool SharePath(uint64_t a, uint64_t b, size_t depth) {
  return depth == 0 || (a ^ b) << (kMapDepth - depth) == 0;
}

MapPlace ChildPlace(const MapPlace& place, bool right) {
  return {.depth = place.depth + 1,
          .prefix = place.prefix | static_cast<uint64_t>(right) << place.depth};
}

// Puts leaves into one tree and collects the nodes that change.
class Putter {
 public:
  Putter(const MapNodeReader& nodes, MapChange& change) : nodes_(nodes), change_(change) {}

  absl::StatusOr<MapSubtree> Put(const MapSubtree& before, const MapPlace& place,
                                 std::vector<MapLeaf> leaves) {
    if (leaves.empty()) return before;
    MapNode node;
    if (before.only_key) {
      KeepUnlessReplaced(before, leaves);
    } else if (!before.empty()) {
      absl::StatusOr<MapNode> read = nodes_(place);
      if (!read.ok()) return read.status();
      node = *std::move(read);
    }
    if (leaves.size() == 1 && (before.empty() || before.only_key)) {
      return MapSubtree{.hash = leaves[0].hash, .only_key = leaves[0].key};
    }
    return Split(std::move(node), place, std::move(leaves));
  }

 private:
  static void KeepUnlessReplaced(const MapSubtree& only, std::vector<MapLeaf>& leaves) {
    const bool replaced = std::any_of(leaves.begin(), leaves.end(), [&](const MapLeaf& leaf) {
      return leaf.key == *only.only_key;
    });
    if (!replaced) leaves.push_back({.key = *only.only_key, .hash = only.hash});
  }

  absl::StatusOr<MapSubtree> Split(MapNode node, const MapPlace& place,
                                   std::vector<MapLeaf> leaves) {
    if (place.depth >= kMapDepth) return absl::InvalidArgumentError("one key is put twice");
    const auto middle = std::partition(
        leaves.begin(), leaves.end(), [&](const MapLeaf& l) { return !BitOf(l.key, place.depth); });
    auto left = Put(node.left, ChildPlace(place, false), {leaves.begin(), middle});
    if (!left.ok()) return left.status();
    auto right = Put(node.right, ChildPlace(place, true), {middle, leaves.end()});
    if (!right.ok()) return right.status();
    node = {.left = *left, .right = *right};
    change_.nodes.emplace_back(place, node);
    return MapSubtree{.hash = HashMapNode(left->hash, right->hash), .only_key = std::nullopt};
  }

  const MapNodeReader& nodes_;
  MapChange& change_;
};

}  // namespace

Hash HashMapLeaf(uint64_t key, absl::string_view value) {
  std::string head(1 + kKeyBytes, '\x02');
  for (size_t i = 0; i < kKeyBytes; ++i) head[1 + i] = static_cast<char>(key >> (8 * i) & 0xFF);
  return Sha256(head, value);
}

Hash HashMapNode(const Hash& left, const Hash& right) {
  char node[1 + 2 * Hash::kSizeBytes];
  node[0] = 3;
  std::memcpy(node + 1, left.data(), Hash::kSizeBytes);
  std::memcpy(node + 1 + Hash::kSizeBytes, right.data(), Hash::kSizeBytes);
  return Sha256(absl::string_view(node, sizeof(node)));
}

absl::StatusOr<MapChange> PutLeaves(const MapSubtree& root, absl::Span<const MapLeaf> leaves,
                                    const MapNodeReader& nodes) {
  MapChange change;
  auto after = Putter(nodes, change).Put(root, {}, {leaves.begin(), leaves.end()});
  if (!after.ok()) return after.status();
  change.root = *after;
  return change;
}

absl::StatusOr<MapPath> FindMapPath(const MapSubtree& root, uint64_t key,
                                    const MapNodeReader& nodes) {
  MapPath path;
  MapSubtree at = root;
  MapPlace place;
  while (!at.empty() && !at.only_key) {
    absl::StatusOr<MapNode> node = nodes(place);
    if (!node.ok()) return node.status();
    const bool right = BitOf(key, place.depth);
    path.siblings.push_back(right ? node->left.hash : node->right.hash);
    at = right ? node->right : node->left;
    place = ChildPlace(place, right);
  }
  path.end_key = at.only_key;
  std::reverse(path.siblings.begin(), path.siblings.end());
  return path;
}

absl::Status VerifyMapPath(uint64_t key, const std::optional<MapLeaf>& end,
                           absl::Span<const Hash> siblings, const Hash& root) {
  const size_t depth = siblings.size();
  if (depth > kMapDepth) return absl::InvalidArgumentError("the path is longer than a key");
  if (end && !SharePath(key, end->key, depth)) {
    return absl::InvalidArgumentError("the leaf at the end lies on another path");
  }
  // Two empty halves are one empty subtree, and a lone leaf stands higher.
  if (depth > 0 && siblings[0] == Hash()) {
    return absl::InvalidArgumentError("the path is longer than it needs to be");
  }
  Hash hash = end ? end->hash : Hash();
  for (size_t i = 0; i < depth; ++i) {
    const bool right = BitOf(key, static_cast<uint32_t>(depth - 1 - i));
    hash = right ? HashMapNode(siblings[i], hash) : HashMapNode(hash, siblings[i]);
  }
  return hash == root ? absl::OkStatus() : absl::InvalidArgumentError("another root");
}

}  // namespace linkcert::crypto
