// Which entries a certificate rests on, found through the registry's own records. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_EVIDENCE_H_
#define LINKCERT_SERVER_SERVICE_EVIDENCE_H_

#include <cstdint>
#include <set>

#include "absl/status/statusor.h"
#include "server/log/log_reader.h"
#include "server/service/logged_batch.h"

namespace linkcert::server {

// Log indexes.
struct Evidence {
  uint64_t organisation = 0;
  uint64_t accreditation = 0;
  std::set<uint64_t> issuer_keys;  // those that signed the batch
};
absl::StatusOr<Evidence> FindEvidence(const rules::View& view, const LoggedBatch& batch);

// All entries that a certificate file of this batch needs beside the batch: genesis, the
// authority's keys that signed what follows (and those that signed them), organisation, issuer
// keys, accreditation.
absl::StatusOr<std::set<uint64_t>> FindEvidenceEntries(const LogReader& reader,
                                                       const LoggedBatch& batch);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_EVIDENCE_H_
