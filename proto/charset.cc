#include "proto/charset.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace linkcert::proto {
namespace {

constexpr uint32_t kMalformed = 0xffffffff;

bool IsContinuation(uint8_t byte) { return (byte & 0xc0) == 0x80; }

// Takes one code point off the front; kMalformed when there is none.
uint32_t TakeCodePoint(absl::string_view& text) {
  const uint8_t first = static_cast<uint8_t>(text.front());
  if (first < 0x80) {
    text.remove_prefix(1);
    return first;
  }
  const size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < size) return kMalformed;
  uint32_t point = first & (0xffu >> (size + 1));
  for (size_t i = 1; i < size; ++i) {
    const uint8_t byte = static_cast<uint8_t>(text[i]);
    if (!IsContinuation(byte)) return kMalformed;
    point = point << 6 | (byte & 0x3f);
  }
  const bool shortest = size == 2 || (size == 3 ? point >= 0x800 : point >= 0x10000);
  if (!shortest || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return kMalformed;
  text.remove_prefix(size);
  return point;
}

struct PointRange {
  uint32_t first;
  uint32_t last;
};

// What people cannot see, or what makes them see another order. Ascending.
constexpr PointRange kRefused[] = {
    {0x0000, 0x001f},    // C0 controls
    {0x007f, 0x009f},    // DEL, C1 controls
    {0x00ad, 0x00ad},    // soft hyphen
    {0x034f, 0x034f},    // combining grapheme joiner
    {0x061c, 0x061c},    // Arabic letter mark
    {0x115f, 0x1160},    // Hangul fillers
    {0x200b, 0x200b},    // zero width space
    {0x200e, 0x200f},    // left-to-right and right-to-left mark
    {0x2028, 0x202e},    // line and paragraph separator, bidirectional embeddings and overrides
    {0x2060, 0x2064},    // word joiner, invisible operators
    {0x2066, 0x206f},    // bidirectional isolates, deprecated format characters
    {0x3164, 0x3164},    // Hangul filler
    {0xfdd0, 0xfdef},    // noncharacters
    {0xfeff, 0xfeff},    // byte order mark
    {0xffa0, 0xffa0},    // halfwidth Hangul filler
    {0xfff9, 0xfffb},    // interlinear annotation
    {0xe0000, 0xe007f},  // tags
};

constexpr PointRange kSpaces[] = {
    {0x0020, 0x0020}, {0x00a0, 0x00a0}, {0x1680, 0x1680}, {0x2000, 0x200a},
    {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000},
};

template <size_t kCount>
bool IsIn(const PointRange (&ranges)[kCount], uint32_t point) {
  return std::any_of(ranges, ranges + kCount, [point](const PointRange& range) {
    return point >= range.first && point <= range.last;
  });
}

bool IsVisible(uint32_t point) {
  if (point >= 0x20 && point < 0x7f) return true;
  return point != kMalformed && !IsIn(kRefused, point) && (point & 0xfffe) != 0xfffe;
}

bool IsText(absl::string_view text) {
  bool after_space = true;
  for (bool first = true; !text.empty(); first = false) {
    const uint32_t point = TakeCodePoint(text);
    if (!IsVisible(point)) return false;
    after_space = IsIn(kSpaces, point);
    if (first && after_space) return false;
  }
  return !after_space;
}

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsOccupationCode(absl::string_view text) {
  constexpr absl::string_view kForm = "d-dd-dd-dd";
  return std::equal(text.begin(), text.end(), kForm.begin(), kForm.end(),
                    [](char c, char form) { return form == '-' ? c == '-' : IsDigit(c); });
}

template <typename Accepts>
bool AllOf(absl::string_view text, Accepts accepts) {
  return !text.empty() && std::all_of(text.begin(), text.end(), accepts);
}

bool IsId(absl::string_view text) {
  return text.size() >= 3 && text.size() <= 40 &&
         AllOf(text, [](char c) { return IsLower(c) || IsDigit(c) || c == '-'; });
}

bool IsLetterOrDigitOr(absl::string_view others, char c) {
  return IsLower(c) || IsUpper(c) || IsDigit(c) || others.find(c) != absl::string_view::npos;
}

}  // namespace

bool IsUtf8(absl::string_view text) {
  while (!text.empty()) {
    if (TakeCodePoint(text) == kMalformed) return false;
  }
  return true;
}

bool IsOfCharset(v1::Charset charset, absl::string_view text) {
  switch (charset) {
    case v1::CHARSET_ID:
      return IsId(text);
    case v1::CHARSET_TEXT:
      return IsText(text);
    case v1::CHARSET_DIGITS:
      return AllOf(text, IsDigit);
    case v1::CHARSET_CODE:
      return AllOf(text, [](char c) { return IsUpper(c) || IsDigit(c) || c == '-'; });
    case v1::CHARSET_OCCUPATION:
      return IsOccupationCode(text);
    case v1::CHARSET_ORIGIN:
      return AllOf(text, [](char c) { return IsLetterOrDigitOr("./:_-", c); });
    case v1::CHARSET_REFERENCE:
      return AllOf(text, [](char c) { return IsLetterOrDigitOr("._/-", c); });
    default:
      return false;
  }
}

}  // namespace linkcert::proto
