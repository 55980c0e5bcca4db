// What an audit remembers until the next one.
#ifndef LINKCERT_CLIENT_AUDIT_AUDIT_STATE_H_
#define LINKCERT_CLIENT_AUDIT_AUDIT_STATE_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/audit/audit.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "proto/entry.h"
#include "rules/state.h"

namespace linkcert::client {

struct AuditState {
  crypto::Hash genesis;        // which registry
  AuditReport report;          // of the run that saved it: its note is the last one believed
  crypto::CompactRange range;  // over report.entries entries
  proto::LogTime last_time = 0;
  rules::State rules;
};

// A file of its own kind, ending in the SHA-256 of all before it.
std::string EncodeAuditState(const AuditState& state);
// FailedPrecondition for one of another version, DataLoss for anything else that EncodeAuditState
// does not make.
absl::StatusOr<AuditState> DecodeAuditState(absl::string_view bytes);

// nullopt when there is no such file yet.
absl::StatusOr<std::optional<AuditState>> LoadAuditState(const std::string& path);
absl::Status SaveAuditState(const std::string& path, const AuditState& state);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_AUDIT_AUDIT_STATE_H_
