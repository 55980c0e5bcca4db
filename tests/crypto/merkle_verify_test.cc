#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "crypto/merkle.h"
#include "crypto/text.h"
#include "tests/testing/naive_merkle.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::HasCode;
using testing::IsOk;
using testing::LeafHashes;
using testing::NaiveMerkle;

constexpr size_t kMaxSize = 300;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

class MerkleVerifyTest : public ::testing::Test {
 protected:
  std::vector<Hash> leaves_ = LeafHashes(kMaxSize);
  NaiveMerkle naive_{kMaxSize};
};

// Calls `check` with every copy of `path` that differs from it in one bit or in length.
template <typename Check>
void ForEachDamage(const Path& path, const Check& check) {
  for (size_t bit = 0; bit < path.size() * 256; ++bit) {
    Path damaged = path;
    damaged[bit / 256].data()[bit % 256 / 8] ^= static_cast<uint8_t>(1 << bit % 8);
    check(damaged);
  }
  for (size_t i = 0; i < path.size(); ++i) {
    Path shorter = path;
    shorter.erase(shorter.begin() + static_cast<long>(i));
    check(shorter);
    Path longer = path;
    longer.insert(longer.begin() + static_cast<long>(i), path[i]);
    check(longer);
  }
  Path longer = path;
  longer.push_back(Hash());
  check(longer);
}

TEST_F(MerkleVerifyTest, AcceptsEveryInclusionPathOfTheModel) {
  for (size_t size = 1; size <= kMaxSize; ++size) {
    const Hash root = naive_.Root(size);
    for (size_t i = 0; i < size; ++i) {
      const Path path = naive_.Inclusion(i, size);
      ASSERT_THAT(VerifyInclusion(leaves_[i], i, size, path, root), IsOk()) << i << " " << size;
    }
  }
}

TEST_F(MerkleVerifyTest, InclusionPathShowsTheTreeThatEndedThere) {
  for (size_t size = 1; size <= kMaxSize; ++size) {
    for (size_t i = 0; i < size; ++i) {
      const auto roots = RootsFromInclusion(leaves_[i], i, size, naive_.Inclusion(i, size));
      ASSERT_THAT(roots, IsOk()) << i << " " << size;
      EXPECT_EQ(roots->root_then, naive_.Root(i + 1)) << i << " " << size;
      EXPECT_EQ(roots->root, naive_.Root(size)) << i << " " << size;
    }
  }
  EXPECT_THAT(RootsFromInclusion(leaves_[5], 5, 9, naive_.Inclusion(5, 7)), HasCode(kInvalid));
  EXPECT_THAT(RootsFromInclusion(leaves_[5], 5, 5, {}), HasCode(kInvalid));
}

TEST_F(MerkleVerifyTest, AcceptsEveryConsistencyPathOfTheModel) {
  for (size_t size = 1; size <= kMaxSize; ++size) {
    const Hash root = naive_.Root(size);
    for (size_t old = 1; old <= size; ++old) {
      const Path path = naive_.Consistency(old, size);
      ASSERT_THAT(VerifyConsistency(old, size, path, naive_.Root(old), root), IsOk())
          << old << " " << size;
    }
  }
}

TEST_F(MerkleVerifyTest, AcceptsRangePathsOfTheModel) {
  const absl::Span<const Hash> leaves(leaves_);
  for (size_t size = 1; size <= kMaxSize; size += size < 40 ? 1 : 37) {
    const Hash root = naive_.Root(size);
    for (size_t begin = 0; begin < size; begin += size < 40 ? 1 : 5) {
      for (size_t end = begin + 1; end <= size; end += size < 40 ? 1 : 11) {
        ASSERT_THAT(VerifyRange(begin, leaves.subspan(begin, end - begin), size,
                                naive_.Range(begin, end, size), root),
                    IsOk())
            << begin << ".." << end << " of " << size;
      }
    }
  }
}

TEST_F(MerkleVerifyTest, RefusesEveryDamagedInclusionPath) {
  for (const size_t size : {1, 2, 7, 8, 13}) {
    for (size_t i = 0; i < size; ++i) {
      ForEachDamage(naive_.Inclusion(i, size), [&](const Path& damaged) {
        EXPECT_THAT(VerifyInclusion(leaves_[i], i, size, damaged, naive_.Root(size)),
                    HasCode(kInvalid));
      });
    }
  }
}

TEST_F(MerkleVerifyTest, RefusesEveryDamagedConsistencyPath) {
  for (const size_t size : {2, 7, 8, 13}) {
    for (size_t old = 1; old <= size; ++old) {
      ForEachDamage(naive_.Consistency(old, size), [&](const Path& damaged) {
        EXPECT_THAT(VerifyConsistency(old, size, damaged, naive_.Root(old), naive_.Root(size)),
                    HasCode(kInvalid));
      });
    }
  }
}

