#include "client/render/message_json.h"

#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/render/style.h"
#include "client/render/texts.h"
#include "crypto/note.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "linkcert/v1/entry.pb.h"
#include "linkcert/v1/field_rule.pb.h"
#include "linkcert/v1/statement.pb.h"
#include "proto/canonical.h"
#include "proto/charset.h"
#include "proto/civil_date.h"

namespace linkcert::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using nlohmann::ordered_json;

// Bytes fields that carry a message.
const Message* CarriedType(const std::string& field) {
  if (field == "linkcert.v1.LoggedEntry.entry") return &v1::LogEntry::default_instance();
  if (field == "linkcert.v1.LogEntry.signed_statement") {
    return &v1::SignedStatement::default_instance();
  }
  if (field == "linkcert.v1.SignedStatement.statement") return &v1::Statement::default_instance();
  if (field == "linkcert.v1.LogEntry.certificate_leaf" ||
      field == "linkcert.v1.CertificateFile.leaf") {
    return &v1::CertificateLeaf::default_instance();
  }
  if (field == "linkcert.v1.VerificationReceiptFile.signed_receipt") {
    return &v1::SignedVerificationReceipt::default_instance();
  }
  if (field == "linkcert.v1.SignedVerificationReceipt.receipt") {
    return &v1::VerificationReceipt::default_instance();
  }
  if (field == "linkcert.v1.ClaimSlot.claim") return &v1::Claim::default_instance();
  return nullptr;
}

bool IsTime(const std::string& name) { return absl::EndsWith(name, "_at") || name == "since"; }

// "CERTIFICATE" of KEY_PURPOSE_CERTIFICATE: what all values of the enum begin with says nothing.
std::string EnumName(const google::protobuf::EnumValueDescriptor& value) {
  const absl::string_view none = value.type()->value(0)->name();
  return std::string(absl::StripPrefix(value.name(), absl::StripSuffix(none, "UNSPECIFIED")));
}

ordered_json BytesJson(const FieldDescriptor& field, const std::string& bytes) {
  if (const Message* type = CarriedType(field.full_name())) {
    const std::unique_ptr<Message> carried(type->New());
    if (proto::CheckCanonical(*type->GetDescriptor(), bytes).ok() &&
        carried->ParseFromString(bytes)) {
      return ToJson(*carried);
    }
  }
  const bool text = field.name() == "checkpoint" || field.name() == "value";
  if (text && field.name() == "checkpoint" && proto::IsUtf8(bytes)) return bytes;
  if (text && proto::IsOfCharset(v1::CHARSET_TEXT, bytes)) return bytes;
  return absl::BytesToHexString(bytes);
}

ordered_json NumberJson(const FieldDescriptor& field, uint64_t value) {
  if (field.options().GetExtension(v1::rule).date() &&
      proto::IsCivilDate(static_cast<uint32_t>(value))) {
    return proto::FormatDate(static_cast<uint32_t>(value));
  }
  if (IsTime(field.name())) return FormatTime(value);
  return value;
}

// One value of a field, repeated or not.
class ValueReader {
 public:
  ValueReader(const Message& message, const FieldDescriptor& field)
      : message_(message), reflection_(*message.GetReflection()), field_(field) {}

  ordered_json At(int i) const {
    switch (field_.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return ToJson(i < 0 ? reflection_.GetMessage(message_, &field_)
                            : reflection_.GetRepeatedMessage(message_, &field_, i));
      case FieldDescriptor::CPPTYPE_STRING:
        return Text(i < 0 ? reflection_.GetString(message_, &field_)
                          : reflection_.GetRepeatedString(message_, &field_, i));
      case FieldDescriptor::CPPTYPE_ENUM:
        return EnumName(*(i < 0 ? reflection_.GetEnum(message_, &field_)
                                : reflection_.GetRepeatedEnum(message_, &field_, i)));
      case FieldDescriptor::CPPTYPE_BOOL:
        return reflection_.GetBool(message_, &field_);
      case FieldDescriptor::CPPTYPE_UINT32:
        return NumberJson(field_, i < 0 ? reflection_.GetUInt32(message_, &field_)
                                        : reflection_.GetRepeatedUInt32(message_, &field_, i));
      default:
        return NumberJson(field_, i < 0 ? reflection_.GetUInt64(message_, &field_)
                                        : reflection_.GetRepeatedUInt64(message_, &field_, i));
    }
  }

