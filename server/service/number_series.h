// Serials of one number prefix: used, voided, assigned.
#ifndef LINKCERT_SERVER_SERVICE_NUMBER_SERIES_H_
#define LINKCERT_SERVER_SERVICE_NUMBER_SERIES_H_

#include <string>

#include "absl/status/statusor.h"
#include "linkcert/v1/issuance_service.pb.h"
#include "storage/store.h"

namespace linkcert::server {

// By resource name; REQUEST_MALFORMED. A series of which nothing is known is empty. Thread-safe.
absl::StatusOr<v1::NumberSeries> ReadNumberSeries(const storage::Snapshot& snapshot,
                                                  const std::string& name);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_NUMBER_SERIES_H_
