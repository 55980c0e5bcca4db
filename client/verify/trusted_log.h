// The log under a file: its checkpoint is signed as the policy asks, and it is the log that
// genesis, or the newest epoch, names.
#ifndef LINKCERT_CLIENT_VERIFY_TRUSTED_LOG_H_
#define LINKCERT_CLIENT_VERIFY_TRUSTED_LOG_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/verify/file_parts.h"
#include "client/verify/key_ring.h"
#include "client/verify/trust.h"
#include "crypto/checkpoint.h"
#include "crypto/key_cache.h"
#include "linkcert/v1/verification_service.pb.h"

namespace linkcert::client {

// Of one file. What it is constructed with must outlive it. Not thread-safe.
class TrustedLog {
 public:
  TrustedLog(const Trust& trust, crypto::KeyCache& keys) : trust_(trust), keys_(keys) {}

  // Adds CHECKPOINT and, if that passed, QUORUM: an unmet quorum leaves the question open, but what
  // follows can still prove the file wrong. Returns whether CHECKPOINT passed. Before the others.
  bool CheckCheckpoint(absl::string_view note, uint64_t now_ms, std::vector<v1::Check>& checks);
  // CheckGenesis of rights.h. A policy may name several logs: without epochs this must be the log
  // that genesis names (CheckLogName).
  absl::Status CheckGenesis(const FileParts& parts) const;
  // CheckEpochs of rights.h; it must be the log of the newest one. OK without epochs.
  absl::Status CheckEpochs(const FileParts& parts, const KeyRing& ring) const;

  const crypto::Checkpoint& checkpoint() const { return checkpoint_; }
  // Milliseconds since 1970 UTC; nullopt when no cosignature says.
  std::optional<uint64_t> quorum_time_ms() const { return quorum_time_ms_; }

 private:
  absl::Status CheckIsNamed(const FileParts& parts) const;

  const Trust& trust_;
  crypto::KeyCache& keys_;
  crypto::Checkpoint checkpoint_;
  size_t log_ = 0;  // index into the policy's logs
  std::optional<uint64_t> quorum_time_ms_;
};

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_TRUSTED_LOG_H_
