#include "server/log/log_identity.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "proto/refusal.h"

namespace linkcert::server {

absl::Status CheckGenesisNames(const v1::Genesis& genesis, const LogIdentity& log) {
  if (genesis.origin() != log.origin) {
    return proto::Refuse(
        proto::Reason::kGenesisDiffers,
        absl::StrCat("genesis names the log ", genesis.origin(), ", this server ", log.origin));
  }
  if (absl::string_view(genesis.log_key()) != log.key->public_key().spki()) {
    return proto::Refuse(proto::Reason::kGenesisDiffers,
                         "genesis names another log key than this server signs with");
  }
  return absl::OkStatus();
}

}  // namespace linkcert::server
