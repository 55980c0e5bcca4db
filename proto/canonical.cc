#include "proto/canonical.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "absl/strings/str_cat.h"
#include "proto/charset.h"
#include "proto/civil_date.h"
#include "proto/message_shape.h"
#include "proto/wire.h"

namespace linkcert::proto {
namespace {

constexpr size_t kMaxDepth = 8;

// One walk over the bytes of one message. Every step takes what it understood off the front.
class Walk {
 public:
  absl::Status Message(const MessageShape& shape, absl::string_view bytes);

 private:
  absl::Status Field(const FieldShape& field, uint64_t tag, absl::string_view& bytes);
  absl::Status Unknown(uint64_t tag, absl::string_view bytes);
  absl::Status Scalar(const FieldShape& field, absl::string_view& bytes);
  absl::Status Packed(const FieldShape& field, absl::string_view& bytes);
  absl::Status Delimited(const FieldShape& field, absl::string_view& bytes);
  absl::Status Items(const FieldShape& field, uint64_t tag, absl::string_view& bytes);
  absl::Status Value(const FieldShape& field, absl::string_view value);
  absl::Status Number(const FieldShape& field, uint64_t value);
  absl::Status EnumNumber(const FieldShape& field, uint64_t value);
  absl::Status Text(const FieldShape& field, absl::string_view value);
  absl::Status CountItems(const FieldShape& field, uint64_t items);

  // A refusal that names the field the walk stands in.
  absl::Status Fault(Reason reason, absl::string_view what) const;

