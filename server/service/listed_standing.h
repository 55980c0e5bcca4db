// What a certificate was when the log had so many entries: one word for all that counts for it.
// Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_LISTED_STANDING_H_
#define LINKCERT_SERVER_SERVICE_LISTED_STANDING_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "linkcert/v1/terms.pb.h"
#include "rules/view.h"
#include "server/service/list_place.h"
#include "server/service/logged_batch.h"

namespace linkcert::server {

struct ListedStanding {
  v1::CertificateState state = v1::CERTIFICATE_STATE_VALID;
  v1::StatusReason reason = v1::STATUS_REASON_UNSPECIFIED;
  uint64_t since_ms = 0;  // log time of the change; 0 = valid, expired
};

// The same for all certificates of a batch: REVOKED with V10 when it was voided (R20), with V06
// when a key that signed it was stolen by then (R22), EXPIRED after its last day. Newer versions
// (R17) are also what their original batch makes of them. Errors are the store's.
absl::StatusOr<ListedStanding> StandingOfBatch(const rules::View& view, const LoggedBatch& batch,
                                               const ListMoment& moment);

// One certificate of it. What was suspended is SUSPENDED even when it has expired since.
absl::StatusOr<ListedStanding> StandingOfCertificate(const rules::View& view, uint64_t index,
                                                     const ListedStanding& of_batch,
                                                     const ListMoment& moment);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_LISTED_STANDING_H_
