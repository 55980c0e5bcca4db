// One tile with all the nodes inside it.
#ifndef LINKCERT_CRYPTO_HASH_TILE_H_
#define LINKCERT_CRYPTO_HASH_TILE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/hash.h"
#include "crypto/tiles.h"

namespace linkcert::crypto {

// Up to 256 hashes side by side and, as soon as they are complete, the 255 nodes above them: 16
// KiB. Not thread-safe; once nobody appends any more, all const calls are.
class HashTile {
 public:
  // InvalidArgument unless `bytes` are `width` hashes (1..256) or more; what follows is ignored.
  static absl::StatusOr<HashTile> FromBytes(absl::string_view bytes, uint32_t width);

  // One node hash on average. Requires width() < kTileWidth.
  void Append(const Hash& hash);
  void Clear() { width_ = 0; }

  uint32_t width() const { return width_; }
  // The node over the hashes [index << height, (index + 1) << height), which must lie within
  // width(). Height 0 is the hashes themselves, height 8 the root of a full tile.
  const Hash& Node(uint32_t height, uint32_t index) const { return nodes_[Offset(height) + index]; }
  // The 32·width() bytes of a tlog-tiles file.
  std::string Bytes() const;

 private:
  // Height h has 256 >> h nodes, and they follow those of the heights below.
  static constexpr size_t Offset(uint32_t height) {
    return 2 * kTileWidth - ((2 * kTileWidth) >> height);
  }

  uint32_t width_ = 0;
  std::array<Hash, 2 * kTileWidth - 1> nodes_;
};

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_HASH_TILE_H_
