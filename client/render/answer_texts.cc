#include "client/render/answer_texts.h"

#include <optional>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "client/render/style.h"
#include "proto/refusal.h"

namespace linkcert::client {

absl::string_view TextOf(v1::Answer answer, Language language) {
  constexpr Text kYes = {"yes", "是"};
  constexpr Text kNo = {"no", "否"};
  constexpr Text kUnknown = {"unknown", "无法判定"};
  if (answer == v1::ANSWER_YES) return kYes.In(language);
  return (answer == v1::ANSWER_NO ? kNo : kUnknown).In(language);
}

std::string NameOf(v1::Answer answer) {
  if (answer == v1::ANSWER_YES) return "YES";
  return answer == v1::ANSWER_NO ? "NO" : "UNKNOWN";
}

std::string ReasonText(const std::string& name, Language language) {
  const std::optional<proto::Reason> reason = proto::ParseReason(name);
  if (!reason) return Printable(name);
  return absl::StrCat(name, ": ", TextOf(*reason, language));
}

std::vector<std::string> ReasonsOf(const v1::Verdict& verdict) {
  std::vector<std::string> reasons;
  for (const v1::CheckResult result : {v1::CHECK_RESULT_FAIL, v1::CHECK_RESULT_UNKNOWN}) {
    for (const v1::Check& check : verdict.checks()) {
      const bool is_new = !absl::c_linear_search(reasons, check.reason());
      if (check.result() == result && is_new) reasons.push_back(check.reason());
    }
  }
  return reasons;
}

}  // namespace linkcert::client
