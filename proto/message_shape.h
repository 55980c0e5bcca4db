// What the walker of canonical.cc needs to know of each message type, compiled once from its
// descriptor and the field_rule.proto options. Immutable after Compile, so thread-safe.
#ifndef LINKCERT_PROTO_MESSAGE_SHAPE_H_
#define LINKCERT_PROTO_MESSAGE_SHAPE_H_

#include <google/protobuf/descriptor.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "linkcert/v1/field_rule.pb.h"

namespace linkcert::proto {

enum class FieldKind : uint8_t { kUint32, kUint64, kBool, kEnum, kBytes, kString, kMessage };

struct MessageShape;

struct FieldShape {
  std::string name;
  uint32_t number = 0;
  FieldKind kind = FieldKind::kUint32;
  v1::Charset charset = v1::CHARSET_UNSPECIFIED;
  bool repeated = false;
  bool in_oneof = false;
  bool required = false;
  bool ascending = false;
  bool date = false;
  uint32_t min_size_bytes = 0;
  uint32_t max_size_bytes = 0;
  uint32_t min_items = 0;
  uint32_t max_items = 0;
  uint64_t min_value = 0;
  uint64_t max_value = std::numeric_limits<uint64_t>::max();
  std::vector<int32_t> enum_values;       // ascending
  const MessageShape* message = nullptr;  // of kMessage
};

struct MessageShape {
  std::string name;
  std::vector<FieldShape> fields;  // ascending number
  bool one_required = false;       // a member of the (only) oneof must be set
};

class ShapeTable {
 public:
  // The shapes of `roots` and of every message type reachable from them. Internal when a type
  // breaks the rules that FORMAT.md §2 lays on message types (maps, floats, a string field
  // without a charset …); the message names the field.
  static absl::StatusOr<ShapeTable> Compile(
      absl::Span<const google::protobuf::Descriptor* const> roots);

  // nullptr for a type that was not compiled.
  const MessageShape* Find(const google::protobuf::Descriptor& type) const;

 private:
  absl::Status Add(const google::protobuf::Descriptor& type);

  absl::flat_hash_map<const google::protobuf::Descriptor*, std::unique_ptr<MessageShape>> shapes_;
};

// The types that are signed, logged, hashed or carried: all roots of FORMAT.md.
std::vector<const google::protobuf::Descriptor*> WireTypes();

}  // namespace linkcert::proto

#endif  // LINKCERT_PROTO_MESSAGE_SHAPE_H_
