// The one place that says what changes. Pure: no I/O of its own, no clock, no randomness; the
// server runs it to accept, auditors and followers run it to replay.
#ifndef LINKCERT_RULES_ADMIT_H_
#define LINKCERT_RULES_ADMIT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/key_cache.h"
#include "proto/entry.h"
#include "proto/refusal.h"
#include "rules/prepare.h"
#include "rules/view.h"

namespace linkcert::rules {

// Where a unit stands: the log index of its first entry, and its log time.
struct Stamp {
  uint64_t index = 0;
  proto::LogTime logged_at = 0;
};

// A record to write.
struct Effect {
  std::string key;
  RecordPtr record;
};

// Something an auditor should look at; never a refusal.
struct Warning {
  proto::Reason reason;
  std::string detail;
  bool breach = false;  // a broken rule all the same: replay reports it as a finding
};

struct Admission {
  std::vector<Effect> effects;  // in order; a later one under the same key wins
  std::vector<Warning> warnings;
  // These statement bytes stand in the log already, here; then there are no effects.
  std::optional<records::LoggedStatement> already_logged;
};

// The effects of `unit` at `stamp`, or the refusal. An error without a reason (proto::ReasonOf) is
// the view's own.
absl::StatusOr<Admission> Admit(const View& view, const PreparedUnit& unit, const Stamp& stamp,
                                crypto::KeyCache& keys);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_ADMIT_H_
