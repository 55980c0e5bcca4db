#include "crypto/tile_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/testing/naive_merkle.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::HasCode;
using testing::IsOkAndHolds;
using testing::LeafHashes;

constexpr uint64_t kSize = 3000;

class TileCacheTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const Hash& leaf : leaves_) tree_.Append(leaf);
    for (const Tile& tile : tree_.TakeChangedTiles()) {
      stored_[{tile.level, tile.index}] = tile.hashes;
    }
  }

  FullTileReader Reader() {
    return [this](uint32_t level, uint64_t index) -> absl::StatusOr<std::string> {
      ++reads_;
      return stored_.at({level, index});
    };
  }

  std::vector<Hash> leaves_ = LeafHashes(kSize);
  TileTree tree_;
  std::map<std::pair<uint32_t, uint64_t>, std::string> stored_;
  int reads_ = 0;
};

TEST_F(TileCacheTest, NodesAgreeWithNodesInMemory) {
  TileCache cache;
  const NodeReader nodes = CachedTileNodes(tree_, Reader(), &cache);
  const NodeReader in_memory = NodesOf(leaves_);
  for (uint32_t level = 0; kSize >> level != 0; ++level) {
    for (uint64_t index = 0; index < kSize >> level; ++index) {
      ASSERT_THAT(nodes(level, index), IsOkAndHolds(*in_memory(level, index)));
    }
  }
  EXPECT_EQ(reads_, static_cast<int>(kSize / kTileWidth));
}

TEST_F(TileCacheTest, ForgetsWhatWasNotUsedLately) {
  TileCache cache(4);
  const FullTileReader read = Reader();
  for (uint64_t index = 0; index < 10; ++index) {
    ASSERT_TRUE(cache.Get(0, index, read).ok());
    ASSERT_TRUE(cache.Get(0, 0, read).ok());  // used all the time
  }
  EXPECT_EQ(reads_, 10);
  ASSERT_TRUE(cache.Get(0, 3, read).ok());
  EXPECT_EQ(reads_, 11);
}

TEST_F(TileCacheTest, ErrorsAreNotRemembered) {
  TileCache cache;
  const FullTileReader broken = [](uint32_t, uint64_t) { return absl::UnavailableError("later"); };
  const FullTileReader cut = [](uint32_t, uint64_t) { return std::string(8191, 'x'); };
  EXPECT_THAT(cache.Get(0, 1, broken), HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(cache.Get(0, 1, cut), HasCode(absl::StatusCode::kDataLoss));
  EXPECT_TRUE(cache.Get(0, 1, Reader()).ok());
}

}  // namespace
}  // namespace linkcert::crypto
