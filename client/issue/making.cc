#include "client/issue/making.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"

namespace linkcert::client {
namespace {

// EMPLOYER may be open, but not wrong.
bool LiesInTheMaking(const v1::Check& check) {
  constexpr std::array<CheckName, 7> kOthers = {
      CheckName::kQuorum,     CheckName::kAge,         CheckName::kStatus,
      CheckName::kExpiry,     CheckName::kKeysInForce, CheckName::kAccreditationInForce,
      CheckName::kBatchStatus};
  if (check.name() == NameOf(CheckName::kEmployer)) {
    return check.result() == v1::CHECK_RESULT_FAIL;
  }
  return std::none_of(kOthers.begin(), kOthers.end(),
                      [&](CheckName other) { return check.name() == NameOf(other); });
}

}  // namespace

std::string FaultInTheMaking(const Verification& verification) {
  for (const v1::Check& check : verification.verdict.checks()) {
    if (check.result() != v1::CHECK_RESULT_PASS && LiesInTheMaking(check)) {
      return absl::StrCat(check.name(), " ", check.reason());
    }
  }
  return "";
}

}  // namespace linkcert::client
