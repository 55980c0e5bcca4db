#include "crypto/hash_tile.h"

#include <cstring>

#include "absl/status/status.h"

namespace linkcert::crypto {

absl::StatusOr<HashTile> HashTile::FromBytes(absl::string_view bytes, uint32_t width) {
  if (width == 0 || width > kTileWidth || bytes.size() < width * Hash::kSizeBytes) {
    return absl::InvalidArgumentError("the tile is too short");
  }
  HashTile tile;
  for (uint32_t i = 0; i < width; ++i) {
    Hash hash;
    std::memcpy(hash.data(), bytes.data() + i * Hash::kSizeBytes, Hash::kSizeBytes);
    tile.Append(hash);
  }
  return tile;
}

void HashTile::Append(const Hash& hash) {
  uint32_t index = width_++;
  nodes_[index] = hash;
  for (uint32_t height = 1; (index & 1) != 0; ++height) {
    index >>= 1;
    nodes_[Offset(height) + index] =
        HashNode(Node(height - 1, 2 * index), Node(height - 1, 2 * index + 1));
  }
}

std::string HashTile::Bytes() const {
  std::string bytes;
  bytes.reserve(width_ * Hash::kSizeBytes);
  for (uint32_t i = 0; i < width_; ++i) {
    bytes.append(nodes_[i].view().data(), Hash::kSizeBytes);
  }
  return bytes;
}

}  // namespace linkcert::crypto
