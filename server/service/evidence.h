// Which entries a certificate rests on, found through the registry's own records. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_EVIDENCE_H_
#define LINKCERT_SERVER_SERVICE_EVIDENCE_H_

#include <cstdint>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "server/log/log_reader.h"
#include "server/service/logged_batch.h"

namespace linkcert::server {

// Log indexes.
struct Evidence {
  uint64_t organisation = 0;
  uint64_t accreditation = 0;
  std::set<uint64_t> signing_keys;  // those that signed the batch, and its original one
  std::set<uint64_t> issuer_keys;   // and those that they replaced
};
absl::StatusOr<Evidence> FindEvidence(const LogReader& reader, const LoggedBatch& batch);

// What the statement at `index` rests on: the entries (AddKey, RotateKey) of the authority's keys
// that signed it and, if it is a RotateKey, of the key that it replaced; never `index` itself.
absl::StatusOr<std::set<uint64_t>> FindKeysUnder(const LogReader& reader, uint64_t index);

// Adds what these entries rest on: FindKeysUnder, over and over.
absl::Status AddKeysUnder(const LogReader& reader, std::set<uint64_t>& entries);

// What shows the log's names from the first to the newest; log indexes.
struct Epochs {
  std::set<uint64_t> begins;          // genesis and each BeginEpoch
  std::set<uint64_t> authority_keys;  // that signed these, and those that they rest on
};
absl::StatusOr<Epochs> FindEpochs(const LogReader& reader);

// The organisation whose key the statement at `index` registered; empty if it registered none.
absl::StatusOr<std::string> FindOwnerOfKey(const LogReader& reader, uint64_t index);

// All entries that a certificate file of this batch needs beside the batch: genesis, the epochs,
// the authority's keys that signed what follows (and those that signed them), organisation, issuer
// keys, accreditation; with a key always the one that it replaced; of a newer version, the original
// batch.
absl::StatusOr<std::set<uint64_t>> FindEvidenceEntries(const LogReader& reader,
                                                       const LoggedBatch& batch);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_EVIDENCE_H_
