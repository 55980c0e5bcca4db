#include "server/log/log_identity.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "crypto/note_key.h"
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

std::vector<LogName> NamesOf(const rules::records::Registry& registry) {
  std::vector<LogName> names = {
      {registry.genesis().origin(), registry.genesis().log_key(), /*begin=*/0}};
  for (const rules::records::Epoch& epoch : registry.epochs()) {
    names.push_back({epoch.origin(), epoch.log_key(), epoch.logged().index()});
  }
  return names;
}

absl::StatusOr<crypto::Checkpoint> OpenCheckpointOf(const LogName& name, absl::string_view note) {
  absl::StatusOr<crypto::PublicKey> log_key = crypto::PublicKey::FromSpki(name.log_key);
  if (!log_key.ok()) return log_key.status();
  auto key = crypto::NoteKey::Create(name.origin, crypto::NoteAlgorithm::kEd25519, *log_key);
  if (!key.ok()) return key.status();
  return crypto::OpenCheckpoint(note, *key);
}

absl::Status CheckIsNameOf(const LogName& name, const LogIdentity& log) {
  if (name.origin == log.origin && log.key->public_key().spki() == name.log_key) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      absl::StrCat("refusing to serve: since entry ", name.begin, " the log is named ", name.origin,
                   " and has another key than this server (", log.origin, ")"));
}

}  // namespace linkcert::server