  struct Place {
    const MessageShape* message = nullptr;
    const FieldShape* field = nullptr;
  };
  Place places_[kMaxDepth];
  size_t depth_ = 0;
};

absl::Status Walk::Fault(Reason reason, absl::string_view what) const {
  std::string path = depth_ == 0 ? std::string() : places_[0].message->name;
  for (size_t i = 0; i < depth_; ++i) {
    if (places_[i].field != nullptr) absl::StrAppend(&path, ".", places_[i].field->name);
  }
  return Refuse(reason, absl::StrCat(path, ": ", what));
}

// What is absent is told last, so that a message with a broken encoding is called that.
absl::Status Walk::Message(const MessageShape& shape, absl::string_view bytes) {
  if (depth_ == kMaxDepth) return Fault(Reason::kNestingTooDeep, "deeper than 8 messages");
  Place& place = places_[depth_++];
  place = {&shape, nullptr};
  const FieldShape* next = shape.fields.data();
  const FieldShape* const end = next + shape.fields.size();
  const FieldShape* missing = nullptr;
  bool oneof_set = false;
  uint64_t last = 0;
  while (!bytes.empty()) {
    uint64_t tag = 0;
    if (!TakeVarint(bytes, tag)) return Fault(Reason::kNotCanonical, "broken field tag");
    const uint64_t number = tag >> 3;
    if (number <= last) return Fault(Reason::kNotCanonical, "field out of order or repeated");
    last = number;
    for (; next != end && next->number < number; ++next) {
      if (missing == nullptr && (next->required || next->min_items > 0)) missing = next;
    }
    if (next == end || next->number != number) return Unknown(tag, bytes);
    place.field = next;
    if (next->in_oneof && oneof_set) {
      return Fault(Reason::kNotCanonical, "two members of a oneof");
    }
    oneof_set = next->in_oneof;
    absl::Status status = Field(*next++, tag, bytes);
    if (!status.ok()) return status;
    place.field = nullptr;
  }
  for (; next != end && missing == nullptr; ++next) {
    if (next->required || next->min_items > 0) missing = next;
  }
  place.field = missing;
  if (missing != nullptr) return Fault(Reason::kFieldMissing, "absent");
  if (shape.one_required && !oneof_set) {
    return Fault(Reason::kFieldMissing, "no member of the oneof");
  }
  --depth_;
  return absl::OkStatus();
}

absl::Status Walk::Unknown(uint64_t tag, absl::string_view bytes) {
  uint64_t number = 0;
  absl::string_view value;
  const bool readable = (tag & 7) == kVarint
                            ? TakeVarint(bytes, number)
                            : (tag & 7) == kDelimited && TakeDelimited(bytes, value);
  if (!readable || tag > std::numeric_limits<uint32_t>::max()) {
    return Fault(Reason::kNotCanonical, "not a varint and not length-delimited");
  }
  return Fault(Reason::kNewerFormat, absl::StrCat("field number ", tag >> 3));
}

absl::Status Walk::Field(const FieldShape& field, uint64_t tag, absl::string_view& bytes) {
  const bool scalar = field.kind <= FieldKind::kEnum;
  const WireType type = scalar && !field.repeated ? kVarint : kDelimited;
  if ((tag & 7) != type) return Fault(Reason::kNotCanonical, "another wire type");
  if (type == kVarint) return Scalar(field, bytes);
  if (scalar) return Packed(field, bytes);
  return field.repeated ? Items(field, tag, bytes) : Delimited(field, bytes);
}

absl::Status Walk::Scalar(const FieldShape& field, absl::string_view& bytes) {
  uint64_t value = 0;
  if (!TakeVarint(bytes, value)) return Fault(Reason::kNotCanonical, "broken varint");
  if (value == 0) return Fault(Reason::kNotCanonical, "default value written");
  return Number(field, value);
}

absl::Status Walk::Packed(const FieldShape& field, absl::string_view& bytes) {
  absl::string_view packed;
  if (!TakeDelimited(bytes, packed)) return Fault(Reason::kNotCanonical, "cut short");
  if (packed.empty()) return Fault(Reason::kNotCanonical, "empty packed field");
  uint64_t items = 0;
  uint64_t before = 0;
  for (; !packed.empty(); ++items) {
    uint64_t value = 0;
    if (!TakeVarint(packed, value)) return Fault(Reason::kNotCanonical, "broken varint");
    absl::Status status = Number(field, value);
    if (!status.ok()) return status;
    if (field.ascending && items > 0 && value <= before) {
      return Fault(Reason::kFieldOutOfRange, "not ascending");
    }
    before = value;
  }
  return CountItems(field, items);
}

absl::Status Walk::Delimited(const FieldShape& field, absl::string_view& bytes) {
  absl::string_view value;
  if (!TakeDelimited(bytes, value)) return Fault(Reason::kNotCanonical, "cut short");
  if (value.empty() && field.kind != FieldKind::kMessage && !field.in_oneof) {
    return Fault(Reason::kNotCanonical, "default value written");
  }
  return Value(field, value);
}

absl::Status Walk::Items(const FieldShape& field, uint64_t tag, absl::string_view& bytes) {
  absl::string_view before;
  for (uint64_t items = 1;; ++items) {
    absl::string_view value;
    if (!TakeDelimited(bytes, value)) return Fault(Reason::kNotCanonical, "cut short");
    absl::Status status = Value(field, value);
    if (!status.ok()) return status;
    if (field.ascending && items > 1 && value <= before) {
      return Fault(Reason::kFieldOutOfRange, "not ascending");
    }
    before = value;
    absl::string_view rest = bytes;
    uint64_t next_tag = 0;
    if (!TakeVarint(rest, next_tag) || next_tag != tag) return CountItems(field, items);
    bytes = rest;
  }
}

absl::Status Walk::CountItems(const FieldShape& field, uint64_t items) {
  if (items >= field.min_items && items <= field.max_items) return absl::OkStatus();
  return Fault(Reason::kFieldOutOfRange, "too few or too many items");
}

absl::Status Walk::Value(const FieldShape& field, absl::string_view value) {
  if (field.kind == FieldKind::kMessage) return Message(*field.message, value);
  if (field.kind == FieldKind::kString) return Text(field, value);
  if (value.size() >= field.min_size_bytes && value.size() <= field.max_size_bytes) {
    return absl::OkStatus();
  }
  return Fault(Reason::kFieldOutOfRange, absl::StrCat("size ", value.size()));
}

absl::Status Walk::Text(const FieldShape& field, absl::string_view value) {
  const bool fits = value.size() >= field.min_size_bytes && value.size() <= field.max_size_bytes;
  if (fits && IsOfCharset(field.charset, value)) return absl::OkStatus();
  if (!IsUtf8(value)) return Fault(Reason::kNotCanonical, "not UTF-8");
  return Fault(Reason::kFieldOutOfRange, fits ? "charset" : absl::StrCat("size ", value.size()));
}

absl::Status Walk::EnumNumber(const FieldShape& field, uint64_t value) {
  if (value > static_cast<uint64_t>(std::numeric_limits<int32_t>::max())) {
    return Fault(Reason::kNotCanonical, "enum value out of range");
  }
  const int32_t number = static_cast<int32_t>(value);
  if (!std::binary_search(field.enum_values.begin(), field.enum_values.end(), number)) {
    return Fault(Reason::kNewerFormat, absl::StrCat("enum value ", number));
  }
  if (number == 0) return Fault(Reason::kFieldOutOfRange, "unspecified value in a list");
  return absl::OkStatus();
}

absl::Status Walk::Number(const FieldShape& field, uint64_t value) {
  if (field.kind == FieldKind::kEnum) return EnumNumber(field, value);
  const uint64_t largest = field.kind == FieldKind::kBool     ? 1
                           : field.kind == FieldKind::kUint32 ? std::numeric_limits<uint32_t>::max()
                                                              : field.max_value;
  if (field.kind != FieldKind::kUint64 && value > largest) {
    return Fault(Reason::kNotCanonical, "over the type's range");
  }
  if (value < field.min_value || value > field.max_value) {
    return Fault(Reason::kFieldOutOfRange, "out of bounds");
  }
  if (field.date && !IsCivilDate(static_cast<uint32_t>(value))) {
    return Fault(Reason::kFieldOutOfRange, "no civil date");
  }
  return absl::OkStatus();
}

const absl::StatusOr<ShapeTable>& WireShapes() {
  static const auto& shapes = *new absl::StatusOr<ShapeTable>(ShapeTable::Compile(WireTypes()));
  return shapes;
}

}  // namespace

absl::Status CheckCanonical(const google::protobuf::Descriptor& type, absl::string_view bytes) {
  const absl::StatusOr<ShapeTable>& shapes = WireShapes();
  if (!shapes.ok()) return shapes.status();
  if (const MessageShape* shape = shapes->Find(type)) return Walk().Message(*shape, bytes);
  // Not one of the formats (FORMAT.md): compiled anew at each call.
  const absl::StatusOr<ShapeTable> own = ShapeTable::Compile({&type});
  if (!own.ok()) return own.status();
  return Walk().Message(*own->Find(type), bytes);
}

absl::StatusOr<std::string> EncodeCanonical(const google::protobuf::Message& message) {
  std::string bytes;
  if (!message.SerializeToString(&bytes)) return absl::InternalError("message over 2 GiB");
  absl::Status status = CheckCanonical(*message.GetDescriptor(), bytes);
  if (!status.ok()) return status;
  return bytes;
}

}  // namespace linkcert::proto
