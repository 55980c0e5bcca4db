// What the registry's records say of a batch and of what it rests on: the same for all its
// certificates, by rules/standing.h as offline. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_BATCH_STANDING_H_
#define LINKCERT_SERVER_SERVICE_BATCH_STANDING_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "linkcert/v1/entry.pb.h"
#include "rules/view.h"
#include "server/service/logged_batch.h"

namespace linkcert::server {

// Refusals, or the store's own errors. Of newer versions, the correction or reissue and its
// original batch together, each signature at its own place.
struct BatchStanding {
  absl::Status issuer_keys;             // SIGNER_UNKNOWN, SIGNER_FOREIGN
  absl::Status accreditation;           // ACCREDITATION_UNKNOWN
  absl::Status keys_in_force;           // KEY_COMPROMISED, SIGNER_KEY_ENDED: at the batch's place
  absl::Status accreditation_in_force;  // ACCREDITATION_NOT_IN_FORCE: at the batch's place
  // Of the batch; for a correction or reissue of the one it rests on, which alone can be voided.
  absl::StatusOr<v1::StatusHistory> history = v1::StatusHistory();
};
using BatchStandingPtr = std::shared_ptr<const BatchStanding>;

// Judges batches, and keeps the answers until the next StatusRoot: nothing changes between two.
class BatchStandings {
 public:
  explicit BatchStandings(size_t capacity_batches = 512) : capacity_(capacity_batches) {}

  // `view` is of a published log.
  BatchStandingPtr Of(const rules::View& view, const LoggedBatch& batch);

 private:
  struct Known {
    uint64_t status_root = 0;  // the newest of the log for which it holds
    BatchStandingPtr standing;
  };

  const size_t capacity_;
  std::mutex mutex_;
  absl::flat_hash_map<uint64_t, Known> known_;  // by batch; guarded by mutex_; emptied when full
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_BATCH_STANDING_H_
