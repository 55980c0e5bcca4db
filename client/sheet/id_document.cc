#include "client/sheet/id_document.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "proto/charset.h"
#include "proto/identifiers.h"

namespace linkcert::client {
namespace {

constexpr std::pair<absl::string_view, IdKind> kKinds[] = {
    {"resident-id", IdKind::kResidentId},
    {"hmt-residence", IdKind::kHmtResidence},
    {"foreigner-residence", IdKind::kForeignerResidence},
    {"hm-travel-permit", IdKind::kHmTravelPermit},
    {"taiwan-travel-permit", IdKind::kTaiwanTravelPermit},
    {"passport", IdKind::kPassport},
    {"other", IdKind::kOther},
};

bool AreDigits(absl::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c); });
}

bool AreAlphanumeric(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isalnum(c); });
}

bool IsResidentForm(absl::string_view number) { return proto::NormaliseResidentId(number).ok(); }

bool IsHmtResidence(absl::string_view number) {
  const absl::string_view region = number.substr(0, 2);
  return (region == "81" || region == "82" || region == "83") && IsResidentForm(number);
}

// The card of 2017 has three letters and twelve digits, that of 2023 begins with 9.
bool IsForeignerResidence(absl::string_view number) {
  if (number.size() == 15) {
    return std::all_of(number.begin(), number.begin() + 3,
                       [](char c) { return absl::ascii_isupper(c); }) &&
           AreDigits(number.substr(3));
  }
  return number.size() == 18 && number.front() == '9' && AreDigits(number.substr(0, 17)) &&
         AreAlphanumeric(number);
}

bool IsHmTravelPermit(absl::string_view number) {
  if (number.size() != 9 && number.size() != 11) return false;
  return (number.front() == 'H' || number.front() == 'M') && AreDigits(number.substr(1));
}

bool FitsKind(IdKind kind, absl::string_view number) {
  switch (kind) {
    case IdKind::kResidentId:
      return IsResidentForm(number);
    case IdKind::kHmtResidence:
      return IsHmtResidence(number);
    case IdKind::kForeignerResidence:
      return IsForeignerResidence(number);
    case IdKind::kHmTravelPermit:
      return IsHmTravelPermit(number);
    case IdKind::kTaiwanTravelPermit:
      return (number.size() == 8 || number.size() == 10) && AreDigits(number);
    case IdKind::kPassport:
      return number.size() >= 5 && number.size() <= 17 && AreAlphanumeric(number);
    case IdKind::kOther:
      return number.size() >= 3 && number.size() <= 32 &&
             proto::IsOfCharset(v1::CHARSET_CODE, number);
  }
  return false;
}

}  // namespace

std::optional<IdKind> ParseIdKind(absl::string_view name) {
  for (const auto& [kind_name, kind] : kKinds) {
    if (kind_name == name) return kind;
  }
  return std::nullopt;
}

IdNumberCheck CheckIdNumber(IdKind kind, absl::string_view number) {
  if (kind == IdKind::kResidentId && number.size() == 15 && AreDigits(number)) {
    return {"", SheetFault::kIdNumberFifteen};
  }
  std::string upper = absl::AsciiStrToUpper(number);
  if (!FitsKind(kind, upper)) return {"", SheetFault::kIdNumberInvalid};
  return {std::move(upper), std::nullopt};
}

}  // namespace linkcert::client
