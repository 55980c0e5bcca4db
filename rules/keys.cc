// Keys: each is registered once, ever, by anyone.
#include <utility>
#include <vector>

#include "rules/acts.h"
#include "rules/key_owners.h"
#include "rules/signers.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

// AUTHORITY belongs to the authority, RECEIPT to the registry, the rest to organisations.
absl::Status CheckPurposes(const v1::AddKey& act) {
  for (int purpose : act.purposes()) {
    bool fits =
        purpose == v1::KEY_PURPOSE_AUTHORITY ? act.organisation() == kAuthority
        : purpose == v1::KEY_PURPOSE_RECEIPT
            ? act.organisation() == kRegistryOrganisation
            : act.organisation() != kAuthority && act.organisation() != kRegistryOrganisation;
    if (!fits) return Refuse(Reason::kKeyPurposeNotAllowed, act.organisation());
  }
  return absl::OkStatus();
}

absl::Status CheckOwner(const ActContext& context, const std::string& organisation) {
  if (organisation == kAuthority || organisation == kRegistryOrganisation) return absl::OkStatus();
  auto owner = FindOrganisation(context.view, organisation);
  if (!owner.ok()) return owner.status();
  return *owner != nullptr ? absl::OkStatus() : Refuse(Reason::kOrganisationUnknown, organisation);
}

// The authority signs, and the new key itself as proof of possession.
absl::Status CheckSigners(const ActContext& context, const v1::AddKey& act) {
  std::vector<v1::Key> others;
  for (const v1::Key& signer : context.signers) {
    if (signer.public_key() != act.public_key()) others.push_back(signer);
  }
  if (others.size() == context.signers.size()) {
    return Refuse(Reason::kSignerMissing, "the new key itself");
  }
  return CheckSides(others, {KeyAuthoritySide(context, act.organisation())});
}

// A key of genesis: as listed there, signed by itself alone.
absl::Status CheckGenesisKey(const ActContext& context, const v1::AddKey& act) {
  if (context.signers.size() != 1) return Refuse(Reason::kSignerForeign, "signs for itself alone");
  for (const v1::AuthorityKey& listed : context.registry.genesis().authority_keys()) {
    if (listed.public_key() != act.public_key()) continue;
    bool as_listed = act.organisation() == kAuthority && act.person() == listed.person() &&
                     act.purposes_size() == 1 && act.purposes(0) == v1::KEY_PURPOSE_AUTHORITY;
    return as_listed ? absl::OkStatus()
                     : Refuse(Reason::kGenesisInvalid, "not as genesis lists it");
  }
  return Refuse(Reason::kGenesisKeysPending);
}

// Registry.keys_to_add and authority_keys follow.
void NoteInRegistry(ActContext& context, const v1::Key& key, const crypto::KeyId& id) {
  if (key.organisation() != kAuthority) return;
  records::Registry registry = context.registry;
  auto* pending = registry.mutable_keys_to_add();
  pending->erase(std::remove(pending->begin(), pending->end(), id.str()), pending->end());
  AddAuthorityKey(registry, key);
  context.Write(RegistryRecordKey(), std::move(registry), &Record::mutable_registry);
}

}  // namespace

absl::Status AdmitAddKey(ActContext& context, const v1::AddKey& act) {
  absl::StatusOr<crypto::KeyId> id = CheckNewKey(context, act.public_key());
  if (!id.ok()) return id.status();
  bool pending = !context.registry.keys_to_add().empty();
  absl::Status status = pending ? CheckGenesisKey(context, act) : CheckSigners(context, act);
  if (status.ok()) status = CheckPurposes(act);
  if (status.ok()) status = CheckOwner(context, act.organisation());
  if (!status.ok()) return status;

  v1::Key key;
  key.set_organisation(act.organisation());
  key.set_public_key(act.public_key());
  key.set_person(act.person());
  *key.mutable_purposes() = act.purposes();
  NoteInRegistry(context, key, *id);
  WriteNewKey(context, std::move(key), *id);
  return absl::OkStatus();
}

}  // namespace linkcert::rules
