// What a status history says (R16, R20, R22). Pure, and shared: Admit refuses by it, verifiers and
// the registry's answers judge by it. All functions are thread-safe.
#ifndef LINKCERT_RULES_STANDING_H_
#define LINKCERT_RULES_STANDING_H_

#include <cstdint>

#include "absl/status/status.h"
#include "linkcert/v1/entry.pb.h"
#include "proto/entry.h"

namespace linkcert::rules {

// Where a thing stands in the log.
struct LogPlace {
  uint64_t index = 0;
  proto::LogTime logged_at = 0;
};

// No move leads out of these, but that COMPROMISED may come after ENDED, and again.
bool IsFinal(v1::StandingState state);
// IN_FORCE for a thing that never changed.
v1::StandingState StateNow(const v1::StatusHistory& history);
// The last change with an entry index below `index`; null if there is none.
const v1::StatusChange* LastChangeBefore(const v1::StatusHistory& history, uint64_t index);
// The last change logged at or before `time`; null if there is none.
const v1::StatusChange* LastChangeUntil(const v1::StatusHistory& history, proto::LogTime time);

// A key that signed what stands at `place`. R22: KEY_COMPROMISED if it is known now to have been
// in foreign hands since `place.logged_at` or before; SIGNER_KEY_ENDED if it had ended (R02).
absl::Status CheckKeyAt(const v1::StatusHistory& history, const LogPlace& place);
// A right used at `place`: ACCREDITATION_NOT_IN_FORCE if it was suspended then, or had ended,
// during a suspension or more than `grace_days` days (UTC+8) before. Within the grace only rosters
// sealed before the end may be issued, which only the log shows.
absl::Status CheckAccreditationAt(const v1::StatusHistory& history, const LogPlace& place,
                                  uint32_t grace_days);
// CERTIFICATE_SUSPENDED, CERTIFICATE_REVOKED, CERTIFICATE_SUPERSEDED or BATCH_VOIDED for such a
// change; OK for null and for IN_FORCE.
absl::Status CheckInForce(const v1::StatusChange* change);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_STANDING_H_
