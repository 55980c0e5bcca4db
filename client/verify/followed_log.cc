#include "client/verify/followed_log.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "client/logged_entry.h"
#include "client/verify/file_parts.h"
#include "client/verify/key_ring.h"
#include "client/verify/rights.h"
#include "crypto/checkpoint.h"
#include "crypto/key_cache.h"
#include "crypto/keys.h"
#include "crypto/note_key.h"
#include "proto/refusal.h"
#include "rules/log_names.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;
using LoggedEntries = google::protobuf::RepeatedPtrField<v1::LoggedEntry>;

// Opens statements that must lie under one checkpoint.
class Opener {
 public:
  explicit Opener(const crypto::Checkpoint& checkpoint) : checkpoint_(checkpoint) {}

  absl::Status Open(const v1::LoggedEntry& logged, LoggedStatement& to) const {
    absl::Status status = CheckLogged(logged, checkpoint_);
    if (!status.ok()) return status;
    absl::StatusOr<LoggedStatement> opened = OpenLoggedEntry(logged);
    if (opened.ok()) to = *std::move(opened);
    return opened.status();
  }
  absl::Status Open(const LoggedEntries& entries, std::vector<LoggedStatement>& to) const {
    for (const v1::LoggedEntry& logged : entries) {
      absl::Status status = Open(logged, to.emplace_back());
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

 private:
  const crypto::Checkpoint& checkpoint_;
};

absl::Status CheckMadeHere(const std::vector<LoggedStatement>& statements,
                           const crypto::Hash& registry) {
  for (const LoggedStatement& made : statements) {
    if (made.statement().registry() == registry.view()) continue;
    return Refuse(Reason::kWrongRegistry, absl::StrCat("entry ", made.index));
  }
  return absl::OkStatus();
}

// All that is signed by the authority.
absl::Status CheckSigned(const FileParts& parts, const crypto::Hash& registry) {
  crypto::KeyCache keys;
  absl::Status status = CheckGenesis(parts, registry, keys);
  if (!status.ok()) return status;
  KeyRing ring(parts.genesis.statement().genesis(), keys);
  status = CheckMadeHere(parts.authority_keys, registry);
  if (status.ok()) status = CheckMadeHere(parts.epochs, registry);
  if (status.ok()) status = CheckAuthorityKeys(parts, ring);
  if (status.ok()) status = CheckEpochs(parts, ring);
  return status;
}

absl::StatusOr<std::string> VkeyOf(const rules::LogName& name) {
  const absl::StatusOr<crypto::PublicKey> key = crypto::PublicKey::FromSpki(name.log_key);
  if (!key.ok()) return key.status();
  const auto note = crypto::NoteKey::Create(name.origin, crypto::NoteAlgorithm::kEd25519, *key);
  if (!note.ok()) return note.status();
  return note->vkey();
}

}  // namespace

absl::StatusOr<FollowedLog> FollowLog(const v1::GetEpochsResponse& answer,
                                      const crypto::Hash* trusted) {
  const absl::StatusOr<crypto::Checkpoint> checkpoint = ReadCheckpoint(answer.checkpoint());
  if (!checkpoint.ok()) return checkpoint.status();
  const Opener opener(*checkpoint);
  FileParts parts;
  absl::Status status = opener.Open(answer.genesis(), parts.genesis);
  if (status.ok()) status = opener.Open(answer.authority_keys(), parts.authority_keys);
  if (status.ok()) status = opener.Open(answer.epochs(), parts.epochs);
  if (!status.ok()) return status;
  const crypto::Hash genesis = parts.genesis.sealed.digest;
  status = CheckSigned(parts, trusted == nullptr ? genesis : *trusted);
  if (!status.ok()) return status;
  const rules::LogName newest = NewestName(parts);
  const auto signed_by = rules::OpenCheckpointOf(newest, answer.checkpoint());
  if (!signed_by.ok()) return Refuse(Reason::kCheckpointInvalid, signed_by.status().message());
  absl::StatusOr<std::string> vkey = VkeyOf(newest);
  if (!vkey.ok()) return vkey.status();
  return FollowedLog{genesis, *std::move(vkey), parts.epochs.size(), answer.checkpoint()};
}

}  // namespace linkcert::client
