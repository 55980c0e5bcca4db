// Full tiles with their inner nodes: making those from a stored tile costs 255 node hashes.
#ifndef LINKCERT_CRYPTO_TILE_CACHE_H_
#define LINKCERT_CRYPTO_TILE_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "crypto/hash_tile.h"
#include "crypto/merkle.h"
#include "crypto/tile_tree.h"

namespace linkcert::crypto {

// Thread-safe. Holds at most `capacity_tiles` (two or more) of 16 KiB each, the recently used ones.
// Full tiles of one log never change, so nothing is ever invalidated: one cache for one log.
class TileCache {
 public:
  explicit TileCache(size_t capacity_tiles = 2048) : capacity_tiles_(capacity_tiles) {}

  // The full tile, read with `read` if it is not here. DataLoss if it does not have 8,192 bytes;
  // else the reader's own error. Errors are not remembered.
  absl::StatusOr<std::shared_ptr<const HashTile>> Get(uint32_t tile_level, uint64_t tile_index,
                                                      const FullTileReader& read);

 private:
  using Key = std::pair<uint32_t, uint64_t>;
  using Tiles = absl::flat_hash_map<Key, std::shared_ptr<const HashTile>>;

  std::shared_ptr<const HashTile> Find(const Key& key);
  void Remember(const Key& key, std::shared_ptr<const HashTile> tile);  // mutex_ is held

  const size_t capacity_tiles_;
  std::mutex mutex_;
  // Guarded by mutex_. When `recent_` holds half the capacity it becomes `older_`, and what nobody
  // asked for since the last time is forgotten.
  Tiles recent_;
  Tiles older_;
};

// As TileNodes, with the full tiles from `cache`, which must outlive the reader.
NodeReader CachedTileNodes(const TileTree& edge, FullTileReader read, TileCache* cache);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_TILE_CACHE_H_
