// Unsigned integers as big-endian bytes, so that keys sort as their numbers do.
#ifndef LINKCERT_STORAGE_BIG_ENDIAN_H_
#define LINKCERT_STORAGE_BIG_ENDIAN_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace linkcert::storage {

template <typename Unsigned>
void AppendBigEndian(Unsigned value, std::string& out) {
  for (size_t i = sizeof(Unsigned); i-- > 0;) out.push_back(static_cast<char>(value >> (8 * i)));
}

// Takes the number off the front of `bytes`; false, and `bytes` as it was, if they are too short.
template <typename Unsigned>
[[nodiscard]] bool TakeBigEndian(absl::string_view& bytes, Unsigned& value) {
  if (bytes.size() < sizeof(Unsigned)) return false;
  value = 0;
  for (size_t i = 0; i < sizeof(Unsigned); ++i) {
    value = static_cast<Unsigned>((value << 8) | static_cast<unsigned char>(bytes[i]));
  }
  bytes.remove_prefix(sizeof(Unsigned));
  return true;
}

}  // namespace linkcert::storage

#endif  // LINKCERT_STORAGE_BIG_ENDIAN_H_
