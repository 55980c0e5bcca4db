#include "crypto/tile_tree.h"

#include <atomic>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace linkcert::crypto {

struct TileTree::SharedTile {
  HashTile tile;
  // Set by the first copy and never cleared; from then on `tile` is never written again. (The
  // count of owners will not do: it can fall to one while another thread's reads are still
  // unordered with our next write.)
  std::atomic<bool> is_shared{false};
};

TileTree::Level::Level(const Level& other) : shared(other.shared), changed(other.changed) {
  if (shared != nullptr) shared->is_shared.store(true, std::memory_order_relaxed);
}

TileTree::Level& TileTree::Level::operator=(const Level& other) {
  Level copy(other);
  *this = std::move(copy);
  return *this;
}

void TileTree::Level::Append(const Hash& hash) {
  if (shared == nullptr) {
    shared = std::make_shared<SharedTile>();
  } else if (shared->is_shared.load(std::memory_order_relaxed)) {
    auto own = std::make_shared<SharedTile>();
    own->tile = shared->tile;
    shared = std::move(own);
  }
  shared->tile.Append(hash);
  changed = true;
}

void TileTree::Level::Clear() {
  if (shared->is_shared.load(std::memory_order_relaxed)) {
    shared = nullptr;
  } else {
    shared->tile.Clear();
  }
  changed = false;
}

const HashTile* TileTree::TileAt(size_t tile_level) const {
  if (tile_level >= levels_.size()) return nullptr;
  const auto& shared = levels_[tile_level].shared;
  return shared == nullptr || shared->tile.width() == 0 ? nullptr : &shared->tile;
}

absl::StatusOr<TileTree> TileTree::Restore(uint64_t size, const TileReader& read) {
  TileTree tree;
  tree.size_ = size;
  uint32_t tile_level = 0;
  for (uint64_t hashes = size; hashes > 0; hashes >>= kTileHeight, ++tile_level) {
    Level& level = tree.levels_.emplace_back();
    const auto width = static_cast<uint32_t>(hashes % kTileWidth);
    if (width == 0) continue;
    absl::StatusOr<std::string> bytes = read({tile_level, hashes >> kTileHeight, width});
    if (!bytes.ok()) return bytes.status();
    absl::StatusOr<HashTile> tile = HashTile::FromBytes(*bytes, width);
    if (!tile.ok()) {
      return absl::DataLossError(absl::StrCat("tile of level ", tile_level, " is too short"));
    }
    level.shared = std::make_shared<SharedTile>();
    level.shared->tile = *tile;
  }
  return tree;
}

void TileTree::Append(const Hash& leaf_hash) {
  Hash hash = leaf_hash;
  uint64_t index = size_++;
  for (uint32_t tile_level = 0;; ++tile_level, index >>= kTileHeight) {
    if (tile_level == levels_.size()) levels_.emplace_back();
    Level& level = levels_[tile_level];
    level.Append(hash);
    const HashTile& tile = level.shared->tile;
    if (tile.width() < kTileWidth) return;
    completed_.push_back({tile_level, index >> kTileHeight, tile.Bytes()});
    hash = tile.Node(kTileHeight, 0);
    level.Clear();
  }
}

std::vector<Tile> TileTree::TakeChangedTiles() {
  std::vector<Tile> tiles = std::exchange(completed_, {});
  for (uint32_t tile_level = 1; tile_level < levels_.size(); ++tile_level) {
    Level& level = levels_[tile_level];
    if (!level.changed) continue;
    level.changed = false;
    const uint64_t index = size_ >> (kTileHeight * tile_level) >> kTileHeight;
    tiles.push_back({tile_level, index, level.shared->tile.Bytes()});
  }
  return tiles;
}

Hash TileTree::Root() const {
  std::optional<Hash> root;  // of all that lies right of the node at hand
  for (size_t tile_level = 0; tile_level < levels_.size(); ++tile_level) {
    const HashTile* tile = TileAt(tile_level);
    if (tile == nullptr) continue;
    for (uint32_t height = 0; tile->width() >> height != 0; ++height) {
      const uint32_t count = tile->width() >> height;
      if (count % 2 == 0) continue;
      const Hash& node = tile->Node(height, count - 1);
      root = root ? HashNode(node, *root) : node;
    }
  }
  return root ? *root : EmptyRoot();
}

absl::StatusOr<Hash> TileTree::Node(uint32_t level, uint64_t index) const {
  if (level >= 64 || index >= size_ >> level) return absl::OutOfRangeError("no such node");
  const uint32_t tile_level = level / kTileHeight;
  const uint32_t height = level % kTileHeight;
  const uint64_t edge = size_ >> (kTileHeight * tile_level) >> kTileHeight;
  const uint64_t tile_index = index >> (kTileHeight - height);
  if (tile_index != edge) return absl::NotFoundError("the node lies in a full tile");
  const auto in_tile = static_cast<uint32_t>(index - (edge << (kTileHeight - height)));
  return TileAt(tile_level)->Node(height, in_tile);
}

NodeReader TileNodes(const TileTree& edge, FullTileReader read) {
  return [edge, read = std::move(read)](uint32_t level, uint64_t index) -> absl::StatusOr<Hash> {
    absl::StatusOr<Hash> node = edge.Node(level, index);
    if (node.status().code() != absl::StatusCode::kNotFound) return node;
    const uint32_t height = level % kTileHeight;
    absl::StatusOr<std::string> bytes = read(level / kTileHeight, index >> (kTileHeight - height));
    if (!bytes.ok()) return bytes.status();
    if (bytes->size() != kTileWidth * Hash::kSizeBytes) {
      return absl::DataLossError("a full tile does not have 8,192 bytes");
    }
    // Only the node's own hashes, not the whole tile.
    const size_t first = (index << height) % kTileWidth * Hash::kSizeBytes;
    auto part = HashTile::FromBytes(absl::string_view(*bytes).substr(first), 1u << height);
    if (!part.ok()) return part.status();
    return part->Node(height, 0);
  };
}

}  // namespace linkcert::crypto
