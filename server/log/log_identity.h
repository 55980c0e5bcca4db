// Which log this server keeps. Immutable; the signer must outlive it.
#ifndef LINKCERT_SERVER_LOG_LOG_IDENTITY_H_
#define LINKCERT_SERVER_LOG_LOG_IDENTITY_H_

#include <string>

#include "absl/status/status.h"
#include "crypto/keys.h"
#include "linkcert/v1/act_governance.pb.h"
#include "rules/log_names.h"

namespace linkcert::server {

struct LogIdentity {
  std::string origin;                   // name of the log on its checkpoints
  const crypto::Signer* key = nullptr;  // Ed25519; signs the checkpoints
};

// GENESIS_DIFFERS unless the genesis names this origin and this log key.
absl::Status CheckGenesisNames(const v1::Genesis& genesis, const LogIdentity& log);

// FailedPrecondition unless `name` is this server's.
absl::Status CheckIsNameOf(const rules::LogName& name, const LogIdentity& log);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_LOG_LOG_IDENTITY_H_
