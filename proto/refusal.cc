#include "proto/refusal.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace linkcert::proto {
namespace {

constexpr absl::string_view kPayloadType = "linkcert.reason";

// What stands before the detail of a refusal.
std::string Sentence(const ReasonEntry& entry) {
  return absl::StrCat(entry.name, ": ", entry.english);
}

}  // namespace

const ReasonEntry& Describe(Reason reason) { return AllReasons()[static_cast<size_t>(reason)]; }

std::optional<Reason> ParseReason(absl::string_view name) {
  for (const ReasonEntry& entry : AllReasons()) {
    if (entry.name == name) return entry.reason;
  }
  return std::nullopt;
}

absl::Status Refuse(Reason reason, absl::string_view detail) {
  const ReasonEntry& entry = Describe(reason);
  absl::Status status(entry.code, absl::StrCat(Sentence(entry), detail.empty() ? "" : " ", detail));
  status.SetPayload(kPayloadType, absl::Cord(entry.name));
  return status;
}

std::optional<Reason> ReasonOf(const absl::Status& status) {
  const absl::optional<absl::Cord> name = status.GetPayload(kPayloadType);
  if (!name) return std::nullopt;
  return ParseReason(std::string(*name));
}

absl::string_view DetailOf(const absl::Status& status) {
  const absl::string_view message = status.message();
  const std::optional<Reason> reason = ReasonOf(status);
  if (!reason) return message;
  const size_t before = Sentence(Describe(*reason)).size() + 1;
  return before < message.size() ? message.substr(before) : absl::string_view();
}

}  // namespace linkcert::proto
