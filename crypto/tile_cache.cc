#include "crypto/tile_cache.h"

#include <string>

#include "absl/status/status.h"

namespace linkcert::crypto {

absl::StatusOr<std::shared_ptr<const HashTile>> TileCache::Get(uint32_t tile_level,
                                                               uint64_t tile_index,
                                                               const FullTileReader& read) {
  const Key key(tile_level, tile_index);
  if (auto found = Find(key); found != nullptr) return found;
  // Read and hashed outside the lock: two threads may do the same work once.
  absl::StatusOr<std::string> bytes = read(tile_level, tile_index);
  if (!bytes.ok()) return bytes.status();
  if (bytes->size() != kTileWidth * Hash::kSizeBytes) {
    return absl::DataLossError("a full tile does not have 8,192 bytes");
  }
  absl::StatusOr<HashTile> parsed = HashTile::FromBytes(*bytes, kTileWidth);
  if (!parsed.ok()) return parsed.status();
  auto tile = std::make_shared<const HashTile>(*parsed);
  const std::lock_guard<std::mutex> lock(mutex_);
  Remember(key, tile);
  return tile;
}

std::shared_ptr<const HashTile> TileCache::Find(const Key& key) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (auto found = recent_.find(key); found != recent_.end()) return found->second;
  const auto found = older_.find(key);
  if (found == older_.end()) return nullptr;
  std::shared_ptr<const HashTile> tile = found->second;
  Remember(key, tile);
  return tile;
}

void TileCache::Remember(const Key& key, std::shared_ptr<const HashTile> tile) {
  if (2 * (recent_.size() + 1) > capacity_tiles_) {
    older_.swap(recent_);
    recent_.clear();
  }
  recent_.insert_or_assign(key, std::move(tile));
}

NodeReader CachedTileNodes(const TileTree& edge, FullTileReader read, TileCache* cache) {
  return [edge, cache, read = std::move(read)](uint32_t level,
                                               uint64_t index) -> absl::StatusOr<Hash> {
    absl::StatusOr<Hash> node = edge.Node(level, index);
    if (node.status().code() != absl::StatusCode::kNotFound) return node;
    const uint32_t height = level % kTileHeight;
    const uint64_t tile_index = index >> (kTileHeight - height);
    auto tile = cache->Get(level / kTileHeight, tile_index, read);
    if (!tile.ok()) return tile.status();
    return (*tile)->Node(height, static_cast<uint32_t>((index << height) % kTileWidth >> height));
  };
}

}  // namespace linkcert::crypto
