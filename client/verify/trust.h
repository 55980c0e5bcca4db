// What a verifier or auditor takes as given: nothing else is believed.
#ifndef LINKCERT_CLIENT_VERIFY_TRUST_H_
#define LINKCERT_CLIENT_VERIFY_TRUST_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/hash.h"
#include "crypto/tlog_policy.h"

namespace linkcert::client {

// Immutable, thread-safe.
struct Trust {
  crypto::TlogPolicy policy;  // whose checkpoints count (C2SP tlog-policy)
  crypto::Hash genesis;       // SHA-256 of the genesis statement: which registry
};

// InvalidArgument that says which of the two is malformed.
absl::StatusOr<Trust> ParseTrust(absl::string_view policy, absl::string_view genesis_hex);
// As ParseTrust with the policy from a file; NotFound or another error of the file system.
absl::StatusOr<Trust> LoadTrust(const std::string& policy_path, absl::string_view genesis_hex);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_TRUST_H_
