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

absl::Status CheckIsNameOf(const rules::LogName& name, const LogIdentity& log) {
  if (name.origin == log.origin && log.key->public_key().spki() == name.log_key) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      absl::StrCat("refusing to serve: since entry ", name.begin, " the log is named ", name.origin,
                   " and has another key than this server (", log.origin, ")"));
}

}  // namespace linkcert::server
