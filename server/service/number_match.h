// A certificate by its number and what else the asker knows of its holder: match or no match, never
// data. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_NUMBER_MATCH_H_
#define LINKCERT_SERVER_SERVICE_NUMBER_MATCH_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "linkcert/v1/verification_service.pb.h"
#include "server/access/caller.h"
#include "server/access/token_buckets.h"
#include "server/log/clock.h"
#include "server/log/log_reader.h"
#include "server/service/logged_batch.h"
#include "server/vault/vault.h"

namespace linkcert::server {

// Wrong tries for one number, by all callers together: so many at once, and so many an hour.
inline constexpr uint64_t kNumberTries = 10;

class NumberMatcher {
 public:
  // A null vault matches nothing. All must outlive it.
  NumberMatcher(Vault* vault, const Clock* clock, CertificateFinder* finder);

  // Log indexes of the certificates, ascending: several if the number was issued again. One whose
  // batch does not have the number is none, whatever its claims say (R03).
  // NUMBER_NO_MATCH be the number unknown, not readable, or the holder another one: the journal has
  // a line and the try counts in each case. CALLER_NEEDED, CALLER_NOT_PERMITTED, VAULT_NOT_ENABLED,
  // REQUEST_MALFORMED, NUMBER_TRIES_EXHAUSTED. Errors that are no refusals are the stores'.
  absl::StatusOr<std::vector<uint64_t>> Match(const LogReader& reader, const v1::NumberQuery& query,
                                              const Caller& caller);

 private:
  struct Numbered {
    crypto::Hash root;
    uint64_t index = 0;
  };

  absl::StatusOr<std::vector<uint64_t>> Compare(const LogReader& reader,
                                                const v1::NumberQuery& query,
                                                const Purpose& purpose) const;
  // The logged certificates that have the number. Reads nothing personal.
  absl::StatusOr<std::vector<Numbered>> FindNumbered(const LogReader& reader,
                                                     const std::string& number) const;
  absl::StatusOr<std::optional<uint64_t>> IndexOfNumbered(const LogReader& reader,
                                                          const crypto::Hash& root,
                                                          const std::string& number) const;

  Vault* const vault_;
  const Clock* const clock_;
  CertificateFinder* const finder_;
  TokenBuckets tries_;  // by SHA-256 of the number
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_NUMBER_MATCH_H_
