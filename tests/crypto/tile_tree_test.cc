#include "crypto/tile_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <thread>

#include "tests/testing/naive_merkle.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::HasCode;
using testing::IsOkAndHolds;
using testing::LeafHashes;

// A log that stores what TakeChangedTiles hands out, and the leaf hashes as its entries.
class TileTreeTest : public ::testing::Test {
 protected:
  void AppendTo(uint64_t size) {
    for (uint64_t i = tree_.size(); i < size; ++i) {
      leaves_.push_back(HashLeaf(absl::StrCat("leaf ", i)));
      tree_.Append(leaves_.back());
      range_.Append(leaves_.back());
    }
  }

  void StoreChangedTiles() {
    for (Tile& tile : tree_.TakeChangedTiles()) {
      stored_[{tile.level, tile.index}] = std::move(tile.hashes);
    }
  }

  absl::StatusOr<std::string> ReadStored(uint32_t level, uint64_t index) const {
    const auto found = stored_.find({level, index});
    if (found == stored_.end()) return absl::DataLossError("not stored");
    return found->second;
  }

  // As a store does at start-up: level 0 from the entries, the rest from the tiles.
  absl::StatusOr<std::string> ReadForRestore(const TileCoordinate& tile) const {
    if (tile.level > 0) return ReadStored(tile.level, tile.index);
    std::string hashes;
    for (uint32_t i = 0; i < tile.width; ++i) hashes += leaves_[tile.index * 256 + i].str();
    return hashes;
  }

  absl::StatusOr<TileTree> Restore() const {
    return TileTree::Restore(tree_.size(),
                             [this](const TileCoordinate& t) { return ReadForRestore(t); });
  }

  NodeReader Nodes() const {
    return TileNodes(tree_, [this](uint32_t level, uint64_t i) { return ReadStored(level, i); });
  }

  TileTree tree_;
  CompactRange range_;
  std::vector<Hash> leaves_;
  std::map<std::pair<uint32_t, uint64_t>, std::string> stored_;
};

TEST_F(TileTreeTest, RootsAgreeWithTheCompactRange) {
  EXPECT_EQ(tree_.Root(), EmptyRoot());
  for (uint64_t size = 1; size <= 66000; ++size) {
    AppendTo(size);
    const bool is_near_a_border = size < 1030 || (size > 65270 && size < 65800);
    if (is_near_a_border || size % 997 == 0) {
      ASSERT_EQ(tree_.Root(), range_.Root()) << size;
    }
  }
  EXPECT_EQ(tree_.size(), 66000u);
}

TEST_F(TileTreeTest, RestoresAtManySizesAndGoesOn) {
  for (const uint64_t size : {1, 2, 255, 256, 257, 511, 512, 513, 65279, 65280, 65535, 65536, 65537,
                              65791, 65792, 65793, 70000}) {
    AppendTo(size);
    StoreChangedTiles();
    auto again = Restore();
    ASSERT_TRUE(again.ok()) << again.status();
    ASSERT_EQ(again->Root(), range_.Root()) << size;
    tree_ = *again;  // what follows builds on the restored tree
  }
}

TEST_F(TileTreeTest, AnEmptyTreeRestores) {
  auto tree = TileTree::Restore(
      0, [](const TileCoordinate&) { return absl::DataLossError("must not be asked"); });
  ASSERT_TRUE(tree.ok());
  EXPECT_EQ(tree->Root(), EmptyRoot());
}

TEST_F(TileTreeTest, RestoreReadsOnePartialTileALevel) {
  AppendTo(70000);
  StoreChangedTiles();
  std::vector<TileCoordinate> read;
  ASSERT_TRUE(TileTree::Restore(70000, [&](const TileCoordinate& tile) {
                read.push_back(tile);
                return ReadForRestore(tile);
              }).ok());
  // The example of tlog-tiles: widths 112, 17 and 1.
  EXPECT_THAT(read, ::testing::ElementsAre(TileCoordinate{0, 273, 112}, TileCoordinate{1, 1, 17},
                                           TileCoordinate{2, 0, 1}));
}

TEST_F(TileTreeTest, RestoreFromShortTilesIsDataLoss) {
  AppendTo(70000);
  StoreChangedTiles();
  for (const uint32_t short_level : {0u, 1u, 2u}) {
    auto tree = TileTree::Restore(70000, [&](const TileCoordinate& tile) {
      auto bytes = ReadForRestore(tile);
      if (tile.level == short_level) bytes->resize(tile.width * Hash::kSizeBytes - 1);
      return bytes;
    });
    EXPECT_THAT(tree, HasCode(absl::StatusCode::kDataLoss)) << short_level;
  }
}

