#include "crypto/text.h"

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace linkcert::crypto {
namespace {

constexpr uint32_t kInvalid = 0xFFFFFFFF;

// Takes the first character off `text`; kInvalid, and nothing taken, if it is not UTF-8.
uint32_t TakeCharacter(absl::string_view* text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>((*text)[i]); };
  const uint8_t lead = byte(0);
  const size_t size = lead < 0x80 ? 1 : lead < 0xC0 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (size == 0 || lead > 0xF4 || text->size() < size) return kInvalid;
  uint32_t character = size == 1 ? lead : lead & (0x7F >> size);
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return kInvalid;
    character = character << 6 | (byte(i) & 0x3F);
  }
  constexpr uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = character >= 0xD800 && character <= 0xDFFF;
  if (character < kSmallest[size] || character > 0x10FFFF || is_surrogate) return kInvalid;
  text->remove_prefix(size);
  return character;
}

// The characters of Unicode's White_Space property.
bool IsUnicodeSpace(uint32_t character) {
  return (character >= 0x09 && character <= 0x0D) || character == 0x20 || character == 0x85 ||
         character == 0xA0 || character == 0x1680 || (character >= 0x2000 && character <= 0x200A) ||
         character == 0x2028 || character == 0x2029 || character == 0x202F || character == 0x205F ||
         character == 0x3000;
}

template <typename Accept>
bool AllCharacters(absl::string_view text, const Accept& accept) {
  while (!text.empty()) {
    const uint32_t character = TakeCharacter(&text);
    if (character == kInvalid || !accept(character)) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<std::string> DecodeBase64(absl::string_view text) {
  std::string bytes;
  if (!absl::Base64Unescape(text, &bytes) || EncodeBase64(bytes) != text) {
    return absl::InvalidArgumentError("not canonical base64");
  }
  return bytes;
}

absl::StatusOr<Hash> DecodeBase64Hash(absl::string_view text) {
  absl::StatusOr<std::string> bytes = DecodeBase64(text);
  if (!bytes.ok()) return bytes.status();
  return Hash::FromBytes(*bytes);
}

std::string EncodeBase64(absl::string_view bytes) { return absl::Base64Escape(bytes); }

absl::StatusOr<uint64_t> ParseDecimal(absl::string_view text) {
  uint64_t value = 0;
  if (!absl::SimpleAtoi(text, &value) || absl::StrCat(value) != text) {
    return absl::InvalidArgumentError("not a plain decimal number");
  }
  return value;
}

bool IsUtf8(absl::string_view text) {
  return AllCharacters(text, [](uint32_t) { return true; });
}

bool IsNoteText(absl::string_view text) {
  return AllCharacters(text, [](uint32_t c) { return c >= 0x20 || c == '\n'; });
}

bool IsKeyName(absl::string_view name) {
  return !name.empty() && AllCharacters(name, [](uint32_t c) {
    return c >= 0x20 && c != '+' && !IsUnicodeSpace(c);
  });
}

}  // namespace linkcert::crypto
