// Status proofs as they are carried: what they show, and every damage refused.
#include "proto/status_proof.h"

#include <map>
#include <random>

#include "proto/canonical.h"
#include "tests/testing/reason_matcher.h"

namespace linkcert::proto {
namespace {

using testing::HasReason;
using testing::IsOk;

v1::StatusHistory History(std::initializer_list<uint64_t> entries) {
  v1::StatusHistory history;
  for (uint64_t entry : entries) {
    v1::StatusChange& change = *history.add_changes();
    change.set_state(entry % 2 == 0 ? v1::STANDING_STATE_IN_FORCE : v1::STANDING_STATE_SUSPENDED);
    change.set_logged_at(1'780'000'000'000 + entry);
    change.set_entry_index(entry);
  }
  return history;
}

// A map over histories, with its nodes.
class StatusProofTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::mt19937_64 random(7);
    while (values_.size() < 40) {
      const uint64_t key = random() % 100;
      values_[key] = EncodeStatusHistory(History({key + 1, key + 4}));
    }
    std::vector<crypto::MapLeaf> leaves;
    for (const auto& [key, value] : values_)
      leaves.push_back({.key = key, .hash = crypto::HashMapLeaf(key, value)});
    const auto change = crypto::PutLeaves({}, leaves, reader_);
    ASSERT_THAT(change, IsOk());
    nodes_ = {change->nodes.begin(), change->nodes.end()};
    root_ = change->root;
  }
  v1::StatusProof Prove(uint64_t key) {
    const auto path = *crypto::FindMapPath(root_, key, reader_);
    return MakeStatusProof(key, path, path.end_key ? values_.at(*path.end_key) : "");
  }
  // The first key whose proof ends as asked.
  template <typename Ends>
  v1::StatusProof First(Ends ends) {
    uint64_t key = 0;
    while (!ends(Prove(key))) ++key;
    return Prove(key);
  }
  v1::StatusProof Present() {
    return First([](const v1::StatusProof& p) { return !p.history().empty(); });
  }
  v1::StatusProof ByAnother() {
    return First([](const v1::StatusProof& p) { return p.has_other(); });
  }
  absl::Status Check(const v1::StatusProof& proof) {
    return CheckStatusProof(proof, root_.hash).status();
  }

  std::map<uint64_t, std::string> values_;
  std::map<crypto::MapPlace, crypto::MapNode> nodes_;
  crypto::MapNodeReader reader_ = [this](const crypto::MapPlace& place) {
    return absl::StatusOr<crypto::MapNode>(nodes_.at(place));
  };
  crypto::MapSubtree root_;
};

TEST_F(StatusProofTest, ShowsWhatTheMapHolds) {
  int by_another = 0;
  int empty = 0;
  for (uint64_t key = 0; key < 200; ++key) {
    const v1::StatusProof proof = Prove(key);
    const auto shown = CheckStatusProof(proof, root_.hash);
    ASSERT_THAT(shown, IsOk()) << key;
    EXPECT_EQ(shown->changes_size(), values_.count(key) == 1 ? 2 : 0);
    by_another += proof.has_other();
    empty += !proof.has_other() && proof.history().empty();
    const auto bytes = EncodeCanonical(proof);
    ASSERT_THAT(bytes, IsOk());
    EXPECT_THAT(DecodeCanonical<v1::StatusProof>(*bytes), IsOk());
  }
  EXPECT_GT(by_another, 10);
  EXPECT_GT(empty, 0);
}

TEST_F(StatusProofTest, NothingChangedEver) {
  const v1::StatusProof proof = MakeStatusProof(7, {}, "");
  EXPECT_THAT(CheckStatusProof(proof, crypto::Hash()), IsOk());
  EXPECT_THAT(CheckStatusProof(proof, root_.hash), HasReason(Reason::kStatusProofInvalid));
}