TEST_F(MerkleVerifyTest, RefusesEveryDamagedRangePath) {
  for (const auto& [begin, end, size] :
       {std::tuple<size_t, size_t, size_t>{0, 13, 13}, {3, 5, 13}, {6, 7, 7}, {1, 2, 8}}) {
    const auto leaves = absl::MakeConstSpan(leaves_).subspan(begin, end - begin);
    ForEachDamage(naive_.Range(begin, end, size), [&](const Path& damaged) {
      EXPECT_THAT(VerifyRange(begin, leaves, size, damaged, naive_.Root(size)), HasCode(kInvalid));
    });
  }
}

TEST_F(MerkleVerifyTest, RefusesOtherIndexesSizesLeavesAndRoots) {
  const Path path = naive_.Inclusion(5, 13);
  const Hash root = naive_.Root(13);
  for (size_t index = 0; index < 20; ++index) {
    for (size_t leaf = 0; leaf < 20; ++leaf) {
      const bool is_right = index == 5 && leaf == 5;
      EXPECT_EQ(VerifyInclusion(leaves_[leaf], index, 13, path, root).ok(), is_right);
    }
  }
  EXPECT_THAT(VerifyInclusion(leaves_[5], 5, 13, path, naive_.Root(12)), HasCode(kInvalid));
  EXPECT_THAT(VerifyInclusion(leaves_[5], 5, 5, path, root), HasCode(kInvalid));
  EXPECT_THAT(VerifyInclusion(leaves_[5], 5, 32, path, root), HasCode(kInvalid));
}

TEST_F(MerkleVerifyTest, RefusesConsistencyFromNothingAndBackwards) {
  const Hash root = naive_.Root(7);
  EXPECT_THAT(VerifyConsistency(0, 7, {}, EmptyRoot(), root), HasCode(kInvalid));
  EXPECT_THAT(VerifyConsistency(0, 0, {}, EmptyRoot(), EmptyRoot()), HasCode(kInvalid));
  EXPECT_THAT(VerifyConsistency(8, 7, {}, naive_.Root(8), root), HasCode(kInvalid));
  EXPECT_THAT(VerifyConsistency(7, 7, {}, naive_.Root(6), root), HasCode(kInvalid));
  EXPECT_THAT(VerifyConsistency(6, 7, {}, naive_.Root(6), root), HasCode(kInvalid));
  EXPECT_THAT(VerifyConsistency(6, 7, naive_.Consistency(6, 7), root, root), HasCode(kInvalid));
}

TEST_F(MerkleVerifyTest, RefusesRangesOutsideTheTree) {
  const absl::Span<const Hash> leaves(leaves_);
  const Hash root = naive_.Root(7);
  EXPECT_THAT(VerifyRange(0, {}, 7, {{root}}, root), HasCode(kInvalid));
  EXPECT_THAT(VerifyRange(7, leaves.first(1), 7, {}, root), HasCode(kInvalid));
  EXPECT_THAT(VerifyRange(0, leaves.first(8), 7, {}, root), HasCode(kInvalid));
  EXPECT_THAT(VerifyRange(UINT64_MAX, leaves.first(2), UINT64_MAX, {}, root), HasCode(kInvalid));
}

// The vectors of transparency-dev/merkle.
nlohmann::json Vectors(const std::string& name) {
  std::ifstream file(LINKCERT_VECTORS_DIR "/" + name);
  return nlohmann::json::parse(file).at("vectors");
}

// A hash of the vectors. Some write another text where only equality counts ("don't care"), or cut
// a hash short: our type cannot hold those, so a digest of them, apart for each role, stands for
// them.
Hash HashIn(const nlohmann::json& text, absl::string_view role) {
  const std::string bytes = text.is_null() ? "" : *DecodeBase64(text.get<std::string>());
  return Hash::FromBytes(bytes).value_or(Sha256(role, bytes));
}

Path PathIn(const nlohmann::json& texts) {
  Path path;
  for (const auto& text : texts) path.push_back(HashIn(text, "path"));
  return path;
}

TEST(MerkleVectorsTest, InclusionAsTransparencyDevSays) {
  const auto vectors = Vectors("rfc6962-inclusion.json");
  ASSERT_GT(vectors.size(), 50u);
  for (const auto& v : vectors) {
    const auto status =
        VerifyInclusion(HashIn(v.at("leafHash"), "leaf"), v.at("leafIdx"), v.at("treeSize"),
                        PathIn(v.at("proof")), HashIn(v.at("root"), "root"));
    EXPECT_EQ(status.ok(), !v.at("wantErr").get<bool>()) << v.at("file");
  }
}

TEST(MerkleVectorsTest, ConsistencyAsTransparencyDevSays) {
  const auto vectors = Vectors("rfc6962-consistency.json");
  ASSERT_GT(vectors.size(), 50u);
  for (const auto& v : vectors) {
    const auto status =
        VerifyConsistency(v.at("size1"), v.at("size2"), PathIn(v.at("proof")),
                          HashIn(v.at("root1"), "root"), HashIn(v.at("root2"), "root"));
    EXPECT_EQ(status.ok(), !v.at("wantErr").get<bool>()) << v.at("file");
  }
}

}  // namespace
}  // namespace linkcert::crypto
