// Why something was refused: one stable reason for each, the same word in admission, replay,
// verdicts and gRPC errors. Clients and tests read the reason, never the text.
#ifndef LINKCERT_PROTO_REFUSAL_H_
#define LINKCERT_PROTO_REFUSAL_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "proto/reason.h"

namespace linkcert::proto {

// What a reason means. All texts live as long as the program.
struct ReasonEntry {
  Reason reason;
  absl::StatusCode code;      // of refusals with this reason
  absl::string_view name;     // stable, e.g. SCOPE_LEVEL_NOT_GRANTED
  absl::string_view rule;     // e.g. R05; empty when no rule of the rulebook stands behind it
  absl::string_view english;  // one sentence
  absl::string_view chinese;
};

// In the order of the enum.
absl::Span<const ReasonEntry> AllReasons();
const ReasonEntry& Describe(Reason reason);
std::optional<Reason> ParseReason(absl::string_view name);

// A refusal: the reason's code, its name as payload, and a detail for people. The detail must hold
// no personal data.
absl::Status Refuse(Reason reason, absl::string_view detail = {});
// The reason of a refusal; nullopt for OK and for errors that are no refusals (I/O, our bugs).
std::optional<Reason> ReasonOf(const absl::Status& status);
// The detail without the reason's own sentence.
absl::string_view DetailOf(const absl::Status& status);

}  // namespace linkcert::proto

#endif  // LINKCERT_PROTO_REFUSAL_H_
