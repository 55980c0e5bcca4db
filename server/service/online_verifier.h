// Verdicts from the registry's own log: what a caller asks about is compared with what was logged.
// The caller trusts this server for the answer; a file alone proves itself offline.
#ifndef LINKCERT_SERVER_SERVICE_ONLINE_VERIFIER_H_
#define LINKCERT_SERVER_SERVICE_ONLINE_VERIFIER_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "linkcert/v1/verification_service.pb.h"
#include "server/log/clock.h"
#include "server/log/log_reader.h"
#include "server/log/registry_log.h"
#include "server/service/batch_standing.h"
#include "server/service/log_moment.h"
#include "server/service/logged_batch.h"
#include "server/service/number_match.h"

namespace linkcert::server {

// A verdict, and what it is about.
struct Answered {
  v1::Verdict verdict;
  LoggedBatchPtr batch;  // null unless the certificate was found
};

// Thread-safe. What it is constructed with must outlive it.
class OnlineVerifier {
 public:
  // Without a vault nothing is found by its number.
  OnlineVerifier(RegistryLog* log, Vault* vault, const Clock* clock)
      : log_(log), clock_(clock), numbers_(vault, clock, &finder_) {}

  // The newest published log and the moment asked about, 0 = now: FIELD_OUT_OF_RANGE after now.
  absl::StatusOr<LogMoment> MomentOf(uint64_t as_of) const;

  // REQUEST_MALFORMED when nothing is asked about, or a post without its audience, and what
  // MomentOf and NumberMatcher refuse; else a verdict, also about rubbish. An error that is no
  // refusal is a store's own. `caller` may be nobody.
  absl::StatusOr<v1::Verdict> Verify(const v1::VerifyCertificateRequest& request,
                                     const Caller& caller);
  // The same as of a moment that stands already, whatever the request says.
  absl::StatusOr<Answered> VerifyAt(const LogMoment& moment,
                                    const v1::VerifyCertificateRequest& request,
                                    const Caller& caller);

 private:
  // A question on its way to its verdict.
  struct Inquiry : Answered {
    explicit Inquiry(const LogMoment& asked) : moment(asked) {}
    const LogMoment& moment;
  };

  absl::Status VerifySubject(const v1::VerifyCertificateRequest& request, const Caller& caller,
                             Inquiry& inquiry);
  absl::Status VerifyNumber(const v1::NumberQuery& query, const Caller& caller, Inquiry& inquiry);
  // The one that was the newest at the moment; the oldest when there was none yet.
  absl::StatusOr<uint64_t> NewestOf(const std::vector<uint64_t>& indexes, const LogMoment& moment);
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
