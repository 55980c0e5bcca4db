#include "crypto/merkle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/testing/naive_merkle.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::HasCode;
using testing::IsOkAndHolds;
using testing::LeafHashes;
using testing::NaiveMerkle;

constexpr size_t kMaxSize = 300;

class MerkleTest : public ::testing::Test {
 protected:
  std::vector<Hash> leaves_ = LeafHashes(kMaxSize);
  NodeReader nodes_ = NodesOf(leaves_);
  NaiveMerkle naive_{kMaxSize};
};

TEST_F(MerkleTest, RootsAgreeWithTheModel) {
  CompactRange range;
  for (size_t size = 0; size <= kMaxSize; ++size) {
    const Hash root = naive_.Root(size);
    EXPECT_EQ(range.Root(), root) << size;
    EXPECT_EQ(RootOf(absl::MakeSpan(leaves_).first(size)), root) << size;
    EXPECT_THAT(RootAt(size, nodes_), IsOkAndHolds(root)) << size;
    if (size < kMaxSize) range.Append(leaves_[size]);
  }
}

TEST_F(MerkleTest, InclusionPathsAgreeWithTheModel) {
  for (size_t size = 1; size <= kMaxSize; ++size) {
    for (size_t index = 0; index < size; ++index) {
      ASSERT_THAT(InclusionPath(index, size, nodes_), IsOkAndHolds(naive_.Inclusion(index, size)))
          << index << " of " << size;
    }
  }
}

TEST_F(MerkleTest, ConsistencyPathsAgreeWithTheModel) {
  for (size_t size = 1; size <= kMaxSize; ++size) {
    for (size_t old = 1; old <= size; ++old) {
      ASSERT_THAT(ConsistencyPath(old, size, nodes_), IsOkAndHolds(naive_.Consistency(old, size)))
          << old << " to " << size;
    }
  }
}

TEST_F(MerkleTest, RangePathsAgreeWithTheModel) {
  for (size_t size = 1; size <= kMaxSize; size += size < 40 ? 1 : 37) {
    for (size_t begin = 0; begin < size; begin += size < 40 ? 1 : 5) {
      for (size_t end = begin + 1; end <= size; end += size < 40 ? 1 : 3) {
        ASSERT_THAT(RangePath(begin, end, size, nodes_),
                    IsOkAndHolds(naive_.Range(begin, end, size)))
            << begin << ".." << end << " of " << size;
      }
    }
  }
}

TEST_F(MerkleTest, CompactRangeGoesOnFromItsRoots) {
  CompactRange range;
  for (size_t i = 0; i < 75; ++i) range.Append(leaves_[i]);
  auto again = CompactRange::FromRoots(75, {range.roots().begin(), range.roots().end()});
  ASSERT_TRUE(again.ok());
  for (size_t i = 75; i < kMaxSize; ++i) again->Append(leaves_[i]);
  EXPECT_EQ(again->Root(), naive_.Root(kMaxSize));
  EXPECT_EQ(again->size(), kMaxSize);
}

TEST_F(MerkleTest, CompactRangeNeedsOneRootForEachBit) {
  EXPECT_TRUE(CompactRange::FromRoots(0, {}).ok());
  EXPECT_THAT(CompactRange::FromRoots(3, {Hash()}), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CompactRange::FromRoots(4, {Hash(), Hash()}),
              HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_F(MerkleTest, ArgumentsThatDoNotFitAreOutOfRange) {
  constexpr auto kCode = absl::StatusCode::kOutOfRange;
  EXPECT_THAT(InclusionPath(0, 0, nodes_), HasCode(kCode));
  EXPECT_THAT(InclusionPath(7, 7, nodes_), HasCode(kCode));
  EXPECT_THAT(ConsistencyPath(0, 7, nodes_), HasCode(kCode));
  EXPECT_THAT(ConsistencyPath(8, 7, nodes_), HasCode(kCode));
  EXPECT_THAT(RangePath(3, 3, 7, nodes_), HasCode(kCode));
  EXPECT_THAT(RangePath(4, 3, 7, nodes_), HasCode(kCode));
  EXPECT_THAT(RangePath(3, 8, 7, nodes_), HasCode(kCode));
  EXPECT_THAT(RootAt(kMaxSize + 1, nodes_), HasCode(kCode));
}

TEST_F(MerkleTest, ErrorsOfTheReaderComeThrough) {
  const NodeReader broken = [](uint32_t, uint64_t) { return absl::DataLossError("gone"); };
  EXPECT_THAT(InclusionPath(5, 7, broken), HasCode(absl::StatusCode::kDataLoss));
  EXPECT_THAT(ConsistencyPath(5, 7, broken), HasCode(absl::StatusCode::kDataLoss));
  EXPECT_THAT(RangePath(2, 4, 7, broken), HasCode(absl::StatusCode::kDataLoss));
  EXPECT_THAT(RootAt(7, broken), HasCode(absl::StatusCode::kDataLoss));
}

// The largest sizes: nothing overflows, and only nodes that exist are asked for.
TEST_F(MerkleTest, ProofsAtTheLargestSizes) {
  const NodeReader any = [](uint32_t level, uint64_t index) -> absl::StatusOr<Hash> {
    const bool exists = level < 64 && index < UINT64_MAX >> level;
    if (!exists) return absl::DataLossError("no such node");
    return Sha256(absl::StrCat(level, " ", index));
  };
  for (const uint64_t index : {uint64_t{0}, uint64_t{1} << 63, UINT64_MAX - 1}) {
    auto path = InclusionPath(index, UINT64_MAX, any);
    ASSERT_TRUE(path.ok()) << path.status();
    EXPECT_TRUE(
        RootFromInclusion(Sha256(absl::StrCat("0 ", index)), index, UINT64_MAX, *path).ok());
  }
  EXPECT_TRUE(ConsistencyPath(uint64_t{1} << 63, UINT64_MAX, any).ok());
  EXPECT_TRUE(RangePath(UINT64_MAX - 2, UINT64_MAX - 1, UINT64_MAX, any).ok());
}

}  // namespace
}  // namespace linkcert::crypto
