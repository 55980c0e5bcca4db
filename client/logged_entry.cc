#include "client/logged_entry.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "crypto/hash.h"
#include "crypto/note.h"
#include "proto/refusal.h"

namespace linkcert::client {

using proto::Reason;
using proto::Refuse;

absl::StatusOr<crypto::Path> PathOf(const v1::LoggedEntry& logged) {
  crypto::Path path;
  for (const std::string& bytes : logged.path()) {
    const absl::StatusOr<crypto::Hash> hash = crypto::Hash::FromBytes(bytes);
    if (!hash.ok()) return Refuse(Reason::kInclusionInvalid, hash.status().message());
    path.push_back(*hash);
  }
  return path;
}

absl::Status CheckLogged(const v1::LoggedEntry& logged, const crypto::Checkpoint& checkpoint) {
  const absl::StatusOr<crypto::Path> path = PathOf(logged);
  if (!path.ok()) return path.status();
  const absl::Status status = crypto::VerifyInclusion(
      crypto::HashLeaf(logged.entry()), logged.index(), checkpoint.size, *path, checkpoint.root);
  return status.ok() ? status
                     : Refuse(Reason::kInclusionInvalid, absl::StrCat("entry ", logged.index()));
}

absl::StatusOr<crypto::Checkpoint> ReadCheckpoint(absl::string_view note) {
  const absl::StatusOr<crypto::Note> parsed = crypto::ParseNote(note);
  if (!parsed.ok()) return Refuse(Reason::kCheckpointInvalid, parsed.status().message());
  absl::StatusOr<crypto::Checkpoint> checkpoint = crypto::ParseCheckpoint(parsed->text);
  if (!checkpoint.ok()) return Refuse(Reason::kCheckpointInvalid, checkpoint.status().message());
  return checkpoint;
}

}  // namespace linkcert::client
