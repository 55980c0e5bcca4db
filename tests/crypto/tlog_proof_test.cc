#include "crypto/tlog_proof.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "crypto/checkpoint.h"
#include "tests/testing/bytes.h"
#include "tests/testing/naive_merkle.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::HasCode;
using testing::IsOkAndHolds;
using testing::NaiveMerkle;
using testing::WithBitFlipped;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr size_t kSize = 13;

class TlogProofTest : public ::testing::Test {
 protected:
  TlogProof ProofOf(uint64_t index, const std::string& extra = "") {
    const Checkpoint checkpoint{"example.com/log", kSize, naive_.Root(kSize)};
    return {extra, index, naive_.Inclusion(index, kSize), *SignCheckpoint(checkpoint, *signer_)};
  }

  NaiveMerkle naive_{kSize};
  std::unique_ptr<Signer> signer_ = *KeyFromSeedForTesting(Algorithm::kEd25519, "log");
};

TEST_F(TlogProofTest, RoundTrip) {
  for (uint64_t index = 0; index < kSize; ++index) {
    for (const std::string& extra : {std::string(), std::string("\0\n extra", 8)}) {
      const TlogProof proof = ProofOf(index, extra);
      EXPECT_THAT(ParseTlogProof(FormatTlogProof(proof)), IsOkAndHolds(proof));
    }
  }
}

TEST_F(TlogProofTest, LooksAsTheSpecificationShows) {
  const std::string text = FormatTlogProof(ProofOf(12, "extra"));
  const Path path = naive_.Inclusion(12, kSize);
  ASSERT_EQ(path.size(), 2u);
  EXPECT_EQ(text.substr(0, text.find('\n', 24)), "c2sp.org/tlog-proof@v1\nextra ZXh0cmE=");
  EXPECT_NE(text.find("\nindex 12\n"), std::string::npos);
  EXPECT_NE(text.find("=\n\nexample.com/log\n13\n"), std::string::npos);
}

TEST_F(TlogProofTest, APathWithoutHashesRoundTrips) {
  const Checkpoint checkpoint{"example.com/log", 1, naive_.Root(1)};
  const TlogProof proof{"", 0, {}, *SignCheckpoint(checkpoint, *signer_)};
  EXPECT_THAT(ParseTlogProof(FormatTlogProof(proof)), IsOkAndHolds(proof));
}

TEST_F(TlogProofTest, EveryFlippedBitIsAnotherProofOrNone) {
  const std::string text = FormatTlogProof(ProofOf(5, "extra"));
  for (size_t bit = 0; bit < text.size() * 8; ++bit) {
    const std::string flipped = WithBitFlipped(text, bit);
    const auto proof = ParseTlogProof(flipped);
    if (proof.ok()) {
      ASSERT_EQ(FormatTlogProof(*proof), flipped);
    }
  }
}

TEST_F(TlogProofTest, EveryTruncationIsRefused) {
  const std::string text = FormatTlogProof(ProofOf(5, "extra"));
  for (size_t size = 0; size < text.size(); ++size) {
    ASSERT_THAT(ParseTlogProof(text.substr(0, size)), HasCode(kInvalid)) << size;
  }
}

TEST_F(TlogProofTest, OtherSpellingsAreRefused) {
  const std::string text = FormatTlogProof(ProofOf(5, "extra"));
  for (const auto& [from, to] : std::vector<std::pair<const char*, const char*>>{
           {"proof@v1", "proof@v2"},
           {"proof@v1\n", "proof@v1\n\n"},
           {"extra ZXh0cmE=", "extra "},
           {"extra ZXh0cmE=", "extra ZXh0cmE"},
           {"extra ZXh0cmE=\n", "extra ZXh0cmE=\nextra ZXh0cmE=\n"},
           {"extra ZXh0cmE=\nindex 5\n", "index 5\nextra ZXh0cmE=\n"},
           {"index 5", "index 05"},
           {"index 5", "index  5"},
           {"index 5\n", "index 5\nindex 5\n"},
           {"index 5\n", ""},
           {"index 5\n", "index 5\r\n"}}) {
    EXPECT_THAT(ParseTlogProof(absl::StrReplaceAll(text, {{from, to}})), HasCode(kInvalid)) << to;
  }
}

TEST_F(TlogProofTest, PathsThatCannotBelongToTheIndexAreRefused) {
  TlogProof proof = ProofOf(5);
  proof.index = kSize;
  EXPECT_THAT(ParseTlogProof(FormatTlogProof(proof)), HasCode(kInvalid));
  proof = ProofOf(5);
  proof.path.pop_back();
  EXPECT_THAT(ParseTlogProof(FormatTlogProof(proof)), HasCode(kInvalid));
  proof.path.resize(65);
  EXPECT_THAT(ParseTlogProof(FormatTlogProof(proof)), HasCode(kInvalid));
}

TEST_F(TlogProofTest, TooMuchExtraDataIsRefused) {
  const TlogProof most = ProofOf(5, std::string(kMaxProofExtraBytes, 'x'));
  EXPECT_THAT(ParseTlogProof(FormatTlogProof(most)), IsOkAndHolds(most));
  const TlogProof more = ProofOf(5, std::string(kMaxProofExtraBytes + 1, 'x'));
  EXPECT_THAT(ParseTlogProof(FormatTlogProof(more)), HasCode(kInvalid));
}

}  // namespace
}  // namespace linkcert::crypto
