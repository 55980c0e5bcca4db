// A sparse Merkle map from 64-bit keys to values: the tree and nothing else, no storage, no I/O.
// docs/FORMAT.md §6. Bit d of a key decides at depth d: 0 left, 1 right.
//
//   empty subtree     32 zero bytes
//   one leaf in it    SHA-256(0x02 ‖ key as 8 bytes little-endian ‖ value), at whatever depth
//   else              SHA-256(0x03 ‖ left ‖ right)
//
// All functions are thread-safe.
#ifndef LINKCERT_CRYPTO_SPARSE_MAP_H_
#define LINKCERT_CRYPTO_SPARSE_MAP_H_

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "crypto/hash.h"

namespace linkcert::crypto {

inline constexpr uint32_t kMapDepth = 64;

Hash HashMapLeaf(uint64_t key, absl::string_view value);
Hash HashMapNode(const Hash& left, const Hash& right);

// A subtree as whoever stands above it knows it. The default value is the empty subtree.
struct MapSubtree {
  Hash hash;
  std::optional<uint64_t> only_key;  // there when exactly one leaf is below
  bool empty() const { return hash == Hash(); }
  friend bool operator==(const MapSubtree&, const MapSubtree&) = default;
};

// A subtree of two leaves or more, and its place: its depth, and the bits 0 … depth-1 that all keys
// below it share.
struct MapNode {
  MapSubtree left;
  MapSubtree right;
};
struct MapPlace {
  uint32_t depth = 0;
  uint64_t prefix = 0;
  friend auto operator<=>(const MapPlace&, const MapPlace&) = default;
};
using MapNodeReader = std::function<absl::StatusOr<MapNode>(const MapPlace&)>;

struct MapLeaf {
  uint64_t key = 0;
  Hash hash;  // HashMapLeaf
};

// The map after leaves were put, and the nodes that are new or changed. No node ever goes away.
struct MapChange {
  MapSubtree root;
  std::vector<std::pair<MapPlace, MapNode>> nodes;
};
// Puts leaves, each key once, in any order; a leaf replaces the one with its key. Errors are the
// reader's own.
absl::StatusOr<MapChange> PutLeaves(const MapSubtree& root, absl::Span<const MapLeaf> leaves,
                                    const MapNodeReader& nodes);

// Where the path of a key ends, and what lies beside it.
struct MapPath {
  std::optional<uint64_t> end_key;  // of the leaf it ends in, perhaps another's; nullopt = empty
  std::vector<Hash> siblings;       // from the end upwards
};
absl::StatusOr<MapPath> FindMapPath(const MapSubtree& root, uint64_t key,
                                    const MapNodeReader& nodes);

// InvalidArgument unless the path of `key` ends in `end` under `root`: in the leaf of `key` itself
// (present), in another key's leaf that shares the path's bits, or in nothing (both absent).
absl::Status VerifyMapPath(uint64_t key, const std::optional<MapLeaf>& end,
                           absl::Span<const Hash> siblings, const Hash& root);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_SPARSE_MAP_H_
