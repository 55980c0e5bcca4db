// Unsigned numbers as big-endian bytes: how all formats here write them, and keys that sort as
// their numbers do.
#ifndef LINKCERT_CRYPTO_BIG_ENDIAN_H_
#define LINKCERT_CRYPTO_BIG_ENDIAN_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace linkcert::crypto {

// The lowest `size_bytes` (1..8) bytes of `value`, highest first.
inline std::string ToBigEndian(uint64_t value, size_t size_bytes) {
  std::string bytes(size_bytes, '\0');
  for (size_t i = size_bytes; i-- > 0; value >>= 8) bytes[i] = static_cast<char>(value & 0xFF);
  return bytes;
}

// The number that at most 8 bytes stand for; 0 for none.
inline uint64_t FromBigEndian(absl::string_view bytes) {
  uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<uint8_t>(byte);
  return value;
}

template <typename Unsigned>
void AppendBigEndian(Unsigned value, std::string& out) {
  out += ToBigEndian(value, sizeof(Unsigned));
}

// Takes the number off the front of `bytes`; false, and `bytes` as it was, if they are too short.
template <typename Unsigned>
[[nodiscard]] bool TakeBigEndian(absl::string_view& bytes, Unsigned& value) {
  if (bytes.size() < sizeof(Unsigned)) return false;
  value = static_cast<Unsigned>(FromBigEndian(bytes.substr(0, sizeof(Unsigned))));
  bytes.remove_prefix(sizeof(Unsigned));
  return true;
}

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_BIG_ENDIAN_H_
