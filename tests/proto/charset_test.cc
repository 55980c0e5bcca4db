#include "proto/charset.h"

#include <gtest/gtest.h>

namespace linkcert::proto {
namespace {

// UTF-8 of one code point, surrogates and beyond included.
std::string Utf8(uint32_t point) {
  const auto tail = [point](int shift) {
    return static_cast<char>(0x80 | (point >> shift & 0x3f));
  };
  if (point < 0x80) return {static_cast<char>(point)};
  if (point < 0x800) return {static_cast<char>(0xc0 | point >> 6), tail(0)};
  if (point < 0x10000) return {static_cast<char>(0xe0 | point >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xf0 | point >> 18), tail(12), tail(6), tail(0)};
}

bool IsText(absl::string_view text) { return IsOfCharset(v1::CHARSET_TEXT, text); }

TEST(CharsetTest, TakesWellFormedUtf8Only) {
  for (uint32_t point = 0; point <= 0x10ffff; ++point) {
    const bool surrogate = point >= 0xd800 && point <= 0xdfff;
    ASSERT_EQ(IsUtf8(Utf8(point)), !surrogate) << std::hex << point;
  }
  for (const char* bad :
       {"\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80", "\x80", "\xff", "\xe4\xb8", "\xe4\xb8\x41", "a\xf0\x9f\x98"}) {
    EXPECT_FALSE(IsUtf8(bad));
  }
}

TEST(CharsetTest, TextTakesAnyScript) {
  for (const char* text : {"张三", "a", "Ünï", "买买提·吐尔逊", "𠮷野家", "葛\xf3\xa0\x84\x80",
                           "高级工/三级", "two words", "\xee\x80\x80"}) {
    EXPECT_TRUE(IsText(text)) << text;
  }
}

TEST(CharsetTest, TextRefusesWhatCannotBeSeen) {
  for (uint32_t point : {0x0u,      0x9u,     0xau,    0x1fu,   0x7fu,   0x80u,   0x9fu,   0x61cu,
                         0x200bu,   0x200eu,  0x200fu, 0x2028u, 0x2029u, 0x202au, 0x202eu, 0x2060u,
                         0x2066u,   0x2069u,  0xfdd0u, 0xfdefu, 0xfeffu, 0xfffeu, 0xffffu, 0x1fffeu,
                         0x10ffffu, 0xe0001u, 0xadu,   0x34fu,  0x115fu, 0x1160u, 0x2061u, 0x2064u,
                         0x206au,   0x206fu,  0x3164u, 0xffa0u, 0xfff9u, 0xfffbu}) {
    EXPECT_FALSE(IsText("a" + Utf8(point) + "b")) << std::hex << point;
  }
}

TEST(CharsetTest, TextRefusesSpacesAtItsEnds) {
  for (uint32_t space : {0x20u, 0xa0u, 0x2003u, 0x202fu, 0x3000u}) {
    EXPECT_TRUE(IsText("a" + Utf8(space) + "b"));
    EXPECT_FALSE(IsText(Utf8(space) + "a")) << std::hex << space;
    EXPECT_FALSE(IsText("a" + Utf8(space))) << std::hex << space;
    EXPECT_FALSE(IsText(Utf8(space)));
  }
}

TEST(CharsetTest, IdsAreShortAndLowerCase) {
  for (const char* id : {"abc", "a-1", "---", "0123456789012345678901234567890123456789"}) {
    EXPECT_TRUE(IsOfCharset(v1::CHARSET_ID, id)) << id;
  }
  for (const char* id :
       {"ab", "Abc", "a_b", "a b", "链主甲", "01234567890123456789012345678901234567890"}) {
    EXPECT_FALSE(IsOfCharset(v1::CHARSET_ID, id)) << id;
  }
}

TEST(CharsetTest, OccupationCodesHaveOneForm) {
  EXPECT_TRUE(IsOfCharset(v1::CHARSET_OCCUPATION, "6-25-04-07"));
  for (const char* code : {"6-25-04-7", "6-25-04-077", "62-5-04-07", "6-25-04-0a", "6 25 04 07"}) {
    EXPECT_FALSE(IsOfCharset(v1::CHARSET_OCCUPATION, code)) << code;
  }
}

// Each small charset against its definition, byte by byte.
TEST(CharsetTest, SmallCharsetsHoldTheirCharactersOnly) {
  const std::string digits = "0123456789";
  const std::string upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const std::string letters = upper + "abcdefghijklmnopqrstuvwxyz";
  const std::pair<v1::Charset, std::string> charsets[] = {
      {v1::CHARSET_DIGITS, digits},
      {v1::CHARSET_CODE, upper + digits + "-"},
      {v1::CHARSET_ORIGIN, letters + digits + "./:_-"},
      {v1::CHARSET_REFERENCE, letters + digits + "._/-"}};
  for (const auto& [charset, members] : charsets) {
    for (int c = 0; c < 256; ++c) {
      const std::string text(1, static_cast<char>(c));
      EXPECT_EQ(IsOfCharset(charset, text), members.find(text) != std::string::npos) << charset;
    }
  }
}

TEST(CharsetTest, NoCharsetHoldsTheEmptyText) {
  for (int charset = 0; charset < v1::Charset_ARRAYSIZE; ++charset) {
    EXPECT_FALSE(IsOfCharset(static_cast<v1::Charset>(charset), ""));
  }
  EXPECT_FALSE(IsOfCharset(v1::CHARSET_UNSPECIFIED, "a"));
}

}  // namespace
}  // namespace linkcert::proto
