// Which certificates a list is about. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_CERTIFICATE_FILTER_H_
#define LINKCERT_SERVER_SERVICE_CERTIFICATE_FILTER_H_

#include "absl/status/status.h"
#include "linkcert/v1/issuance_service.pb.h"
#include "server/service/logged_batch.h"

namespace linkcert::server {

// REQUEST_MALFORMED for a day that is none, or a state that is not known.
absl::Status CheckFilter(const v1::CertificateFilter& filter);
// All but the state, which is the certificate's own.
bool MatchesBatch(const v1::CertificateFilter& filter, const LoggedBatch& batch);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_CERTIFICATE_FILTER_H_
