// How an audit ended, in a word: shared by its text and its JSON.
#ifndef LINKCERT_CLIENT_RENDER_AUDIT_OUTCOME_H_
#define LINKCERT_CLIENT_RENDER_AUDIT_OUTCOME_H_

#include <cstdint>

#include "client/audit/audit.h"
#include "client/render/style.h"
#include "client/render/texts.h"

namespace linkcert::client {

struct AuditOutcome {
  Text text;
  absl::string_view name;  // the same in every language
  Colour colour;
};

AuditOutcome OutcomeOf(const AuditReport& report);
// Entries that were read, a second; 0 when the time is not known.
uint64_t PerSecond(const AuditReport& report, uint64_t elapsed_ms);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_RENDER_AUDIT_OUTCOME_H_
