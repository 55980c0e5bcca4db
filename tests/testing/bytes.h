// Small things that tests of byte formats need again and again.
#ifndef LINKCERT_TESTS_TESTING_BYTES_H_
#define LINKCERT_TESTS_TESTING_BYTES_H_

#include <cstddef>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"

namespace linkcert::testing {

inline std::string FromHex(absl::string_view hex) { return absl::HexStringToBytes(hex); }

// `bytes` with one bit turned; bit 0 is the lowest of the first byte.
inline std::string WithBitFlipped(std::string bytes, size_t bit) {
  bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
  return bytes;
}

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_BYTES_H_
