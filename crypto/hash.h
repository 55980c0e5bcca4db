// SHA-256 and the fixed-size values that are made with it. All functions are thread-safe.
#ifndef LINKCERT_CRYPTO_HASH_H_
#define LINKCERT_CRYPTO_HASH_H_

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkcert::crypto {

// A SHA-256 digest. The default value is 32 zero bytes.
class Hash {
 public:
  static constexpr size_t kSizeBytes = 32;

  constexpr Hash() = default;
  explicit constexpr Hash(const std::array<uint8_t, kSizeBytes>& bytes) : bytes_(bytes) {}

  // InvalidArgument unless `bytes` is exactly 32 bytes long.
  static absl::StatusOr<Hash> FromBytes(absl::string_view bytes);
  // 64 hexadecimal digits, either case, nothing around them.
  static absl::StatusOr<Hash> FromHex(absl::string_view hex);

  absl::string_view view() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }
  std::string str() const { return std::string(view().data(), view().size()); }
  std::string ToHex() const;  // lower case
  uint8_t* data() { return bytes_.data(); }
  const uint8_t* data() const { return bytes_.data(); }

  friend auto operator<=>(const Hash&, const Hash&) = default;
  template <typename H>
  friend H AbslHashValue(H state, const Hash& hash) {
    return H::combine(std::move(state), hash.bytes_);
  }

 private:
  std::array<uint8_t, kSizeBytes> bytes_{};
};

Hash Sha256(absl::string_view bytes);
// SHA-256 of the two parts in a row, without joining them first.
Hash Sha256(absl::string_view first, absl::string_view second);

// RFC 6962 §2.1: SHA-256(0x00 ‖ leaf) and SHA-256(0x01 ‖ left ‖ right).
Hash HashLeaf(absl::string_view leaf);
Hash HashNode(const Hash& left, const Hash& right);
// RFC 6962 §2.1: the root of the tree without leaves, SHA-256 of nothing.
Hash EmptyRoot();

// `count` bytes from the operating system's generator; aborts only if that fails.
std::string RandomBytes(size_t count);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_HASH_H_
