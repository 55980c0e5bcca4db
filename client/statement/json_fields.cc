#include "client/statement/json_fields.h"

#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/statement/bytes_reference.h"

namespace linkcert::client {
namespace {

const Json& EmptyObject() {
  static const Json* const empty = new Json(Json::object());
  return *empty;
}

std::optional<uint32_t> AsNumber(const Json& value) {
  if (!value.is_number_unsigned()) return std::nullopt;
  const uint64_t number = value.get<uint64_t>();
  if (number > UINT32_MAX) return std::nullopt;
  return static_cast<uint32_t>(number);
}

}  // namespace

JsonFields::JsonFields(const Json& json, std::string path, std::string directory)
    : json_(json), path_(std::move(path)), directory_(std::move(directory)) {
  if (!json_.is_object()) {
    status_ = absl::InvalidArgumentError(absl::StrCat(path_, ": must be an object { … }"));
  }
}

std::string JsonFields::PathOf(absl::string_view name) const {
  return path_.empty() ? std::string(name) : absl::StrCat(path_, ".", name);
}

void JsonFields::Fail(absl::string_view name, absl::string_view what) {
  Include(absl::InvalidArgumentError(absl::StrCat(PathOf(name), ": ", what)));
}

void JsonFields::Include(const absl::Status& status) {
  if (status_.ok()) status_ = status;
}

bool JsonFields::Has(absl::string_view name) const {
  return json_.is_object() && json_.contains(std::string(name));
}

const Json* JsonFields::Find(absl::string_view name, Need need) {
  asked_.emplace(name);
  if (Has(name)) return &json_.at(std::string(name));
  if (need == Need::kRequired) Fail(name, "missing");
  return nullptr;
}

std::string JsonFields::String(absl::string_view name, Need need) {
  const Json* value = Find(name, need);
  if (value == nullptr) return "";
  if (value->is_string()) return value->get<std::string>();
  Fail(name, "must be a text in quotation marks");
  return "";
}

uint32_t JsonFields::Number(absl::string_view name, Need need) {
  const Json* value = Find(name, need);
  if (value == nullptr) return 0;
  const std::optional<uint32_t> number = AsNumber(*value);
  if (!number) Fail(name, "must be a whole number from 0 on");
  return number.value_or(0);
}

proto::CivilDate JsonFields::Date(absl::string_view name, Need need) {
  const std::string text = String(name, need);
  if (text.empty()) return 0;
  const absl::StatusOr<proto::CivilDate> date = proto::ParseDate(text);
  if (!date.ok()) Fail(name, "must be a real date \"YYYY-MM-DD\"");
  return date.value_or(0);
}

std::string JsonFields::ResolveBytes(const Json& value, absl::string_view name, size_t size) {
  std::string text = value.is_string() ? value.get<std::string>() : "";
  if (!absl::StrContains(text, ':')) text = absl::StrCat("hex:", text);
  absl::StatusOr<std::optional<std::string>> bytes = ResolveReference(text, directory_);
  if (!bytes.ok()) {
    Fail(name, bytes.status().message());
  } else if (!bytes->has_value()) {
    Fail(name, "unknown kind of reference");
  } else if ((*bytes)->size() != size) {
    Fail(name, absl::StrCat("must be ", size, " bytes"));
  } else {
    return **std::move(bytes);
  }
  return "";
}

std::string JsonFields::Bytes(absl::string_view name, size_t size, Need need) {
  const Json* value = Find(name, need);
  return value == nullptr ? "" : ResolveBytes(*value, name, size);
}

std::vector<std::string> JsonFields::BytesList(absl::string_view name, size_t size) {
  std::vector<std::string> list;
  const Json* value = Find(name, Need::kOptional);
  if (value == nullptr) return list;
  if (!value->is_array()) Fail(name, "must be a list [ … ]");
  for (const Json& item : *value) list.push_back(ResolveBytes(item, name, size));
  return list;
}

std::vector<std::string> JsonFields::Strings(absl::string_view name) {
  std::vector<std::string> list;
  const Json* value = Find(name, Need::kOptional);
  if (value == nullptr) return list;
  if (!value->is_array()) Fail(name, "must be a list [ … ]");
  for (const Json& item : *value) {
    if (!item.is_string()) {
      Fail(name, "must hold texts only");
    } else {
      list.push_back(item.get<std::string>());
    }
  }
  return list;
}

std::vector<uint32_t> JsonFields::Numbers(absl::string_view name) {
  std::vector<uint32_t> list;
  const Json* value = Find(name, Need::kOptional);
  if (value == nullptr) return list;
  if (!value->is_array()) Fail(name, "must be a list [ … ]");
  for (const Json& item : *value) {
    const std::optional<uint32_t> number = AsNumber(item);
    if (!number) Fail(name, "must hold whole numbers only");
    list.push_back(number.value_or(0));
  }
  return list;
}

JsonFields JsonFields::Object(absl::string_view name, Need need) {
  const Json* value = Find(name, need);
  return JsonFields(value == nullptr ? EmptyObject() : *value, PathOf(name), directory_);
}

void JsonFields::ForEachString(
    absl::string_view name,
    const std::function<void(const std::string&, const std::string&)>& read) {
  const Json* value = Find(name, Need::kOptional);
  if (value == nullptr) return;
  if (!value->is_object()) return Fail(name, "must be an object { … }");
  for (const auto& [member, text] : value->items()) {
    if (!text.is_string()) return Fail(name, absl::StrCat(member, " must be a text"));
    read(member, text.get<std::string>());
  }
}

absl::Status JsonFields::Finish() {
  if (!status_.ok()) return status_;
  for (const auto& [name, value] : json_.items()) {
    if (!asked_.contains(name)) Fail(name, "no such member");
  }
  return status_;
}

}  // namespace linkcert::client
