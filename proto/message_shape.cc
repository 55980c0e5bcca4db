#include "proto/message_shape.h"

#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "linkcert/v1/act_issue.pb.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "linkcert/v1/entry.pb.h"
#include "linkcert/v1/statement.pb.h"

namespace linkcert::proto {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::FieldDescriptor;

absl::Status Faulty(const FieldDescriptor& field, absl::string_view fault) {
  return absl::InternalError(absl::StrCat(field.full_name(), ": ", fault));
}

std::optional<FieldKind> KindOf(const FieldDescriptor& field) {
  switch (field.type()) {
    case FieldDescriptor::TYPE_UINT32:
      return FieldKind::kUint32;
    case FieldDescriptor::TYPE_UINT64:
      return FieldKind::kUint64;
    case FieldDescriptor::TYPE_BOOL:
      return FieldKind::kBool;
    case FieldDescriptor::TYPE_ENUM:
      return FieldKind::kEnum;
    case FieldDescriptor::TYPE_BYTES:
      return FieldKind::kBytes;
    case FieldDescriptor::TYPE_STRING:
      return FieldKind::kString;
    case FieldDescriptor::TYPE_MESSAGE:
      return field.is_map() ? std::nullopt : std::optional(FieldKind::kMessage);
    default:
      return std::nullopt;
  }
}

bool IsSized(FieldKind kind) { return kind == FieldKind::kBytes || kind == FieldKind::kString; }
bool IsNumber(FieldKind kind) { return kind == FieldKind::kUint32 || kind == FieldKind::kUint64; }

// What the type of a field forbids its rule to say.
absl::string_view FaultOfRule(const FieldShape& field, const v1::FieldRule& rule) {
  if ((rule.charset() != 0) != (field.kind == FieldKind::kString)) {
    return "strings, and only they, name a charset";
  }
  if ((rule.size() != 0 || rule.max_size() != 0) != IsSized(field.kind)) {
    return "strings and bytes, and only they, have a size";
  }
  if (rule.size() != 0 && rule.max_size() != 0) return "size and max_size";
  if ((rule.max_items() != 0) != field.repeated || rule.min_items() > rule.max_items()) {
    return "repeated fields, and only they, have max_items ≥ min_items";
  }
  if (rule.required() && (field.repeated || field.in_oneof)) {
    return "required is for singular fields: use min_items or one_required";
  }
  if (rule.ascending() && (!field.repeated || field.kind == FieldKind::kMessage)) {
    return "only repeated scalars ascend";
  }
  if ((rule.min() != 0 || rule.max() != 0) && !IsNumber(field.kind)) return "bounds of no number";
  if (rule.date() && field.kind != FieldKind::kUint32) return "a date is a uint32";
  return {};
}

void TakeRule(const v1::FieldRule& rule, FieldShape& field) {
  field.charset = rule.charset();
  field.required = rule.required();
  field.ascending = rule.ascending();
  field.date = rule.date();
  field.min_size_bytes = rule.size();
  field.max_size_bytes = rule.size() != 0 ? rule.size() : rule.max_size();
  field.min_items = rule.min_items();
  field.max_items = rule.max_items();
  field.min_value = rule.min();
  if (rule.max() != 0) field.max_value = rule.max();
}

std::vector<int32_t> ValuesOf(const google::protobuf::EnumDescriptor& type) {
  std::vector<int32_t> values;
  for (int i = 0; i < type.value_count(); ++i) values.push_back(type.value(i)->number());
  std::sort(values.begin(), values.end());
  return values;
}

absl::StatusOr<FieldShape> CompileField(const FieldDescriptor& descriptor) {
  const std::optional<FieldKind> kind = KindOf(descriptor);
  if (!kind) return Faulty(descriptor, "this type has no canonical form");
  FieldShape field;
  field.name = descriptor.name();
  field.number = static_cast<uint32_t>(descriptor.number());
  field.kind = *kind;
  field.repeated = descriptor.is_repeated();
  field.in_oneof = descriptor.real_containing_oneof() != nullptr;
  const bool message_or_bytes = *kind == FieldKind::kMessage || *kind == FieldKind::kBytes;
  if (field.in_oneof && !message_or_bytes) {
    return Faulty(descriptor, "oneof members are messages or bytes");
  }
  if (descriptor.has_optional_keyword()) return Faulty(descriptor, "no optional fields");
  if (field.repeated && descriptor.is_packable() && !descriptor.is_packed()) {
    return Faulty(descriptor, "repeated scalars are packed");
  }
  const v1::FieldRule& rule = descriptor.options().GetExtension(v1::rule);
  const absl::string_view fault = FaultOfRule(field, rule);
  if (!fault.empty()) return Faulty(descriptor, fault);
  TakeRule(rule, field);
  if (field.kind == FieldKind::kEnum) field.enum_values = ValuesOf(*descriptor.enum_type());
  return field;
}

// At most one oneof, its members numbered in a row above all other fields.
absl::Status CheckOneof(const Descriptor& type, const std::vector<FieldShape>& fields) {
  if (type.real_oneof_decl_count() > 1) {
    return absl::InternalError(absl::StrCat(type.full_name(), ": more than one oneof"));
  }
  for (size_t i = 1; i < fields.size(); ++i) {
    if (!fields[i - 1].in_oneof) continue;
    if (!fields[i].in_oneof || fields[i].number != fields[i - 1].number + 1) {
      return absl::InternalError(absl::StrCat(type.full_name(), ".", fields[i].name,
                                              ": oneof members come last, in a row"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ShapeTable> ShapeTable::Compile(absl::Span<const Descriptor* const> roots) {
  ShapeTable table;
  for (const Descriptor* type : roots) {
    absl::Status status = table.Add(*type);
    if (!status.ok()) return status;
  }
  return table;
}

const MessageShape* ShapeTable::Find(const Descriptor& type) const {
  const auto found = shapes_.find(&type);
  return found == shapes_.end() ? nullptr : found->second.get();
}

absl::Status ShapeTable::Add(const Descriptor& type) {
  std::unique_ptr<MessageShape>& slot = shapes_[&type];
  if (slot != nullptr) return absl::OkStatus();
  slot = std::make_unique<MessageShape>();
  MessageShape& shape = *slot;  // `slot` itself moves when the table grows
  shape.name = type.name();
  if (type.file()->syntax() != google::protobuf::FileDescriptor::SYNTAX_PROTO3) {
    return absl::InternalError(absl::StrCat(type.full_name(), ": not proto3"));
  }
  for (int i = 0; i < type.field_count(); ++i) {
    absl::StatusOr<FieldShape> field = CompileField(*type.field(i));
    if (!field.ok()) return field.status();
    if (field->kind == FieldKind::kMessage) {
      const Descriptor& inner = *type.field(i)->message_type();
      absl::Status status = Add(inner);
      if (!status.ok()) return status;
      field->message = Find(inner);
    }
    shape.fields.push_back(*std::move(field));
  }
  std::sort(shape.fields.begin(), shape.fields.end(),
            [](const FieldShape& a, const FieldShape& b) { return a.number < b.number; });
  if (type.real_oneof_decl_count() > 0) {
    shape.one_required = type.oneof_decl(0)->options().GetExtension(v1::one_required);
  }
  return CheckOneof(type, shape.fields);
}

std::vector<const Descriptor*> WireTypes() {
  return {v1::Statement::descriptor(),
          v1::SignedStatement::descriptor(),
          v1::LogEntry::descriptor(),
          v1::CertificateLeaf::descriptor(),
          v1::Claim::descriptor(),
          v1::RosterLeaf::descriptor(),
          v1::StatusHistory::descriptor(),
          v1::CertificateFile::descriptor(),
          v1::CertificateSetItem::descriptor(),
          v1::StatusMapItem::descriptor(),
          v1::Receipt::descriptor(),
          v1::VerificationReceipt::descriptor(),
          v1::SignedVerificationReceipt::descriptor(),
          v1::VerificationReceiptFile::descriptor()};
}

}  // namespace linkcert::proto
