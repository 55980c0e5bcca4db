// What the national platform (全国联网查询) said of a certificate, by the issuer's report.
#ifndef LINKCERT_RULES_NATIONAL_SYNC_H_
#define LINKCERT_RULES_NATIONAL_SYNC_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "linkcert/v1/act_certificate.pb.h"
#include "rules/standing.h"
#include "rules/view.h"

namespace linkcert::rules {

struct NationalSyncAnswer {
  v1::NationalSync state = v1::NATIONAL_SYNC_UNSPECIFIED;
  std::string code;                  // the platform's; empty = none
  std::optional<LogPlace> reported;  // the newest report of it; absent = nothing was reported
};

// Of the certificate with this log index. Nothing was reported: NOT_APPLICABLE for an enterprise
// certificate, which the platform does not take, NOT_REPORTED for all others. Else
// CERTIFICATE_UNKNOWN.
absl::StatusOr<NationalSyncAnswer> NationalSyncOf(const View& view, uint64_t certificate);

// The same, in one look-up, for who knows the batch (log index and class) that it is one of.
absl::StatusOr<NationalSyncAnswer> NationalSyncIn(const View& view, uint64_t batch,
                                                  v1::CertificateClass certificate_class,
                                                  uint64_t certificate);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_NATIONAL_SYNC_H_
