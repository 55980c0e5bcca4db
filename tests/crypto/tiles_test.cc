#include "crypto/tiles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using ::testing::ElementsAre;
using testing::HasCode;
using testing::IsOkAndHolds;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

TEST(TilesTest, PathsAsTlogTilesWritesThem) {
  EXPECT_EQ(TilePath({0, 1234067, 256}), "tile/0/x001/x234/067");
  EXPECT_EQ(TilePath({0, 1234, 5}), "tile/0/x001/234.p/5");
  EXPECT_EQ(TilePath({63, 0, 1}), "tile/63/000.p/1");
  EXPECT_EQ(EntryBundlePath(1234), "tile/entries/x001/234");
  EXPECT_EQ(EntryBundlePath(999, 255), "tile/entries/999.p/255");
}

TEST(TilesTest, PathsRoundTrip) {
  for (const uint64_t index : {uint64_t{0}, uint64_t{7}, uint64_t{999}, uint64_t{1000},
                               uint64_t{1000000}, uint64_t{123456789}, UINT64_MAX}) {
    for (const uint32_t width : {1u, 17u, 255u, 256u}) {
      const TileCoordinate entries{0, index, width};
      EXPECT_THAT(ParseEntryBundlePath(EntryBundlePath(index, width)), IsOkAndHolds(entries));
      for (const uint32_t level : {0u, 1u, 7u, 63u}) {
        const TileCoordinate tile{level, index, width};
        EXPECT_THAT(ParseTilePath(TilePath(tile)), IsOkAndHolds(tile)) << TilePath(tile);
      }
    }
  }
}

// clang-format off
constexpr const char* kNotTiles[] = {
    "", "tile", "tile/0", "tile/0/", "tile/00/000", "tile/64/000", "tile/-1/000", "tile/0/0",
    "tile/0/0000", "tile/0/x000/001", "tile/0/001/234", "tile/0/x001/x234", "tile/0/x1/234",
    "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/05", "tile/0/000.p/", "tile/0/000.p",
    "tile/0/000/", "/tile/0/000", "tile/0/000.p/1.p/1", "tile/0/000 ", "tile/entries/000",
    "tile/0/x018/x446/x744/x073/x709/x551/616", "tile/0/x/000", "tile/0/+01"};
constexpr const char* kNotBundles[] = {
    "", "tile/entries/", "tile/0/000", "tile/entries/0", "tile/entries/000.p/0",
    "tile/entries/x000/000"};
// clang-format on

TEST(TilesTest, OtherSpellingsAreRefused) {
  for (const char* path : kNotTiles) EXPECT_THAT(ParseTilePath(path), HasCode(kInvalid)) << path;
  for (const char* path : kNotBundles) {
    EXPECT_THAT(ParseEntryBundlePath(path), HasCode(kInvalid)) << path;
  }
}

TEST(TilesTest, EveryFlippedByteOfAPathIsAnotherPathOrNone) {
  const std::string path = "tile/3/x001/x234/067.p/112";
  for (size_t i = 0; i < path.size(); ++i) {
    for (int mask = 1; mask < 256; ++mask) {
      std::string flipped = path;
      flipped[i] = static_cast<char>(flipped[i] ^ mask);
      const auto tile = ParseTilePath(flipped);
      if (tile.ok()) {
        EXPECT_EQ(TilePath(*tile), flipped);
      }
    }
  }
}

TEST(TilesTest, BundlesRoundTrip) {
  std::string bundle;
  const std::string longest(kMaxEntrySizeBytes, 'x');
  for (const std::string& entry : {std::string("one"), std::string(), longest}) {
    ASSERT_TRUE(AppendToEntryBundle(entry, &bundle).ok());
  }
  EXPECT_EQ(bundle.substr(0, 7), std::string("\0\3one\0\0", 7));
  EXPECT_THAT(DecodeEntryBundle(bundle), IsOkAndHolds(ElementsAre("one", "", longest)));
}

TEST(TilesTest, TooLongEntriesAreRefusedAndLeaveTheBundle) {
  std::string bundle = "as it was";
  EXPECT_THAT(AppendToEntryBundle(std::string(kMaxEntrySizeBytes + 1, 'x'), &bundle),
              HasCode(kInvalid));
  EXPECT_EQ(bundle, "as it was");
}

TEST(TilesTest, CutBundlesAreRefusedUnlessCutBetweenEntries) {
  std::string bundle;
  ASSERT_TRUE(AppendToEntryBundle("one", &bundle).ok());
  ASSERT_TRUE(AppendToEntryBundle("three", &bundle).ok());
  for (size_t size = 0; size <= bundle.size(); ++size) {
    const bool is_between = size == 5 || size == bundle.size();
    EXPECT_EQ(DecodeEntryBundle(bundle.substr(0, size)).ok(), is_between) << size;
  }
}

TEST(TilesTest, ABundleHasAtMost256Entries) {
  std::string bundle;
  for (uint32_t i = 0; i < kTileWidth; ++i) ASSERT_TRUE(AppendToEntryBundle("e", &bundle).ok());
  EXPECT_EQ(DecodeEntryBundle(bundle)->size(), kTileWidth);
  ASSERT_TRUE(AppendToEntryBundle("e", &bundle).ok());
  EXPECT_THAT(DecodeEntryBundle(bundle), HasCode(kInvalid));
}

}  // namespace
}  // namespace linkcert::crypto
