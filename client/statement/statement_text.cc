#include "client/statement/statement_text.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/util/json_util.h>

#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/statement/bytes_reference.h"
#include "client/statement/json_text.h"
#include "crypto/text.h"

namespace linkcert::client {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::TextFormat;

std::string Place(int line, int column) {
  return absl::StrCat("line ", line + 1, ", column ", column + 1);
}

class FirstMistake : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (text.empty()) text = absl::StrCat(Place(line, column), ": ", message);
  }
  std::string text;
};

// Replaces one value by what it refers to.
absl::Status Resolve(std::string& value, const FieldDescriptor& field,
                     const std::string& directory) {
  absl::StatusOr<std::optional<std::string>> bytes = ResolveReference(value, directory);
  if (!bytes.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(field.full_name(), ": ", bytes.status().message()));
  }
  if (bytes->has_value()) value = **std::move(bytes);
  return absl::OkStatus();
}

absl::Status ResolveField(Message& message, const FieldDescriptor& field,
                          const std::string& directory) {
  const Reflection& reflection = *message.GetReflection();
  if (!field.is_repeated()) {
    std::string value = reflection.GetString(message, &field);
    absl::Status status = Resolve(value, field, directory);
    if (status.ok()) reflection.SetString(&message, &field, value);
    return status;
  }
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    std::string value = reflection.GetRepeatedString(message, &field, i);
    absl::Status status = Resolve(value, field, directory);
    if (!status.ok()) return status;
    reflection.SetRepeatedString(&message, &field, i, value);
  }
  return absl::OkStatus();
}

// Resolves all bytes fields at any depth.
absl::Status ResolveMessage(Message& message, const std::string& directory) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    absl::Status status;
    if (field->type() == FieldDescriptor::TYPE_BYTES) {
      status = ResolveField(message, *field, directory);
    } else if (field->message_type() != nullptr && !field->is_repeated()) {
      status = ResolveMessage(*reflection.MutableMessage(&message, field), directory);
    } else if (field->message_type() != nullptr) {
      for (int i = 0; status.ok() && i < reflection.FieldSize(message, field); ++i) {
        status = ResolveMessage(*reflection.MutableRepeatedMessage(&message, field, i), directory);
      }
    }
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

const FieldDescriptor* FindField(const Descriptor& type, const std::string& name) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.name() == name || field.json_name() == name) return &field;
  }
  return nullptr;
}

// Protobuf takes bytes as base64 only: writes references, which hold a colon, as base64 of
// themselves. Whatever does not fit the type is left for protobuf to name.
void WrapReferences(Json& json, const FieldDescriptor* field, const Descriptor& type) {
  if (json.is_array()) {
    for (Json& item : json) WrapReferences(item, field, type);
  } else if (json.is_object()) {
    for (auto& [name, value] : json.items()) {
      const FieldDescriptor* member = FindField(type, name);
      if (member == nullptr) continue;
      WrapReferences(value, member,
                     member->message_type() == nullptr ? type : *member->message_type());
    }
  } else if (json.is_string() && field != nullptr && field->type() == FieldDescriptor::TYPE_BYTES) {
    const std::string text = json.get<std::string>();
    if (absl::StrContains(text, ':')) json = crypto::EncodeBase64(text);
  }
}

absl::Status ParseAsJson(absl::string_view text, v1::Statement& statement) {
  absl::StatusOr<Json> json = ParseJson(text);
  if (!json.ok()) return json.status();
  WrapReferences(*json, nullptr, *v1::Statement::descriptor());
  const auto status = google::protobuf::util::JsonStringToMessage(json->dump(), &statement);
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::string_view(status.message().data(), status.message().size()));
}

}  // namespace

absl::StatusOr<StatementText> StatementText::Parse(absl::string_view text,
                                                   const std::string& directory) {
  StatementText parsed;
  absl::Status status;
  if (absl::StartsWith(absl::StripLeadingAsciiWhitespace(text), "{")) {
    status = ParseAsJson(text, parsed.statement_);
  } else {
    parsed.places_ = std::make_unique<TextFormat::ParseInfoTree>();
    FirstMistake mistake;
    TextFormat::Parser parser;
    parser.RecordErrorsTo(&mistake);
    parser.WriteLocationsTo(parsed.places_.get());
    if (!parser.ParseFromString(std::string(text.data(), text.size()), &parsed.statement_)) {
      status = absl::InvalidArgumentError(mistake.text);
    }
  }
  if (status.ok()) status = ResolveMessage(parsed.statement_, directory);
  if (!status.ok()) return status;
  return parsed;
}

std::string StatementText::PlaceOf(absl::string_view path) const {
  const TextFormat::ParseInfoTree* tree = places_.get();
  const Descriptor* type = v1::Statement::descriptor();
  std::string place;
  const std::vector<std::string> names = absl::StrSplit(path, '.');
  for (size_t i = 1; i < names.size() && tree != nullptr && type != nullptr; ++i) {
    const FieldDescriptor* field = type->FindFieldByName(names[i]);
    if (field == nullptr) break;
    const int item = field->is_repeated() ? 0 : -1;
    const TextFormat::ParseLocation location = tree->GetLocation(field, item);
    if (location.line >= 0) place = Place(location.line, location.column);
    type = field->message_type();
    tree = type == nullptr ? nullptr : tree->GetTreeForNested(field, item);
  }
  return place;
}

}  // namespace linkcert::client
