// What the programs say to people, in English and Chinese. Names that programs decide by (checks,
// reasons, conclusions) are the same in both. All texts live as long as the program.
#ifndef LINKCERT_CLIENT_RENDER_TEXTS_H_
#define LINKCERT_CLIENT_RENDER_TEXTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/verify/check.h"
#include "linkcert/v1/verification_service.pb.h"
#include "proto/reason.h"

namespace linkcert::client {

enum class Language { kEnglish, kChinese };

// "en" and "zh", also with what may follow in a locale name (zh_CN.UTF-8); else InvalidArgument.
absl::StatusOr<Language> ParseLanguage(absl::string_view name);
// From LC_ALL, LC_MESSAGES and LANG, the first that is set; English for all but zh*.
Language LanguageOfEnvironment();

// One text in both languages.
struct Text {
  absl::string_view english;
  absl::string_view chinese;
  absl::string_view In(Language language) const {
    return language == Language::kChinese ? chinese : english;
  }
};

absl::string_view TextOf(CheckName check, Language language);
absl::string_view TextOf(AuditorsWord word, Language language);
absl::string_view TextOf(IssuersWord word, Language language);
absl::string_view TextOf(proto::Reason reason, Language language);
absl::string_view TextOf(v1::CheckResult result, Language language);
// The conclusion of a verdict; `as_of_issue`: valid, but nothing newer than the batch is proven.
absl::string_view TextOf(v1::Conclusion conclusion, bool as_of_issue, Language language);
// What no log can prove (DOMAIN: two ids are two humans …); every audit report ends with it.
std::vector<absl::string_view> NotProvable(Language language);

// "3 days", "3 天": the largest unit that gives at least 1, rounded down.
std::string FormatAge(uint64_t age_ms, Language language);
// 2026-05-15 10:31:07 +08:00
std::string FormatTime(uint64_t unix_ms);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_RENDER_TEXTS_H_