TEST_F(StatusProofTest, EveryFlippedBitIsRefused) {
  for (const v1::StatusProof& good : {Present(), ByAnother()}) {
    const std::string bytes = *EncodeCanonical(good);
    for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
      std::string damaged = bytes;
      damaged[bit / 8] ^= static_cast<char>(1 << bit % 8);
      const auto proof = DecodeCanonical<v1::StatusProof>(damaged);
      if (!proof.ok()) continue;
      // Another absent key on the same path is proven just as well.
      const bool same_question = proof->key() == good.key();
      EXPECT_FALSE(Check(*proof).ok() && (same_question || !proof->history().empty())) << bit;
    }
  }
}

TEST_F(StatusProofTest, EveryCutIsRefused) {
  const std::string bytes = *EncodeCanonical(Present());
  for (size_t size = 0; size < bytes.size(); ++size) {
    const auto proof = DecodeCanonical<v1::StatusProof>(absl::string_view(bytes).substr(0, size));
    EXPECT_FALSE(proof.ok() && Check(*proof).ok()) << size;
  }
}

TEST_F(StatusProofTest, PresentIsNeverShownAbsent) {
  v1::StatusProof proof = Present();
  const std::string history = proof.history();
  proof.clear_history();
  EXPECT_THAT(Check(proof), HasReason(Reason::kStatusProofInvalid));
  proof.mutable_other()->set_key(proof.key());
  proof.mutable_other()->set_history(history);
  EXPECT_THAT(Check(proof), HasReason(Reason::kStatusProofInvalid));  // absence by the key itself
}

TEST_F(StatusProofTest, AbsentIsNeverShownPresent) {
  v1::StatusProof proof = ByAnother();
  proof.set_history(proof.other().history());
  EXPECT_THAT(Check(proof), HasReason(Reason::kStatusProofInvalid));  // both at once
  proof.clear_other();
  EXPECT_THAT(Check(proof), HasReason(Reason::kStatusProofInvalid));
}

TEST_F(StatusProofTest, SiblingsAreHashesAndNoMoreThanNeedBe) {
  v1::StatusProof proof = Present();
  proof.mutable_siblings(0)->pop_back();
  EXPECT_THAT(Check(proof), HasReason(Reason::kStatusProofInvalid));
  proof = Present();
  proof.add_siblings(std::string(32, '\0'));
  EXPECT_THAT(Check(proof), HasReason(Reason::kStatusProofInvalid));
  proof = Present();
  while (proof.siblings_size() < 65) proof.add_siblings(std::string(32, 's'));
  EXPECT_THAT(Check(proof), HasReason(Reason::kStatusProofInvalid));
}

TEST_F(StatusProofTest, HistoriesAreInLogOrder) {
  EXPECT_THAT(DecodeStatusHistory(EncodeStatusHistory(History({1, 2, 9}))), IsOk());
  EXPECT_THAT(DecodeStatusHistory(EncodeStatusHistory(History({2, 1}))),
              HasReason(Reason::kFieldOutOfRange));
  EXPECT_THAT(DecodeStatusHistory(EncodeStatusHistory(History({2, 2}))),
              HasReason(Reason::kFieldOutOfRange));
  v1::StatusHistory back = History({1, 2});
  back.mutable_changes(1)->set_logged_at(1);
  EXPECT_THAT(DecodeStatusHistory(EncodeStatusHistory(back)), HasReason(Reason::kFieldOutOfRange));
  EXPECT_THAT(DecodeStatusHistory(""), HasReason(Reason::kFieldMissing));
}

TEST_F(StatusProofTest, HistoryOfALaterVersionIsNewer) {
  std::string value = EncodeStatusHistory(History({1}));
  value.append("\xf8\x07\x01");  // field 127
  const crypto::Hash root = crypto::HashMapLeaf(7, value);
  v1::StatusProof proof;
  proof.set_key(7);
  proof.set_history(value);
  EXPECT_THAT(CheckStatusProof(proof, root), HasReason(Reason::kNewerFormat));
}

}  // namespace
}  // namespace linkcert::proto
