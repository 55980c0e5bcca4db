// The sparse map against its definition, and its proofs against every damage.
#include "crypto/sparse_map.h"

#include <random>

#include "tests/crypto/naive_sparse_map.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::HasCode;
using testing::IsOk;

// The map with its nodes kept in memory, beside the naive one.
class SparseMapTest : public ::testing::Test {
 protected:
  using Values = std::map<uint64_t, std::string>;

  void Put(const Values& values) {
    std::vector<MapLeaf> leaves;
    for (const auto& [key, value] : values) {
      leaves.push_back({.key = key, .hash = HashMapLeaf(key, value)});
      naive_[key] = value;
    }
    std::shuffle(leaves.begin(), leaves.end(), random_);
    auto change = PutLeaves(root_, leaves, reader_);
    ASSERT_THAT(change, IsOk());
    root_ = change->root;
    for (const auto& [place, node] : change->nodes) nodes_[place] = node;
  }
  // A proof of what the map says about `key`, verified and as expected.
  MapPath Prove(uint64_t key) {
    auto path = FindMapPath(root_, key, reader_);
    EXPECT_THAT(path, IsOk());
    EXPECT_EQ(path->end_key == key, naive_.count(key) == 1) << key;
    EXPECT_THAT(VerifyMapPath(key, EndOf(*path), path->siblings, root_.hash), IsOk()) << key;
    return *std::move(path);
  }
  std::optional<MapLeaf> EndOf(const MapPath& path) {
    if (!path.end_key) return std::nullopt;
    return MapLeaf{*path.end_key, HashMapLeaf(*path.end_key, naive_.at(*path.end_key))};
  }
  absl::Status Verify(uint64_t key, const std::optional<MapLeaf>& end, const MapPath& path) {
    return VerifyMapPath(key, end, path.siblings, root_.hash);
  }

  std::mt19937_64 random_{20260601};
  std::map<MapPlace, MapNode> nodes_;
  MapNodeReader reader_ = [this](const MapPlace& place) -> absl::StatusOr<MapNode> {
    auto found = nodes_.find(place);
    if (found == nodes_.end()) return absl::DataLossError("no node");
    return found->second;
  };
  MapSubtree root_;
  NaiveMap naive_;
};

TEST_F(SparseMapTest, FormIsAsWritten) {
  EXPECT_EQ(root_.hash, Hash());
  Put({{5, "five"}});
  EXPECT_EQ(root_.hash, Sha256(NaiveLeafInput(5, "five")));
  Put({{4, "four"}});
  const std::string four = Sha256(NaiveLeafInput(4, "four")).str();
  EXPECT_EQ(root_.hash, Sha256("\x03" + four + Sha256(NaiveLeafInput(5, "five")).str()));
}

