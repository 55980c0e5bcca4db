#include "crypto/note.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/testing/bytes.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::HasCode;
using testing::IsOk;
using testing::WithBitFlipped;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

// The test vector of c2sp.org/signed-note.
constexpr char kExampleKey[] =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr char kExample[] =
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuw"
    "HjG1Yu72IneyaQM=\n";

// The tests of golang.org/x/mod/sumdb/note.
constexpr char kPeterKey[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr char kEnochKey[] = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
constexpr char kText[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr char kPeterLine[] =
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6K"
    "E6RyyBwJnAM=\n";
constexpr char kEnochLine[] =
    "— EnochRoot "
    "rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1"
    "RvMc+QQ=\n";

absl::StatusOr<std::vector<VerifiedSignature>> Verify(absl::string_view bytes,
                                                      std::vector<const char*> vkeys) {
  std::vector<NoteKey> keys;
  for (const char* vkey : vkeys) keys.push_back(*NoteKey::Parse(vkey));
  absl::StatusOr<Note> note = ParseNote(bytes);
  if (!note.ok()) return note.status();
  return VerifyNote(*note, keys);
}

TEST(NoteTest, PublishedNotesVerify) {
  EXPECT_THAT(Verify(kExample, {kExampleKey}), IsOk());
  const std::string both = absl::StrCat(kText, "\n", kPeterLine, kEnochLine);
  auto verified = Verify(both, {kEnochKey, kPeterKey});
  ASSERT_TRUE(verified.ok()) << verified.status();
  ASSERT_EQ(verified->size(), 2u);
  EXPECT_EQ((*verified)[0].key, 1u);
  EXPECT_EQ((*verified)[1].key, 0u);
}

TEST(NoteTest, ParsesTheNoteThatOpensTheSpecification) {
  const std::string bytes =
      "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito "
      "sera.\n\n"
      "— quasimodo.example/salvatore "
      "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQ"
      "U0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";
  auto note = ParseNote(bytes);
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_TRUE(absl::EndsWith(note->text, "\n\ned è subito sera.\n"));
  EXPECT_EQ(note->signatures.size(), 1u);
  EXPECT_EQ(note->signatures[0].key_hash, 0x367ba04bu);
  EXPECT_EQ(FormatNote(*note), bytes);
}

TEST(NoteTest, SignsAndVerifies) {
  const auto signer = GenerateKey(Algorithm::kEd25519);
  auto line = SignNoteText("text\n", "name", *signer);
  ASSERT_TRUE(line.ok()) << line.status();
  auto note = ParseNote(FormatNote({"text\n", {*line}}));
  ASSERT_TRUE(note.ok()) << note.status();
  const NoteKey key = *NoteKey::Create("name", NoteAlgorithm::kEd25519, signer->public_key());
  EXPECT_THAT(VerifyNote(*note, {key}), IsOk());
  const NoteKey other = *NoteKey::Create("other", NoteAlgorithm::kEd25519, signer->public_key());
  EXPECT_THAT(VerifyNote(*note, {other}), HasCode(kInvalid));
}

TEST(NoteTest, RefusesToSignWhatIsNoNote) {
  const auto signer = GenerateKey(Algorithm::kEd25519);
  for (const char* text : {"", "no newline", "a\r\n", "\xFF\n", "\t\n"}) {
    EXPECT_THAT(SignNoteText(text, "name", *signer), HasCode(kInvalid)) << text;
  }
  EXPECT_THAT(SignNoteText("a\n", "a b", *signer), HasCode(kInvalid));
  EXPECT_THAT(SignNoteText("a\n", "a", *GenerateKey(Algorithm::kP256)), HasCode(kInvalid));
}

TEST(NoteTest, EveryFlippedBitIsRefused) {
  const std::string note = kExample;
  for (size_t bit = 0; bit < note.size() * 8; ++bit) {
    const std::string flipped = WithBitFlipped(note, bit);
    ASSERT_THAT(Verify(flipped, {kExampleKey}), HasCode(kInvalid)) << flipped;
    const auto parsed = ParseNote(flipped);
    if (parsed.ok()) {
      EXPECT_EQ(FormatNote(*parsed), flipped);
    }
  }
}

TEST(NoteTest, EveryTruncationIsRefused) {
  const std::string note = kExample;
  for (size_t size = 0; size < note.size(); ++size) {
    EXPECT_THAT(ParseNote(note.substr(0, size)), HasCode(kInvalid)) << size;
  }
}

TEST(NoteTest, MalformedNotesAreRefused) {
  const std::string text = kText, line = kPeterLine;
  for (const std::string& bytes :
       {text, text + line, text + "\n", text + "\n" + line + "\n", text + "\n\n" + line + "x",
        text + "\n- PeterNeumann AAAAAAA=\n", text + "\n—PeterNeumann AAAAAAA=\n",
        text + "\n— PeterNeumann  AAAAAAA=\n", text + "\n— Peter Neumann AAAAAAA=\n",
        text + "\n— PeterNeumann AAAAAAA\n", text + "\n— PeterNeumann AAAAAA==\n",
        text + "\n— PeterNeumann AAAAAAA= \n", text + "\n— PeterNeumann\n",
        text + "\n" + line + "\r", text + "\n—  AAAAAAA=\n", text + "\n— Peter+ AAAAAAA=\n",
        "a\tb\n\n" + line, "\xFF\n\n" + line}) {
    EXPECT_THAT(ParseNote(bytes), HasCode(kInvalid)) << bytes;
  }
}

TEST(NoteTest, SizeAndSignaturesAreLimited) {
  std::string note = absl::StrCat(kText, "\n");
  for (size_t i = 0; i < kMaxNoteSignatures; ++i) absl::StrAppend(&note, kPeterLine);
  EXPECT_THAT(ParseNote(note), IsOk());
  EXPECT_THAT(ParseNote(note + kPeterLine), HasCode(kInvalid));
  const std::string large(kMaxNoteSizeBytes, 'x');
  EXPECT_THAT(ParseNote(absl::StrCat(large, "\n\n", kPeterLine)), HasCode(kInvalid));
}

TEST(NoteTest, UnknownSignaturesAreIgnoredButOneMustBeKnown) {
  const std::string note = absl::StrCat(kText, "\n", kPeterLine, "— PeterNeumann AAAAAAA=\n",
                                        "— Other x08go/ZJkuBS9UG/SffcvIAQxVBt\n", kEnochLine);
  EXPECT_THAT(Verify(note, {kPeterKey}), IsOk());
  EXPECT_EQ(Verify(note, {kPeterKey})->size(), 1u);
  EXPECT_THAT(Verify(note, {kExampleKey}), HasCode(kInvalid));
  EXPECT_THAT(Verify(note, {}), HasCode(kInvalid));
}

TEST(NoteTest, ABadSignatureByAKnownKeyRefusesTheNote) {
  // Enoch's name and key hash over Peter's signature.
  const std::string bad = "— EnochRoot rwz+eAAA\n";
  const std::string note = absl::StrCat(kText, "\n", kPeterLine, bad);
  EXPECT_THAT(Verify(note, {kPeterKey}), IsOk());
  EXPECT_THAT(Verify(note, {kPeterKey, kEnochKey}), HasCode(kInvalid));
}

TEST(NoteTest, TwoSignaturesByOneKeyAndTwoEqualKeysAreRefused) {
  const std::string twice = absl::StrCat(kText, "\n", kPeterLine, kPeterLine);
  EXPECT_THAT(Verify(twice, {kPeterKey}), HasCode(kInvalid));
  const std::string once = absl::StrCat(kText, "\n", kPeterLine);
  EXPECT_THAT(Verify(once, {kPeterKey, kPeterKey}), HasCode(kInvalid));
}

}  // namespace
}  // namespace linkcert::crypto
