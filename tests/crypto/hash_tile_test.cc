#include "crypto/hash_tile.h"

#include <gtest/gtest.h>

#include "tests/testing/naive_merkle.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::HasCode;
using testing::LeafHashes;

TEST(HashTileTest, KeepsEveryNodeOfEveryWidth) {
  const std::vector<Hash> leaves = LeafHashes(kTileWidth);
  HashTile tile;
  for (uint32_t width = 1; width <= kTileWidth; ++width) {
    tile.Append(leaves[width - 1]);
    for (uint32_t height = 0; width >> height != 0; ++height) {
      const uint32_t last = (width >> height) - 1;
      const auto below = absl::MakeConstSpan(leaves).subspan(last << height, 1u << height);
      ASSERT_EQ(tile.Node(height, last), RootOf(below)) << width << " " << height;
    }
  }
}

TEST(HashTileTest, BytesRoundTripAtEveryWidth) {
  HashTile tile;
  for (const Hash& leaf : LeafHashes(kTileWidth)) {
    tile.Append(leaf);
    const std::string bytes = tile.Bytes();
    ASSERT_EQ(bytes.size(), tile.width() * Hash::kSizeBytes);
    auto again = HashTile::FromBytes(bytes + "ignored", tile.width());
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->Bytes(), bytes);
  }
}

TEST(HashTileTest, RefusesTooFewBytesAndImpossibleWidths) {
  const std::string bytes(kTileWidth * Hash::kSizeBytes, 'x');
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(HashTile::FromBytes(bytes, 0), HasCode(kInvalid));
  EXPECT_THAT(HashTile::FromBytes(bytes + bytes, kTileWidth + 1), HasCode(kInvalid));
  EXPECT_THAT(HashTile::FromBytes(bytes.substr(1), kTileWidth), HasCode(kInvalid));
  EXPECT_THAT(HashTile::FromBytes("", 1), HasCode(kInvalid));
}

}  // namespace
}  // namespace linkcert::crypto