// 100,000 changes in groups of any size; the naive root is slow, so it is asked now and then.
TEST_F(SparseMapTest, RandomChangesGiveTheNaiveRoot) {
  size_t changes = 0;
  for (int group = 0; changes < 100'000; ++group) {
    Values values;
    const size_t size = 1 + random_() % (group % 7 == 0 ? 5'000 : 600);
    while (values.size() < size) values[random_() % 10'000] = std::to_string(random_());
    changes += size;
    Put(values);
    if (group % 40 != 0) continue;
    ASSERT_EQ(root_.hash, NaiveRoot(naive_)) << changes;
  }
  EXPECT_EQ(root_.hash, NaiveRoot(naive_));
  for (int i = 0; i < 2'000; ++i) Prove(random_() % 12'000);
}

TEST_F(SparseMapTest, SmallMapsGiveTheNaiveRootAtEveryStep) {
  for (int round = 0; round < 50; ++round) {
    root_ = {};
    nodes_.clear();
    naive_.clear();
    const uint64_t range = round % 2 == 0 ? 16 : ~uint64_t{0};
    for (int step = 0; step < 12; ++step) {
      Values values;
      for (uint64_t i = random_() % 3; i < 3; ++i) values[random_() % range] = std::to_string(step);
      Put(values);
      ASSERT_EQ(root_.hash, NaiveRoot(naive_));
    }
    for (const auto& [key, value] : naive_) Prove(key);
    for (uint64_t i = 0; i < 16; ++i) Prove(i);
  }
}

TEST_F(SparseMapTest, GroupsDoNotMatter) {
  Values values;
  while (values.size() < 300) values[random_() % 5'000] = std::to_string(random_());
  Put(values);
  const Hash whole = root_.hash;
  root_ = {};
  for (const auto& leaf : values) Put({leaf});
  EXPECT_EQ(root_.hash, whole);
}

// Keys that share 63 bits lie at the bottom; so do their proofs.
TEST_F(SparseMapTest, AdversarialKeys) {
  const uint64_t top = uint64_t{1} << 63;
  Put({{0, "zero"}, {top, "top"}, {~uint64_t{0}, "all"}, {~uint64_t{0} ^ top, "all but one"}});
  EXPECT_EQ(root_.hash, NaiveRoot(naive_));
  for (uint64_t key : {uint64_t{0}, top, ~uint64_t{0}, ~uint64_t{0} ^ top}) {
    EXPECT_EQ(Prove(key).siblings.size(), 64u);
  }
  for (uint32_t bit = 0; bit < 64; ++bit) {
    Prove(uint64_t{1} << bit);
    Prove(~(uint64_t{1} << bit));
  }
  Put({{0, "again"}});
  EXPECT_EQ(root_.hash, NaiveRoot(naive_));
}

TEST_F(SparseMapTest, OneKeyTwiceIsRefused) {
  const MapLeaf leaf{.key = 7, .hash = HashMapLeaf(7, "seven")};
  EXPECT_THAT(PutLeaves(root_, {leaf, leaf}, reader_), HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_F(SparseMapTest, ReadersErrorIsPassedOn) {
  Put({{1, "one"}, {2, "two"}});
  nodes_.clear();
  EXPECT_THAT(FindMapPath(root_, 1, reader_), HasCode(absl::StatusCode::kDataLoss));
  EXPECT_THAT(PutLeaves(root_, {{.key = 3, .hash = Hash()}}, reader_),
              HasCode(absl::StatusCode::kDataLoss));
}

class MapProofTest : public SparseMapTest {
 protected:
  void SetUp() override {
    Values values;
    while (values.size() < 80) values[random_() % 400] = std::to_string(random_());
    Put(values);
  }
  // The hash with bit `bit` turned.
  static Hash Flip(const Hash& hash, size_t bit) {
    std::string bytes = hash.str();
    bytes[bit / 8] ^= static_cast<char>(1 << bit % 8);
    return *Hash::FromBytes(bytes);
  }
  uint64_t Present() const { return naive_.begin()->first; }
};

TEST_F(MapProofTest, EveryFlippedBitOfAPresentProofIsRefused) {
  const uint64_t key = Present();
  const MapPath path = Prove(key);
  const MapLeaf end = *EndOf(path);
  for (uint32_t bit = 0; bit < 64; ++bit) {
    const uint64_t other = key ^ uint64_t { 1 } << bit;
    EXPECT_FALSE(Verify(other, MapLeaf{other, HashMapLeaf(other, naive_.at(key))}, path).ok());
  }
  for (size_t bit = 0; bit < 256; ++bit) {
    EXPECT_FALSE(Verify(key, MapLeaf{key, Flip(end.hash, bit)}, path).ok());
    EXPECT_FALSE(VerifyMapPath(key, end, path.siblings, Flip(root_.hash, bit)).ok());
    for (size_t i = 0; i < path.siblings.size(); ++i) {
      MapPath damaged = path;
      damaged.siblings[i] = Flip(damaged.siblings[i], bit);
      EXPECT_FALSE(Verify(key, end, damaged).ok());
    }
  }
}

TEST_F(MapProofTest, EveryFlippedBitOfAValueIsRefused) {
  const uint64_t key = Present();
  const MapPath path = Prove(key);
  for (size_t bit = 0; bit < naive_.at(key).size() * 8; ++bit) {
    std::string value = naive_.at(key);
    value[bit / 8] ^= static_cast<char>(1 << bit % 8);
    EXPECT_FALSE(Verify(key, MapLeaf{key, HashMapLeaf(key, value)}, path).ok());
  }
}

TEST_F(MapProofTest, LongerAndShorterPathsAreRefused) {
  for (const auto& [key, value] : naive_) {
    const MapPath path = Prove(key);
    MapPath other = path;
    other.siblings.erase(other.siblings.begin());
    EXPECT_FALSE(Verify(key, EndOf(path), other).ok());
    other = path;
    other.siblings.insert(other.siblings.begin(), Hash());  // a leaf deeper than it belongs
    EXPECT_FALSE(Verify(key, EndOf(path), other).ok());
    other.siblings.assign(65, Sha256("x"));
    EXPECT_FALSE(Verify(key, EndOf(path), other).ok());
  }
}

// With a present key's own path nothing shows absence.
TEST_F(MapProofTest, AbsenceOfAPresentKeyCannotBeShown) {
  for (const auto& [key, value] : naive_) {
    const MapPath path = Prove(key);
    EXPECT_FALSE(Verify(key, std::nullopt, path).ok());
    for (size_t n = 0; n <= path.siblings.size(); ++n) {
      MapPath upper = path;
      upper.siblings.erase(upper.siblings.begin(), upper.siblings.begin() + n);
      EXPECT_FALSE(Verify(key, std::nullopt, upper).ok());
      for (const auto& [other, other_value] : naive_) {
        if (other == key) continue;
        EXPECT_FALSE(Verify(key, MapLeaf{other, HashMapLeaf(other, other_value)}, upper).ok());
      }
    }
  }
}

TEST_F(MapProofTest, PresenceOfAnAbsentKeyCannotBeShown) {
  for (uint64_t key = 0; key < 400; ++key) {
    if (naive_.count(key) != 0) continue;
    const MapPath path = Prove(key);
    for (const std::string& value : {std::string("1"), naive_.begin()->second}) {
      EXPECT_FALSE(Verify(key, MapLeaf{key, HashMapLeaf(key, value)}, path).ok());
    }
  }
}

// A leaf from elsewhere proves nothing here.
TEST_F(MapProofTest, AbsenceByALeafFromElsewhereIsRefused) {
  for (uint64_t key = 0; key < 200; ++key) {
    const MapPath path = Prove(key);
    for (const auto& [other, value] : naive_) {
      if (path.end_key == other) continue;
      EXPECT_FALSE(Verify(key, MapLeaf{other, HashMapLeaf(other, value)}, path).ok());
      const MapPath theirs = Prove(other);
      if (key != other && theirs.siblings.size() > 0) {
        EXPECT_EQ(Verify(key, EndOf(theirs), theirs).ok(),
                  (key ^ other) << (64 - theirs.siblings.size()) == 0);
      }
    }
  }
}

}  // namespace
}  // namespace linkcert::crypto
