#include "rules/log_names.h"

#include "absl/strings/str_cat.h"
#include "crypto/keys.h"
#include "crypto/note_key.h"
#include "proto/refusal.h"

namespace linkcert::rules {

using proto::Reason;
using proto::Refuse;

LogName NameIn(const v1::Genesis& genesis) {
  return {.origin = genesis.origin(), .log_key = genesis.log_key(), .begin = 0};
}

LogName NameIn(const v1::BeginEpoch& epoch, uint64_t begin) {
  return {.origin = epoch.origin(), .log_key = epoch.log_key(), .begin = begin};
}

std::vector<LogName> NamesOf(const records::Registry& registry) {
  std::vector<LogName> names = {NameIn(registry.genesis())};
  for (const records::Epoch& epoch : registry.epochs()) {
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

absl::StatusOr<crypto::Checkpoint> OpenPreviousCheckpoint(const v1::BeginEpoch& epoch,
                                                          uint64_t index, const LogName& before) {
  if (epoch.kept_entries() != index) {
    return Refuse(Reason::kEpochInvalid,
                  absl::StrCat("keeps ", epoch.kept_entries(), " of ", index));
  }
  absl::StatusOr<crypto::Checkpoint> last = OpenCheckpointOf(before, epoch.previous_checkpoint());
  if (!last.ok()) {
    return Refuse(Reason::kEpochInvalid,
                  absl::StrCat("previous_checkpoint: ", last.status().message()));
  }
  if (last->size < index) {
    return Refuse(Reason::kEpochInvalid, "previous_checkpoint covers less than is kept");
  }
  return last;
}

}  // namespace linkcert::rules
