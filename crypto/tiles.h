// How a log's hashes and entries are cut into files: C2SP tlog-tiles (c2sp.org/tlog-tiles).
// All functions are thread-safe.
#ifndef LINKCERT_CRYPTO_TILES_H_
#define LINKCERT_CRYPTO_TILES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkcert::crypto {

inline constexpr uint32_t kTileHeight = 8;                 // tree levels in a tile
inline constexpr uint32_t kTileWidth = 1u << kTileHeight;  // hashes in a full tile
inline constexpr uint32_t kMaxTileLevel = 63;              // of a path; a tree needs 0..7
inline constexpr size_t kMaxEntrySizeBytes = 65535;

// Which tile, and how many hashes of it (1..256; less than 256 is a partial tile). Hash i of tile
// (level, index) is the root over 256^level leaves, from leaf (256·index + i)·256^level on.
struct TileCoordinate {
  uint32_t level = 0;
  uint64_t index = 0;
  uint32_t width = kTileWidth;

  friend bool operator==(const TileCoordinate&, const TileCoordinate&) = default;
};

// "tile/0/x001/234.p/5". Requires level <= kMaxTileLevel and 1 <= width <= 256.
std::string TilePath(const TileCoordinate& tile);
// InvalidArgument for anything that TilePath does not make.
absl::StatusOr<TileCoordinate> ParseTilePath(absl::string_view path);

// "tile/entries/x001/234.p/5": bundle `index` holds the entries of the tile (0, index).
std::string EntryBundlePath(uint64_t index, uint32_t width = kTileWidth);
// The coordinate has level 0. InvalidArgument for anything that EntryBundlePath does not make.
absl::StatusOr<TileCoordinate> ParseEntryBundlePath(absl::string_view path);

// A bundle is each entry's size as big-endian uint16 and its bytes, in a row.
// InvalidArgument if the entry exceeds kMaxEntrySizeBytes; nothing is appended then.
absl::Status AppendToEntryBundle(absl::string_view entry, std::string* bundle);
// The 1 to 256 entries, as views into `bundle`. InvalidArgument if it is empty, cut off or longer.
absl::StatusOr<std::vector<absl::string_view>> DecodeEntryBundle(absl::string_view bundle);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_TILES_H_
