#include "crypto/checkpoint.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "crypto/note.h"
#include "tests/testing/bytes.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::HasCode;
using testing::IsOkAndHolds;
using testing::WithBitFlipped;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

// The example of c2sp.org/tlog-checkpoint.
constexpr char kText[] =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
constexpr char kSignature[] =
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q"
    "1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

class CheckpointTest : public ::testing::Test {
 protected:
  Checkpoint checkpoint_{"example.com/log", 42, Sha256("root")};
  std::unique_ptr<Signer> signer_ = *KeyFromSeedForTesting(Algorithm::kEd25519, "log");
  NoteKey log_ =
      *NoteKey::Create("example.com/log", NoteAlgorithm::kEd25519, signer_->public_key());
};

TEST_F(CheckpointTest, ExampleOfTheSpecification) {
  auto checkpoint = ParseCheckpoint(kText);
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  EXPECT_EQ(checkpoint->origin, "example.com/behind-the-sofa");
  EXPECT_EQ(checkpoint->size, 20852163u);
  EXPECT_EQ(FormatCheckpoint(*checkpoint), kText);
  auto note = ParseNote(absl::StrCat(kText, "\n", kSignature));
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->text, kText);
}

// The log's own signature on a checkpoint of a public log; its other lines are left out.
TEST_F(CheckpointTest, APublicLog) {
  auto log = NoteKey::Parse(
      "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh1"
      "5f");
  ASSERT_TRUE(log.ok()) << log.status();
  auto checkpoint = OpenCheckpoint(
      "arche2025h1.staging.ct.transparency.dev\n1432088532\n"
      "U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n\n"
      "— arche2025h1.staging.ct.transparency.dev "
      "ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3N"
      "ygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=\n",
      *log);
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  EXPECT_EQ(checkpoint->size, 1432088532u);
}

TEST_F(CheckpointTest, SignsAndOpens) {
  for (const uint64_t size : {uint64_t{0}, uint64_t{1}, UINT64_MAX}) {
    checkpoint_.size = size;
    auto note = SignCheckpoint(checkpoint_, *signer_);
    ASSERT_TRUE(note.ok()) << note.status();
    EXPECT_THAT(OpenCheckpoint(*note, log_), IsOkAndHolds(checkpoint_));
  }
}

TEST_F(CheckpointTest, EveryFlippedBitAndTruncationIsRefused) {
  const std::string note = *SignCheckpoint(checkpoint_, *signer_);
  for (size_t bit = 0; bit < note.size() * 8; ++bit) {
    ASSERT_THAT(OpenCheckpoint(WithBitFlipped(note, bit), log_), HasCode(kInvalid)) << bit;
  }
  for (size_t size = 0; size < note.size(); ++size) {
    ASSERT_THAT(OpenCheckpoint(note.substr(0, size), log_), HasCode(kInvalid)) << size;
  }
}

TEST_F(CheckpointTest, OtherSpellingsAreRefused) {
  const std::string root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
  for (const std::string& text :
       {std::string(), std::string("\n"), "a\n1\n" + root, "a\n01\n" + root + "\n",
        "a\n\n" + root + "\n", "\n1\n" + root + "\n", "a\n-1\n" + root + "\n",
        "a\n+1\n" + root + "\n", "a\n18446744073709551616\n" + root + "\n",
        "a\n1\n" + root.substr(0, 43) + "\n", std::string("a\n1\nAAAA\n"),
        "a\n1\n" + root + "\nextension\n", "a\n1\n" + root + "\n\n", "a\n1 \n" + root + "\n",
        "a\t\n1\n" + root + "\n", "a\r\n1\r\n" + root + "\r\n",
        "a\n1\n" + root.substr(0, 42) + "J=\n"}) {
    EXPECT_THAT(ParseCheckpoint(text), HasCode(kInvalid)) << text;
  }
}

// Signs `text`, whatever it says, as the log.
std::string SignedText(absl::string_view text, absl::string_view name, const Signer& signer) {
  return FormatNote({std::string(text), {*SignNoteText(text, name, signer)}});
}

TEST_F(CheckpointTest, SignedExtensionLinesAndOtherOriginsAreRefused) {
  const std::string text = FormatCheckpoint(checkpoint_);
  EXPECT_THAT(OpenCheckpoint(SignedText(text, "example.com/log", *signer_), log_),
              IsOkAndHolds(checkpoint_));
  EXPECT_THAT(OpenCheckpoint(SignedText(text + "more\n", "example.com/log", *signer_), log_),
              HasCode(kInvalid));
  EXPECT_THAT(OpenCheckpoint(SignedText(kText, "example.com/log", *signer_), log_),
              HasCode(kInvalid));
}

TEST_F(CheckpointTest, OtherKeysAreRefused) {
  const std::string note = *SignCheckpoint(checkpoint_, *signer_);
  const auto stranger = GenerateKey(Algorithm::kEd25519);
  auto other = NoteKey::Create("example.com/log", NoteAlgorithm::kEd25519, stranger->public_key());
  EXPECT_THAT(OpenCheckpoint(note, *other), HasCode(kInvalid));
  auto witness =
      NoteKey::Create("example.com/log", NoteAlgorithm::kCosignatureV1, signer_->public_key());
  EXPECT_THAT(OpenCheckpoint(note, *witness), HasCode(kInvalid));
}

TEST_F(CheckpointTest, RefusesToSignWithOtherAlgorithmsAndOrigins) {
  EXPECT_THAT(SignCheckpoint(checkpoint_, *GenerateKey(Algorithm::kP256)), HasCode(kInvalid));
  for (const char* origin : {"", "a b", "a\nb", "a+b"}) {
    checkpoint_.origin = origin;
    EXPECT_THAT(SignCheckpoint(checkpoint_, *signer_), HasCode(kInvalid)) << origin;
  }
}

}  // namespace
}  // namespace linkcert::crypto
