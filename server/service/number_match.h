// A certificate by its number and what else the asker knows of its holder: match or no match, never
// data. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_NUMBER_MATCH_H_
#define LINKCERT_SERVER_SERVICE_NUMBER_MATCH_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "linkcert/v1/verification_service.pb.h"
#include "rules/view.h"
#include "server/access/caller.h"
#include "server/access/token_buckets.h"
#include "server/log/clock.h"
#include "server/vault/vault.h"

namespace linkcert::server {

// Wrong tries for one number, by all callers together: so many at once, and so many an hour.
inline constexpr uint64_t kNumberTries = 10;

class NumberMatcher {
 public:
  // A null vault matches nothing. Both must outlive it.
  NumberMatcher(Vault* vault, const Clock* clock);

  // Log indexes of the certificates, ascending: several if the number was issued again.
  // NUMBER_NO_MATCH be the number unknown, not readable, or the holder another one: the journal has
  // a line and the try counts in each case. CALLER_NEEDED, CALLER_NOT_PERMITTED, VAULT_NOT_ENABLED,
  // REQUEST_MALFORMED, NUMBER_TRIES_EXHAUSTED. Errors that are no refusals are the stores'.
  absl::StatusOr<std::vector<uint64_t>> Match(const rules::View& view, const v1::NumberQuery& query,
                                              const Caller& caller);

 private:
  absl::StatusOr<std::vector<uint64_t>> Compare(const rules::View& view,
                                                const v1::NumberQuery& query,
                                                const Purpose& purpose) const;

  Vault* const vault_;
  const Clock* const clock_;
  TokenBuckets tries_;  // by SHA-256 of the number
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_NUMBER_MATCH_H_
