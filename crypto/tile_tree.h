// The growing right edge of a log in tiles, and readers over it.
#ifndef LINKCERT_CRYPTO_TILE_TREE_H_
#define LINKCERT_CRYPTO_TILE_TREE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/hash.h"
#include "crypto/hash_tile.h"
#include "crypto/merkle.h"
#include "crypto/tiles.h"

namespace linkcert::crypto {

// What is to be stored: `hashes` holds 1 to 256 hashes of the tile (level, index), 32 bytes each.
struct Tile {
  uint32_t level = 0;
  uint64_t index = 0;
  std::string hashes;
};

// A tree of any size as the one partial tile at the right end of each tile level: at most 16 KiB a
// level, three levels at 16 million leaves. A copy shares the tiles with its original until either
// appends (copy on write), so a copy costs a few pointers.
//
// One thread appends. It may hand copies to other threads; all const calls on those are safe
// there, at any time, whatever the original does meanwhile.
class TileTree {
 public:
  // The `width` hashes of a tile, or more of the same tile; what follows `width` is ignored.
  using TileReader = std::function<absl::StatusOr<std::string>(const TileCoordinate&)>;

  TileTree() = default;
  // The tree of `size` leaves again: reads one partial tile a level, so O(log n). Level 0 is asked
  // for too, though TakeChangedTiles never gave it out partial: its hashes are HashLeaf of the last
  // size % 256 entries. DataLoss if a tile is too short; else the reader's own error.
  // WARNING: any hashes make some tree. Compare Root() with a checkpoint.
  static absl::StatusOr<TileTree> Restore(uint64_t size, const TileReader& read);

  // One node hash on average.
  void Append(const Hash& leaf_hash);

  // The tiles to store so that Restore and TileNodes find what they need, each once, in the order
  // in which they were completed, partial ones last: of level 0 only full tiles; of the levels
  // above each tile that changed since the last call.
  std::vector<Tile> TakeChangedTiles();

  uint64_t size() const { return size_; }
  Hash Root() const;  // EmptyRoot() when nothing was appended
  // The node if it lies within the right edge. NotFound if it lies in a full tile, OutOfRange if
  // the tree has no such perfect subtree.
  absl::StatusOr<Hash> Node(uint32_t level, uint64_t index) const;

 private:
  struct SharedTile;
  // The partial tile of one level; null while it is empty.
  struct Level {
    Level() = default;
    Level(const Level& other);
    Level& operator=(const Level& other);
    Level(Level&&) = default;
    Level& operator=(Level&&) = default;

    void Append(const Hash& hash);  // to this tree's own tile, copied first if it is shared
    void Clear();

    std::shared_ptr<SharedTile> shared;
    bool changed = false;  // since TakeChangedTiles
  };

  const HashTile* TileAt(size_t tile_level) const;  // null if empty

  uint64_t size_ = 0;
  std::vector<Level> levels_;
  std::vector<Tile> completed_;  // not yet taken
};

// Reads a full tile from where it is stored: 8,192 bytes.
using FullTileReader =
    std::function<absl::StatusOr<std::string>(uint32_t tile_level, uint64_t tile_index)>;

// All nodes of the tree that `edge` ends. Keeps a copy of `edge`. A node inside a full tile costs
// one read and up to 128 node hashes; see TileCache. DataLoss if a full tile is too short.
NodeReader TileNodes(const TileTree& edge, FullTileReader read);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_TILE_TREE_H_
