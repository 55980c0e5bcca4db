// How keys end (R02, R22): replaced, revoked, or declared to be in foreign hands.
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "rules/acts.h"
#include "rules/key_owners.h"
#include "rules/signers.h"
#include "rules/status_map.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

absl::StatusOr<v1::Key> KnownKey(const View& view, const std::string& key_id) {
  auto found = FindKey(view, key_id);
  if (!found.ok()) return found.status();
  if (*found == nullptr) return Refuse(Reason::kKeyUnknown, absl::BytesToHexString(key_id));
  return **found;
}

absl::StatusOr<v1::Key> ActiveKey(const View& view, const std::string& key_id) {
  absl::StatusOr<v1::Key> key = KnownKey(view, key_id);
  if (key.ok() && key->has_ended()) return Refuse(Reason::kKeyEnded, key->name());
  return key;
}

// The authority and the new key sign; the old one may. The new one counts for nobody, the old one
// for its person if it is the authority's.
absl::Status CheckRotationSigners(const ActContext& context, const v1::RotateKey& act,
                                  const v1::Key& old) {
  std::vector<v1::Key> others;
  bool new_signed = false;
  for (const v1::Key& signer : context.signers) {
    const bool is_new = signer.public_key() == act.new_public_key();
    const bool is_old = signer.public_key() == old.public_key();
    new_signed |= is_new;
    if (!is_new && (!is_old || old.organisation() == kAuthority)) others.push_back(signer);
  }
  if (!new_signed) return Refuse(Reason::kSignerMissing, "the new key itself");
  return CheckSides(others, {KeyAuthoritySide(context, old.organisation())});
}

// The authority, or the key itself and no other.
absl::Status CheckRevocationSigners(const ActContext& context, const v1::Key& key) {
  const bool itself =
      context.signers.size() == 1 && context.signers[0].public_key() == key.public_key();
  if (itself) return absl::OkStatus();
  return CheckSides(context.signers, {KeyAuthoritySide(context, key.organisation())});
}

void WriteRegistry(ActContext& context, records::Registry registry) {
  context.Write(RegistryRecordKey(), std::move(registry), &Record::mutable_registry);
}

// One key of the authority less.
absl::Status TakeFromAuthority(ActContext& context, const v1::Key& key) {
  if (key.organisation() != kAuthority) return absl::OkStatus();
  records::Registry registry = context.registry;
  DropAuthorityKey(registry, key.public_key());
  absl::Status status = CheckEnoughPeople(registry);
  if (status.ok()) WriteRegistry(context, std::move(registry));
  return status;
}

// Writes the key as it is after this entry and its change of standing.
absl::Status EndKey(ActContext& context, v1::Key key, v1::StatusChange change) {
  const uint64_t index = key.logged().index();
  if (!key.has_ended()) *key.mutable_ended() = context.Here();
  const std::string id = crypto::Sha256(key.public_key()).str();
  context.Write(KeyKey(id), std::move(key), &Record::mutable_key);
  return ChangeStandings(context, {index}, std::move(change));
}

v1::StatusChange Ended() {
  v1::StatusChange change;
  change.set_state(v1::STANDING_STATE_ENDED);
  return change;
}

}  // namespace

absl::Status AdmitRotateKey(ActContext& context, const v1::RotateKey& act) {
  absl::StatusOr<v1::Key> old = ActiveKey(context.view, act.old_key());
  if (!old.ok()) return old.status();
  absl::StatusOr<crypto::KeyId> id = CheckNewKey(context, act.new_public_key());
  if (!id.ok()) return id.status();
  absl::Status status = CheckRotationSigners(context, act, *old);
  if (!status.ok()) return status;

  v1::Key key;
  key.set_organisation(old->organisation());
  key.set_public_key(act.new_public_key());
  key.set_person(old->person());
  *key.mutable_purposes() = old->purposes();
  if (key.organisation() == kAuthority) {
    records::Registry registry = context.registry;
    DropAuthorityKey(registry, old->public_key());
    AddAuthorityKey(registry, key);
    WriteRegistry(context, std::move(registry));
  }
  WriteNewKey(context, std::move(key), *id);
  return EndKey(context, *std::move(old), Ended());
}

absl::Status AdmitRevokeKey(ActContext& context, const v1::RevokeKey& act) {
  absl::StatusOr<v1::Key> key = ActiveKey(context.view, act.key());
  if (!key.ok()) return key.status();
  absl::Status status = CheckRevocationSigners(context, *key);
  if (status.ok()) status = TakeFromAuthority(context, *key);
  if (!status.ok()) return status;
  return EndKey(context, *std::move(key), Ended());
}

absl::Status AdmitDeclareKeyCompromised(ActContext& context, const v1::DeclareKeyCompromised& act) {
  absl::StatusOr<v1::Key> key = KnownKey(context.view, act.key());
  if (!key.ok()) return key.status();
  absl::Status status =
      CheckSides(context.signers, {KeyAuthoritySide(context, key->organisation())});
  if (!status.ok()) return status;
  if (act.since() > context.stamp.logged_at) return Refuse(Reason::kCompromiseInFuture);
  if (key->compromised_since() != 0 && act.since() >= key->compromised_since()) {
    return Refuse(Reason::kCompromiseNotEarlier, absl::StrCat(key->compromised_since()));
  }
  if (!key->has_ended()) {
    status = TakeFromAuthority(context, *key);
    if (!status.ok()) return status;
  }
  key->set_compromised_since(act.since());
  v1::StatusChange change;
  change.set_state(v1::STANDING_STATE_COMPROMISED);
  change.set_since(act.since());
  return EndKey(context, *std::move(key), std::move(change));
}

}  // namespace linkcert::rules
