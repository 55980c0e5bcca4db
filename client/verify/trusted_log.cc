#include "client/verify/trusted_log.h"

#include "client/verify/check.h"
#include "client/verify/rights.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

constexpr uint64_t kSecondMs = 1000;

}  // namespace

bool TrustedLog::CheckCheckpoint(absl::string_view note, uint64_t now_ms,
                                 std::vector<v1::Check>& checks) {
  absl::StatusOr<crypto::EvaluatedCheckpoint> evaluated =
      trust_.policy.Evaluate(note, now_ms / kSecondMs);
  if (!evaluated.ok()) {
    checks.push_back(CheckOf(CheckName::kCheckpoint,
                             Refuse(Reason::kCheckpointInvalid, evaluated.status().message())));
    return false;
  }
  checkpoint_ = evaluated->checkpoint;
  log_ = evaluated->log;
  if (evaluated->quorum_time_s) quorum_time_ms_ = *evaluated->quorum_time_s * kSecondMs;
  checks.push_back(CheckOf(CheckName::kCheckpoint, absl::OkStatus()));
  checks.push_back(evaluated->quorum_met
                       ? Passed(CheckName::kQuorum)
                       : Unknown(CheckName::kQuorum, Refuse(Reason::kQuorumNotMet)));
  return true;
}

absl::Status TrustedLog::CheckGenesis(const FileParts& parts) const {
  absl::Status status = client::CheckGenesis(parts, trust_.genesis, keys_);
  return status.ok() && parts.epochs.empty() ? CheckIsNamed(parts) : status;
}

absl::Status TrustedLog::CheckEpochs(const FileParts& parts, const KeyRing& ring) const {
  if (parts.epochs.empty()) return absl::OkStatus();
  absl::Status status = client::CheckEpochs(parts, ring);
  return status.ok() ? CheckIsNamed(parts) : status;
}

absl::Status TrustedLog::CheckIsNamed(const FileParts& parts) const {
  return CheckLogName(parts, checkpoint_, trust_.policy.logs()[log_].key.public_key());
}

}  // namespace linkcert::client
