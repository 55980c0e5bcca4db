#include "crypto/text.h"

#include <gtest/gtest.h>

#include "tests/testing/bytes.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::FromHex;
using testing::HasCode;
using testing::IsOkAndHolds;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

TEST(TextTest, Base64HasOneSpelling) {
  EXPECT_THAT(DecodeBase64("Zm9vYg=="), IsOkAndHolds("foob"));
  EXPECT_THAT(DecodeBase64(""), IsOkAndHolds(""));
  for (const char* text : {"Zm9vYg", "Zm9vYg=", "Zm9vYh==", "Zm9v Yg==", "Zm9vYg==\n",
                           "Zm9v====", "Zm9vYg==Zm9v", "Zm9vYg.=", "_-8=", "Z", "=", "===="}) {
    EXPECT_THAT(DecodeBase64(text), HasCode(kInvalid)) << text;
  }
}

TEST(TextTest, Base64HashHas32Bytes) {
  const Hash hash = Sha256("x");
  EXPECT_THAT(DecodeBase64Hash(EncodeBase64(hash.view())), IsOkAndHolds(hash));
  EXPECT_THAT(DecodeBase64Hash(EncodeBase64(hash.view().substr(1))), HasCode(kInvalid));
}

TEST(TextTest, DecimalHasOneSpelling) {
  EXPECT_THAT(ParseDecimal("0"), IsOkAndHolds(0u));
  EXPECT_THAT(ParseDecimal("18446744073709551615"), IsOkAndHolds(UINT64_MAX));
  for (const char* text :
       {"", "00", "01", "+1", "-1", " 1", "1 ", "1\n", "0x1", "1e3", "18446744073709551616"}) {
    EXPECT_THAT(ParseDecimal(text), HasCode(kInvalid)) << text;
  }
}

TEST(TextTest, Utf8WithoutOverlongFormsAndSurrogates) {
  for (const char* hex : {"", "41", "c280", "e4b8ade69687", "f09f9880", "f48fbfbf", "ed9fbf"}) {
    EXPECT_TRUE(IsUtf8(FromHex(hex))) << hex;
  }
  for (const char* hex : {"80", "c0af", "c1bf", "e08080", "eda080", "f0808080", "f4908080",
                          "f8888080", "ff", "c2", "e4b8", "f09f98", "c241", "fe"}) {
    EXPECT_FALSE(IsUtf8(FromHex(hex))) << hex;
  }
}

TEST(TextTest, NoteTextHasNoControlCharactersButNewline) {
  EXPECT_TRUE(IsNoteText("a\n\n\xE2\x80\x94 b\n"));
  for (const char c : {'\t', '\r', '\x01', '\x1F', '\0'}) {
    EXPECT_FALSE(IsNoteText(std::string("a") + c)) << static_cast<int>(c);
  }
}

TEST(TextTest, KeyNamesHaveNoSpacesNorPlus) {
  EXPECT_TRUE(IsKeyName("example.com/log42"));
  EXPECT_TRUE(IsKeyName("\xE9\x93\xBE\xE8\xAF\x81"));
  for (const std::string& name :
       {std::string(), std::string("a b"), std::string("a+b"), std::string("a\n"), FromHex("c2a0"),
        FromHex("e38080"), FromHex("e280a8"), FromHex("e28087"), FromHex("c285"), FromHex("ff")}) {
    EXPECT_FALSE(IsKeyName(name)) << name;
  }
}

}  // namespace
}  // namespace linkcert::crypto
