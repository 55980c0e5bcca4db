// Verdicts and audit reports as text for people and as JSON for programs.
#ifndef LINKCERT_CLIENT_RENDER_RENDER_H_
#define LINKCERT_CLIENT_RENDER_RENDER_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "client/audit/audit.h"
#include "client/render/texts.h"
#include "client/verify/verify.h"

namespace linkcert::client {

struct RenderOptions {
  Language language = Language::kEnglish;
  bool colour = false;
  bool verbose = false;  // also checks that passed, and what each word taken says
};

// The conclusion, what is certified, each check that did not pass, then on whose word the rest is
// taken. Ends in a newline.
std::string RenderText(absl::string_view name, const Verification& verification,
                       const RenderOptions& options);
// One line: {"file":…,"conclusion":"VALID","as_of_issue":true,"checks":[…],…}
std::string RenderJson(absl::string_view name, const Verification& verification);

// `elapsed_ms`: 0 leaves the rate out.
std::string RenderText(const AuditReport& report, uint64_t elapsed_ms,
                       const RenderOptions& options);
std::string RenderJson(const AuditReport& report, uint64_t elapsed_ms);

// "VALID", "INVALID", "UNKNOWN": the same in every language.
absl::string_view NameOf(v1::Conclusion conclusion);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_RENDER_RENDER_H_
