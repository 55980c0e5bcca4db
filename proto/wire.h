// The two wire forms of protobuf that our messages use, varint and length-delimited, read strictly.
// Thread-safe.
#ifndef LINKCERT_PROTO_WIRE_H_
#define LINKCERT_PROTO_WIRE_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace linkcert::proto {

enum WireType : uint32_t { kVarint = 0, kDelimited = 2 };

inline constexpr uint32_t WireTag(uint32_t number, WireType type) { return number << 3 | type; }

// Takes a varint off the front of `bytes`. False when it is cut short, longer than need be, or
// over 64 bits; `bytes` then stays somewhere inside it.
inline bool TakeVarint(absl::string_view& bytes, uint64_t& value) {
  value = 0;
  for (uint32_t shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const uint8_t byte = static_cast<uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte >= 0x80) continue;
    const bool minimal = byte != 0 || shift == 0;
    return minimal && (shift < 63 || byte == 1);
  }
  return false;
}

// Takes a length and as many bytes off the front. False when either is cut short.
inline bool TakeDelimited(absl::string_view& bytes, absl::string_view& value) {
  uint64_t size = 0;
  if (!TakeVarint(bytes, size) || size > bytes.size()) return false;
  value = bytes.substr(0, static_cast<size_t>(size));
  bytes.remove_prefix(value.size());
  return true;
}

inline void AppendVarint(std::string& out, uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

inline void AppendVarintField(std::string& out, uint32_t number, uint64_t value) {
  AppendVarint(out, WireTag(number, kVarint));
  AppendVarint(out, value);
}

inline void AppendDelimitedField(std::string& out, uint32_t number, absl::string_view value) {
  AppendVarint(out, WireTag(number, kDelimited));
  AppendVarint(out, value.size());
  out.append(value.data(), value.size());
}

}  // namespace linkcert::proto

#endif  // LINKCERT_PROTO_WIRE_H_
