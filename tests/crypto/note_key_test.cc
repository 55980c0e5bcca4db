#include "crypto/note_key.h"

#include <gtest/gtest.h>

#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::HasCode;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

// The example of c2sp.org/signed-note.
constexpr char kExample[] = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

TEST(NoteKeyTest, PublishedKeysRoundTrip) {
  for (const char* vkey :
       {kExample,
        // golang.org/x/mod/sumdb/note
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
        // sum.golang.org
        "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
        // public witnesses
        "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
        "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv"}) {
    auto key = NoteKey::Parse(vkey);
    ASSERT_TRUE(key.ok()) << vkey << key.status();
    EXPECT_EQ(key->vkey(), vkey);
  }
}

TEST(NoteKeyTest, PartsOfTheExample) {
  auto key = NoteKey::Parse(kExample);
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key->name(), "example.com/foo");
  EXPECT_EQ(key->key_hash(), 0x530d903au);
  EXPECT_EQ(key->algorithm(), NoteAlgorithm::kEd25519);
  EXPECT_EQ(key->public_key().algorithm(), Algorithm::kEd25519);
}

TEST(NoteKeyTest, TheTypeIsPartOfTheHash) {
  const auto signer = GenerateKey(Algorithm::kEd25519);
  auto log = NoteKey::Create("a", NoteAlgorithm::kEd25519, signer->public_key());
  auto witness = NoteKey::Create("a", NoteAlgorithm::kCosignatureV1, signer->public_key());
  ASSERT_TRUE(log.ok() && witness.ok());
  EXPECT_NE(log->key_hash(), witness->key_hash());
  EXPECT_FALSE(IsBy(*log, {"a", witness->key_hash(), "s"}));
  EXPECT_FALSE(IsBy(*log, {"b", log->key_hash(), "s"}));
  EXPECT_TRUE(IsBy(*log, {"a", log->key_hash(), "s"}));
}

TEST(NoteKeyTest, OtherAlgorithmsAndNamesAreRefused) {
  const auto ed25519 = GenerateKey(Algorithm::kEd25519);
  const auto p256 = GenerateKey(Algorithm::kP256);
  EXPECT_THAT(NoteKey::Create("a", NoteAlgorithm::kEd25519, p256->public_key()), HasCode(kInvalid));
  for (const char* name : {"", "a b", "a+b", "a\n", "a\xC2\xA0"}) {
    EXPECT_THAT(NoteKey::Create(name, NoteAlgorithm::kEd25519, ed25519->public_key()),
                HasCode(kInvalid));
  }
}

TEST(NoteKeyTest, MalformedVkeysAreRefused) {
  for (const char* vkey :
       {"", "a", "a+b", "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        // the hash of another name, in upper case, too short
        "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        // one byte too many; an unknown type with its right hash
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2kAA==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"}) {
    EXPECT_THAT(NoteKey::Parse(vkey), HasCode(kInvalid)) << vkey;
  }
}

TEST(NoteKeyTest, EveryFlippedOrMissingByteIsRefused) {
  const std::string vkey = kExample;
  for (size_t i = 0; i < vkey.size(); ++i) {
    EXPECT_THAT(NoteKey::Parse(vkey.substr(0, i)), HasCode(kInvalid)) << i;
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = vkey;
      flipped[i] = static_cast<char>(flipped[i] ^ (1 << bit));
      EXPECT_THAT(NoteKey::Parse(flipped), HasCode(kInvalid)) << flipped;
    }
  }
}

}  // namespace
}  // namespace linkcert::crypto
