// Which log this server keeps. Immutable; the signer must outlive it.
#ifndef LINKCERT_SERVER_LOG_LOG_IDENTITY_H_
#define LINKCERT_SERVER_LOG_LOG_IDENTITY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/checkpoint.h"
#include "crypto/keys.h"
#include "linkcert/v1/act_governance.pb.h"
#include "rules/view.h"

namespace linkcert::server {

struct LogIdentity {
  std::string origin;                   // name of the log on its checkpoints
  const crypto::Signer* key = nullptr;  // Ed25519; signs the checkpoints
};

// GENESIS_DIFFERS unless the genesis names this origin and this log key.
absl::Status CheckGenesisNames(const v1::Genesis& genesis, const LogIdentity& log);

// A name and key that the log has had, from genesis or from a BeginEpoch entry on.
struct LogName {
  std::string origin;
  std::string log_key;  // SubjectPublicKeyInfo
  uint64_t begin = 0;   // log index of that entry
  friend bool operator==(const LogName&, const LogName&) = default;
};
// Oldest first; at least genesis'.
std::vector<LogName> NamesOf(const rules::records::Registry& registry);

// The checkpoint in a note that was signed under this name; InvalidArgument if it was not.
absl::StatusOr<crypto::Checkpoint> OpenCheckpointOf(const LogName& name, absl::string_view note);

// FailedPrecondition unless `name` is this server's.
absl::Status CheckIsNameOf(const LogName& name, const LogIdentity& log);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_LOG_LOG_IDENTITY_H_
