// Verdicts from the registry's own log: what a caller asks about is compared with what was logged.
// The caller trusts this server for the answer; a file alone proves itself offline.
#ifndef LINKCERT_SERVER_SERVICE_ONLINE_VERIFIER_H_
#define LINKCERT_SERVER_SERVICE_ONLINE_VERIFIER_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "linkcert/v1/verification_service.pb.h"
#include "server/log/clock.h"
#include "server/log/log_reader.h"
#include "server/log/registry_log.h"
#include "server/service/batch_standing.h"
#include "server/service/logged_batch.h"
#include "server/service/number_match.h"

namespace linkcert::server {

// Thread-safe. What it is constructed with must outlive it.
class OnlineVerifier {
 public:
  // Without a vault nothing is found by its number.
  OnlineVerifier(RegistryLog* log, Vault* vault, const Clock* clock)
      : log_(log), clock_(clock), numbers_(vault, clock) {}

  // REQUEST_MALFORMED when nothing is asked about, or a post without its audience, and what
  // NumberMatcher refuses; else a verdict, also about rubbish. An error that is no refusal is a
  // store's own. `caller` may be nobody.
  absl::StatusOr<v1::Verdict> Verify(const v1::VerifyCertificateRequest& request,
                                     const Caller& caller);
  // The same in the log that `reader` reads.
  absl::StatusOr<v1::Verdict> VerifyIn(const LogReader& reader,
                                       const v1::VerifyCertificateRequest& request,
                                       const Caller& caller);

 private:
  // A question on its way to its verdict.
  struct Inquiry {
    const LogReader reader;
    v1::Verdict verdict;
    LoggedBatchPtr batch;  // null until the certificate is found
  };

  absl::Status VerifySubject(const v1::VerifyCertificateRequest& request, const Caller& caller,
                             Inquiry& inquiry);
  absl::Status VerifyNumber(const v1::NumberQuery& query, const Caller& caller, Inquiry& inquiry);
  absl::Status VerifyId(uint64_t index, Inquiry& inquiry);
  absl::Status VerifyFile(absl::string_view file, Inquiry& inquiry);
  // Finds what was logged; nothing, with the failed check noted, if there is no certificate.
  absl::StatusOr<LoggedCertificate> Find(uint64_t index, Inquiry& inquiry);
  void CheckStanding(const LoggedCertificate& certificate, Inquiry& inquiry);

  RegistryLog* const log_;
  const Clock* const clock_;
  CertificateFinder finder_;
  BatchStandings standings_;
  NumberMatcher numbers_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_ONLINE_VERIFIER_H_
