// Batches of certificates as they stand in the log, and the corrections and reissues that made
// newer versions of some (R17).
#ifndef LINKCERT_SERVER_SERVICE_LOGGED_BATCH_H_
#define LINKCERT_SERVER_SERVICE_LOGGED_BATCH_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "linkcert/v1/verification_service.pb.h"
#include "proto/entry.h"
#include "proto/statement.h"
#include "rules/prepare.h"
#include "server/log/log_reader.h"

namespace linkcert::server {

struct LoggedBatch;
using LoggedBatchPtr = std::shared_ptr<const LoggedBatch>;

// A statement with leaves: a batch, or a correction or reissue. Immutable.
struct LoggedBatch {
  uint64_t index = 0;
  proto::LogTime logged_at = 0;
  proto::SealedStatement sealed;
  v1::CertificateFacts facts;
  LoggedBatchPtr original;  // the batch that states the facts; null = this one

  const LoggedBatch& facts_batch() const { return original == nullptr ? *this : *original; }
  const v1::IssueBatch& act() const { return facts_batch().sealed.statement.issue_batch(); }
  uint64_t leaf_count() const { return rules::PromisedLeaves(sealed.statement); }
  const std::string& leaves_root() const { return *rules::StatedLeavesRoot(sealed.statement); }
};

// A certificate with its batch, as logged.
struct LoggedCertificate {
  uint64_t index = 0;
  std::string leaf;  // canonical CertificateLeaf
  crypto::Hash claims_root;
  uint32_t position = 0;
  LoggedBatchPtr batch;
};

// Finds certificates, and keeps the batches asked for lately: they are never changed. Thread-safe.
class CertificateFinder {
 public:
  explicit CertificateFinder(size_t capacity_batches = 512) : capacity_(capacity_batches) {}

  // ENTRY_NOT_LOGGED beyond the published log; CERTIFICATE_UNKNOWN if another kind of entry stands
  // there; DataLoss if the log contradicts itself.
  absl::StatusOr<LoggedCertificate> Find(const LogReader& reader, uint64_t index);
  // The statement with leaves at `index` of the published log; DataLoss if there is none.
  absl::StatusOr<LoggedBatchPtr> Batch(const LogReader& reader, uint64_t index);

 private:
  const size_t capacity_;
  std::mutex mutex_;
  absl::flat_hash_map<uint64_t, LoggedBatchPtr> batches_;  // guarded by mutex_; emptied when full
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_LOGGED_BATCH_H_