 private:
  ordered_json Text(const std::string& value) const {
    if (field_.type() == FieldDescriptor::TYPE_BYTES) return BytesJson(field_, value);
    return value;
  }

  const Message& message_;
  const google::protobuf::Reflection& reflection_;
  const FieldDescriptor& field_;
};

template <typename T>
absl::StatusOr<ordered_json> TryAs(absl::string_view name, absl::string_view bytes) {
  absl::StatusOr<T> message = proto::DecodeCanonical<T>(bytes);
  if (!message.ok()) return message.status();
  return ordered_json{{std::string(name), ToJson(*message)}};
}

absl::StatusOr<ordered_json> TryAsNote(absl::string_view name, absl::string_view bytes) {
  absl::StatusOr<crypto::Note> note = crypto::ParseNote(bytes);
  if (!note.ok()) return note.status();
  ordered_json signatures = ordered_json::array();
  for (const crypto::NoteSignature& signature : note->signatures) {
    signatures.push_back(
        {{"name", signature.name},
         {"key_hash", absl::StrCat(absl::Hex(signature.key_hash, absl::kZeroPad8))}});
  }
  return ordered_json{
      {std::string(name), {{"text", note->text}, {"signatures", std::move(signatures)}}}};
}

void AppendText(const ordered_json& json, size_t depth, std::string& out);

// A list of numbers fits on one line.
bool IsPlain(const ordered_json& value) {
  return !value.is_structured() ||
         (value.is_array() && !value.empty() && value.front().is_number());
}

void AppendMember(absl::string_view name, const ordered_json& value, size_t depth,
                  std::string& out) {
  absl::StrAppend(&out, std::string(2 * depth, ' '), name);
  if (!IsPlain(value)) {
    absl::StrAppend(&out, value.empty() ? " (none)\n" : "\n");
    AppendText(value, depth + 1, out);
  } else if (value.is_string()) {
    const std::vector<std::string> lines =
        absl::StrSplit(value.get_ref<const std::string&>(), '\n');
    if (lines.size() == 1) absl::StrAppend(&out, " ", Printable(lines.front()));
    absl::StrAppend(&out, "\n");
    for (const std::string& line : lines) {
      if (lines.size() == 1 || line.empty()) continue;
      absl::StrAppend(&out, std::string(2 * depth + 2, ' '), Printable(line), "\n");
    }
  } else {
    absl::StrAppend(&out, " ", value.dump(), "\n");
  }
}

void AppendText(const ordered_json& json, size_t depth, std::string& out) {
  if (json.is_array()) {
    for (const ordered_json& item : json) AppendMember("-", item, depth, out);
    return;
  }
  for (const auto& [name, value] : json.items()) AppendMember(name, value, depth, out);
}

}  // namespace

ordered_json ToJson(const Message& message) {
  ordered_json json = ordered_json::object();
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const ValueReader reader(message, *field);
    ordered_json& value = json[field->name()];
    if (!field->is_repeated()) {
      value = reader.At(-1);
      continue;
    }
    value = ordered_json::array();
    const int size = message.GetReflection()->FieldSize(message, field);
    for (int i = 0; i < size; ++i) value.push_back(reader.At(i));
  }
  return json;
}

absl::StatusOr<ordered_json> Describe(absl::string_view bytes) {
  absl::StatusOr<ordered_json> json = TryAs<v1::CertificateFile>("certificate_file", bytes);
  if (!json.ok()) json = TryAs<v1::Receipt>("receipt", bytes);
  if (!json.ok()) json = TryAs<v1::VerificationReceiptFile>("verification_receipt", bytes);
  if (!json.ok()) json = TryAs<v1::LogEntry>("log_entry", bytes);
  if (!json.ok()) json = TryAs<v1::SignedStatement>("signed_statement", bytes);
  if (!json.ok()) json = TryAs<v1::Statement>("statement", bytes);
  if (!json.ok()) json = TryAs<v1::CertificateLeaf>("certificate_leaf", bytes);
  if (!json.ok()) json = TryAsNote("signed_note", bytes);
  if (json.ok()) return json;
  return absl::InvalidArgumentError(
      "neither a certificate file nor a receipt, an entry, a statement or a checkpoint");
}

std::string ToText(const ordered_json& json) {
  std::string out;
  AppendText(json, 0, out);
  return out;
}

}  // namespace linkcert::client
