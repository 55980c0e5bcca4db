#include "client/verify/trust.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/local_file.h"

namespace linkcert::client {

absl::StatusOr<Trust> ParseTrust(absl::string_view policy, absl::string_view genesis_hex) {
  absl::StatusOr<crypto::TlogPolicy> parsed = crypto::TlogPolicy::Parse(policy);
  if (!parsed.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("policy: ", parsed.status().message()));
  }
  absl::StatusOr<crypto::Hash> genesis = crypto::Hash::FromHex(genesis_hex);
  if (!genesis.ok()) {
    return absl::InvalidArgumentError("genesis: 64 hexadecimal digits are expected");
  }
  return Trust{*std::move(parsed), *genesis};
}

absl::StatusOr<Trust> LoadTrust(const std::string& policy_path, absl::string_view genesis_hex) {
  absl::StatusOr<std::string> policy = ReadLocalFile(policy_path);
  if (!policy.ok()) return policy.status();
  return ParseTrust(*policy, genesis_hex);
}

}  // namespace linkcert::client
