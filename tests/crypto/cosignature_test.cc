#include "crypto/cosignature.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "crypto/checkpoint.h"
#include "crypto/note.h"
#include "tests/testing/bytes.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::HasCode;
using testing::IsOkAndHolds;
using testing::WithBitFlipped;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr char kText[] = "example.com/log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
constexpr uint64_t kTimeS = 1679315147;

class CosignatureTest : public ::testing::Test {
 protected:
  std::unique_ptr<Signer> signer_ = *KeyFromSeedForTesting(Algorithm::kEd25519, "witness");
  NoteKey key_ = *NoteKey::Create("w", NoteAlgorithm::kCosignatureV1, signer_->public_key());
};

TEST_F(CosignatureTest, RoundTrip) {
  for (const uint64_t time_s : {uint64_t{0}, uint64_t{1}, kTimeS, kMaxCosignatureTimeS}) {
    auto line = SignCosignature(kText, time_s, "w", *signer_);
    ASSERT_TRUE(line.ok()) << line.status();
    EXPECT_TRUE(IsBy(key_, *line));
    EXPECT_EQ(line->signature.size(), 72u);
    EXPECT_THAT(VerifyCosignature(kText, key_, line->signature), IsOkAndHolds(time_s));
  }
}

TEST_F(CosignatureTest, SignsTheMessageOfTheSpecification) {
  auto line = SignCosignature(kText, kTimeS, "w", *signer_);
  ASSERT_TRUE(line.ok());
  const std::string message = absl::StrCat("cosignature/v1\ntime 1679315147\n", kText);
  EXPECT_EQ(line->signature.substr(8), *signer_->Sign(message));
  EXPECT_EQ(line->signature.substr(0, 8), testing::FromHex("00000000641850cb"));
}

TEST_F(CosignatureTest, EveryFlippedBitAndOtherLengthIsRefused) {
  const std::string signature = SignCosignature(kText, kTimeS, "w", *signer_)->signature;
  for (size_t bit = 0; bit < signature.size() * 8; ++bit) {
    EXPECT_THAT(VerifyCosignature(kText, key_, WithBitFlipped(signature, bit)), HasCode(kInvalid));
  }
  for (size_t size = 0; size < signature.size(); ++size) {
    EXPECT_THAT(VerifyCosignature(kText, key_, signature.substr(0, size)), HasCode(kInvalid));
  }
  EXPECT_THAT(VerifyCosignature(kText, key_, signature + "x"), HasCode(kInvalid));
}

TEST_F(CosignatureTest, OtherTextsKeysAndTypesAreRefused) {
  const std::string signature = SignCosignature(kText, kTimeS, "w", *signer_)->signature;
  EXPECT_THAT(VerifyCosignature("other\n", key_, signature), HasCode(kInvalid));
  const auto stranger = GenerateKey(Algorithm::kEd25519);
  auto other = NoteKey::Create("w", NoteAlgorithm::kCosignatureV1, stranger->public_key());
  EXPECT_THAT(VerifyCosignature(kText, *other, signature), HasCode(kInvalid));
  auto log = NoteKey::Create("w", NoteAlgorithm::kEd25519, signer_->public_key());
  EXPECT_THAT(VerifyCosignature(kText, *log, signature), HasCode(kInvalid));
}

TEST_F(CosignatureTest, ASignedTimeBeyondTheLimitIsRefused) {
  const std::string message = absl::StrCat("cosignature/v1\ntime 9223372036854775808\n", kText);
  const std::string signature = testing::FromHex("8000000000000000") + *signer_->Sign(message);
  EXPECT_THAT(VerifyCosignature(kText, key_, signature), HasCode(kInvalid));
}

TEST_F(CosignatureTest, RefusesToSignWithOtherKeysTimesAndNames) {
  EXPECT_THAT(SignCosignature(kText, kMaxCosignatureTimeS + 1, "w", *signer_), HasCode(kInvalid));
  EXPECT_THAT(SignCosignature(kText, 1, "w w", *signer_), HasCode(kInvalid));
  EXPECT_THAT(SignCosignature(kText, 1, "w", *GenerateKey(Algorithm::kSm2)), HasCode(kInvalid));
}

// A checkpoint of a public log as its public witness cosigned it in May 2026.
TEST(CosignatureVectorsTest, APublicWitness) {
  auto key = NoteKey::Parse("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2");
  auto note = ParseNote(
      "arche2025h1.staging.ct.transparency.dev\n1432088532\n"
      "U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n\n"
      "— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9s"
      "XTynk5XeU/zZ0WBxtqB0DrAWfBw==\n");
  ASSERT_TRUE(key.ok() && note.ok());
  auto verified = VerifyNote(*note, {*key});
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ((*verified)[0].time_s, 0x6a122120u);
}

}  // namespace
}  // namespace linkcert::crypto
