// The table of all refusal reasons: for people who read it and programs that decide by it.
#ifndef LINKCERT_CLIENT_RENDER_RENDER_REASONS_H_
#define LINKCERT_CLIENT_RENDER_RENDER_REASONS_H_

#include <string>

#include "absl/types/span.h"
#include "client/render/texts.h"
#include "proto/refusal.h"

namespace linkcert::client {

// One reason in a paragraph: name, gRPC code and rule on a line, then its sentence.
std::string ReasonsAsText(absl::Span<const proto::ReasonEntry> reasons, Language language);
// One line: [{"reason":…,"code":…,"rule":…,"english":…,"chinese":…},…]
std::string ReasonsAsJson(absl::Span<const proto::ReasonEntry> reasons);
// docs/REASONS.md as a whole.
std::string ReasonsAsMarkdown();

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_RENDER_RENDER_REASONS_H_