TEST_F(TileTreeTest, HandsOutFullTilesOfLevelZeroAndChangedOnesAbove) {
  AppendTo(255);
  EXPECT_TRUE(tree_.TakeChangedTiles().empty());
  AppendTo(600);
  std::vector<TileCoordinate> taken;
  for (const Tile& tile : tree_.TakeChangedTiles()) {
    taken.push_back({tile.level, tile.index, static_cast<uint32_t>(tile.hashes.size() / 32)});
  }
  EXPECT_THAT(taken, ::testing::ElementsAre(TileCoordinate{0, 0, 256}, TileCoordinate{0, 1, 256},
                                            TileCoordinate{1, 0, 2}));
  AppendTo(700);
  EXPECT_TRUE(tree_.TakeChangedTiles().empty());
}

TEST_F(TileTreeTest, AFilledTileOfLevelOneIsHandedOutOnceAndFull) {
  AppendTo(65535);
  StoreChangedTiles();
  EXPECT_EQ(stored_.at({1, 0}).size(), 255u * 32);
  AppendTo(65536);
  const auto tiles = tree_.TakeChangedTiles();
  ASSERT_EQ(tiles.size(), 3u);
  EXPECT_EQ(tiles[1].level, 1u);
  EXPECT_EQ(tiles[1].hashes.size(), 8192u);
  EXPECT_EQ(tiles[2].level, 2u);
  EXPECT_EQ(tiles[2].hashes, range_.Root().str());
}

TEST_F(TileTreeTest, NodesServeEveryProof) {
  AppendTo(66000);
  StoreChangedTiles();
  const NodeReader nodes = Nodes();
  for (uint64_t index = 0; index < 66000; index += 331) {
    auto path = InclusionPath(index, 66000, nodes);
    ASSERT_TRUE(path.ok()) << path.status();
    ASSERT_TRUE(VerifyInclusion(leaves_[index], index, 66000, *path, range_.Root()).ok());
  }
}

TEST_F(TileTreeTest, NodesAgreeWithNodesInMemory) {
  AppendTo(66000);
  StoreChangedTiles();
  const NodeReader nodes = Nodes();
  const NodeReader in_memory = NodesOf(leaves_);
  for (uint32_t level = 0; level <= 16; ++level) {
    const uint64_t count = 66000 >> level;
    for (uint64_t index = 0; index < count; index += 1 + count / 97) {
      ASSERT_THAT(nodes(level, index), IsOkAndHolds(*in_memory(level, index)));
    }
    ASSERT_THAT(nodes(level, count - 1), IsOkAndHolds(*in_memory(level, count - 1)));
    EXPECT_THAT(nodes(level, count), HasCode(absl::StatusCode::kOutOfRange));
  }
  EXPECT_THAT(nodes(64, 0), HasCode(absl::StatusCode::kOutOfRange));
}

TEST_F(TileTreeTest, AShortFullTileIsDataLoss) {
  AppendTo(1000);
  const NodeReader nodes = TileNodes(tree_, [](uint32_t, uint64_t) { return std::string("x"); });
  EXPECT_THAT(nodes(0, 0), HasCode(absl::StatusCode::kDataLoss));
  EXPECT_TRUE(nodes(0, 999).ok());
}

TEST_F(TileTreeTest, ACopyStaysAsItWas) {
  AppendTo(65530);
  const TileTree copy = tree_;
  const Hash root = range_.Root();
  AppendTo(65900);
  EXPECT_EQ(copy.Root(), root);
  EXPECT_EQ(copy.size(), 65530u);
  EXPECT_EQ(tree_.Root(), range_.Root());
}

TEST_F(TileTreeTest, ACopyCanGrowAnotherWay) {
  AppendTo(300);
  TileTree copy = tree_;
  copy.Append(Sha256("other"));
  AppendTo(301);
  EXPECT_NE(copy.Root(), tree_.Root());
  EXPECT_EQ(tree_.Root(), range_.Root());
}

// For ThreadSanitizer: readers use and copy what was published while the writer goes on.
TEST_F(TileTreeTest, CopiesAreReadWhileTheOriginalGrows) {
  AppendTo(500);
  for (int round = 0; round < 20; ++round) {
    auto published = std::make_shared<const TileTree>(tree_);
    const Hash root = range_.Root();
    std::thread reader([published, root] {
      const TileTree copy = *published;
      EXPECT_EQ(copy.Root(), root);
    });
    published.reset();
    AppendTo(tree_.size() + 300);
    reader.join();
  }
}

}  // namespace
}  // namespace linkcert::crypto
