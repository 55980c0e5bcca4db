#include "client/verify/key_ring.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proto/refusal.h"
#include "rules/records.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

v1::Logged PlaceOf(const LoggedStatement& statement) {
  v1::Logged place;
  place.set_index(statement.index);
  place.set_at(statement.logged_at);
  return place;
}

v1::Key KeyOf(const LoggedStatement& statement, const crypto::KeyId& id) {
  const v1::AddKey& act = statement.statement().add_key();
  v1::Key key;
  key.set_name(absl::StrCat("keys/", id.ToHex()));
  key.set_organisation(act.organisation());
  key.set_public_key(act.public_key());
  key.set_person(act.person());
  *key.mutable_purposes() = act.purposes();
  *key.mutable_logged() = PlaceOf(statement);
  return key;
}

// R02: AUTHORITY belongs to the authority and to nobody else; RECEIPT to the registry alone.
absl::Status CheckPurposes(const v1::AddKey& act) {
  const bool authoritys = act.organisation() == rules::kAuthority;
  const bool registrys = act.organisation() == rules::kRegistryOrganisation;
  for (int purpose : act.purposes()) {
    if (authoritys != (purpose == v1::KEY_PURPOSE_AUTHORITY) ||
        registrys != (purpose == v1::KEY_PURPOSE_RECEIPT)) {
      return Refuse(Reason::kKeyPurposeNotAllowed, act.organisation());
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status KeyRing::CheckSignature(const LoggedStatement& statement, size_t signer,
                                     absl::string_view spki) const {
  const proto::SealedStatement& sealed = statement.sealed;
  absl::StatusOr<crypto::PublicKey> key = keys_.Get(spki);
  if (!key.ok()) return Refuse(Reason::kKeyEncoding, key.status().message());
  if (key->id() != sealed.signers[signer]) return Refuse(Reason::kSignerUnknown);
  if (key->Verify(proto::SigningInput(sealed.statement_bytes), sealed.signatures[signer]).ok()) {
    return absl::OkStatus();
  }
  return Refuse(Reason::kSignatureInvalid, absl::StrCat("entry ", statement.index));
}

absl::Status KeyRing::CheckGenesis(const LoggedStatement& statement) const {
  std::vector<v1::Key> signers;
  for (size_t i = 0; i < statement.sealed.signers.size(); ++i) {
    const crypto::KeyId& id = statement.sealed.signers[i];
    for (const v1::AuthorityKey& listed : genesis_.authority_keys()) {
      if (crypto::Sha256(listed.public_key()) != id) continue;
      absl::Status status = CheckSignature(statement, i, listed.public_key());
      if (!status.ok()) return status;
      v1::Key key;
      key.set_organisation(rules::kAuthority);
      key.set_person(listed.person());
      key.add_purposes(v1::KEY_PURPOSE_AUTHORITY);
      signers.push_back(std::move(key));
    }
    if (signers.size() != i + 1) return Refuse(Reason::kSignerUnknown, id.ToHex());
  }
  return rules::CheckSides(signers, {rules::AuthoritySide(genesis_.threshold())});
}

absl::Status KeyRing::CheckListed(const LoggedStatement& statement,
                                  const v1::AuthorityKey& listed) const {
  const v1::AddKey& act = statement.statement().add_key();
  if (statement.sealed.signers.size() != 1) {
    return Refuse(Reason::kSignerForeign, "signs for itself alone");
  }
  if (act.organisation() != rules::kAuthority || act.person() != listed.person()) {
    return Refuse(Reason::kGenesisInvalid, "not as genesis lists it");
  }
  return CheckSignature(statement, 0, act.public_key());
}

// Signed by the authority and by the new key, whose signature counts for nobody. The owner of a key
// that is replaced may sign for it, or have lost it.
absl::Status KeyRing::CheckNew(const LoggedStatement& statement, const NewKey& key,
                               absl::string_view organisation) const {
  absl::StatusOr<std::vector<v1::Key>> others = Signers(statement, &key.id);
  if (!others.ok()) return others.status();
  if (others->size() == statement.sealed.signers.size()) {
    return Refuse(Reason::kSignerMissing, "the new key itself");
  }
  for (size_t i = 0; i < statement.sealed.signers.size(); ++i) {
    if (statement.sealed.signers[i] != key.id) continue;
    absl::Status status = CheckSignature(statement, i, key.spki);
    if (!status.ok()) return status;
  }
  if (organisation == rules::kAuthority) {
    return rules::CheckSides(*others, {rules::AuthoritySide(genesis_.threshold())});
  }
  if (key.replaced != nullptr) {
    others->erase(std::remove_if(others->begin(), others->end(),
                                 [&](const v1::Key& signer) {
                                   return signer.public_key() == key.replaced->public_key();
                                 }),
                  others->end());
  }
  const bool registrys = organisation == rules::kRegistryOrganisation;
  return rules::CheckSides(*others, {rules::AuthoritySide(registrys ? genesis_.threshold() : 1)});
}

absl::Status KeyRing::AddAdded(const LoggedStatement& statement, absl::string_view organisation) {
  const v1::AddKey& act = statement.statement().add_key();
  if (act.organisation() != organisation) {
    return Refuse(Reason::kSignerForeign, absl::StrCat("a key of ", act.organisation()));
  }
  const v1::AuthorityKey* listed = nullptr;
  for (const v1::AuthorityKey& key : genesis_.authority_keys()) {
    if (key.public_key() == act.public_key()) listed = &key;
  }
  const NewKey key = {.spki = act.public_key(), .id = crypto::Sha256(act.public_key())};
  absl::Status status =
      listed != nullptr ? CheckListed(statement, *listed) : CheckNew(statement, key, organisation);
  if (status.ok()) status = CheckPurposes(act);
  if (!status.ok()) return status;
  const bool fresh = ring_.emplace(key.id, Held{.key = KeyOf(statement, key.id)}).second;
  return fresh ? absl::OkStatus() : Refuse(Reason::kKeyAlreadyRegistered, key.id.ToHex());
}

absl::Status KeyRing::AddRotated(const LoggedStatement& statement, absl::string_view organisation) {
  const v1::RotateKey& act = statement.statement().rotate_key();
  absl::StatusOr<crypto::Hash> old_id = crypto::Hash::FromBytes(act.old_key());
  if (!old_id.ok()) return Refuse(Reason::kFieldOutOfRange, "old_key");
  const auto old = ring_.find(*old_id);
  if (old == ring_.end()) return Refuse(Reason::kKeyUnknown, old_id->ToHex());
  v1::Key& old_key = old->second.key;
  if (old_key.organisation() != organisation) {
    return Refuse(Reason::kSignerForeign, absl::StrCat("a key of ", old_key.organisation()));
  }
  if (old_key.has_ended()) return Refuse(Reason::kKeyEnded, old_id->ToHex());
  const NewKey key = {.spki = act.new_public_key(),
                      .id = crypto::Sha256(act.new_public_key()),
                      .replaced = &old_key};
  absl::Status status = CheckNew(statement, key, organisation);
  if (!status.ok()) return status;
  Held held = {.key = old_key, .replaced = &old->second};
  held.key.set_name(absl::StrCat("keys/", key.id.ToHex()));
  held.key.set_public_key(key.spki);
  *held.key.mutable_logged() = PlaceOf(statement);
  *old_key.mutable_ended() = PlaceOf(statement);
  const bool fresh = ring_.emplace(key.id, std::move(held)).second;
  return fresh ? absl::OkStatus() : Refuse(Reason::kKeyAlreadyRegistered, key.id.ToHex());
}

absl::Status KeyRing::Add(const LoggedStatement& statement, absl::string_view organisation) {
  return statement.statement().has_rotate_key() ? AddRotated(statement, organisation)
                                                : AddAdded(statement, organisation);
}

absl::StatusOr<std::vector<v1::Key>> KeyRing::Signers(const LoggedStatement& statement,
                                                      const crypto::KeyId* except) const {
  std::vector<v1::Key> signers;
  for (size_t i = 0; i < statement.sealed.signers.size(); ++i) {
    const crypto::KeyId& id = statement.sealed.signers[i];
    if (except != nullptr && id == *except) continue;
    const auto held = ring_.find(id);
    if (held == ring_.end() || held->second.key.logged().index() >= statement.index) {
      return Refuse(Reason::kSignerUnknown, id.ToHex());
    }
    const v1::Key& key = held->second.key;
    if (key.has_ended() && key.ended().index() < statement.index) {
      return Refuse(Reason::kSignerKeyEnded, id.ToHex());
    }
    absl::Status status = CheckSignature(statement, i, key.public_key());
    if (!status.ok()) return status;
    signers.push_back(key);
  }
  return signers;
}

absl::Status KeyRing::CheckSigned(const LoggedStatement& statement,
                                  absl::Span<const rules::Side> sides) const {
  absl::StatusOr<std::vector<v1::Key>> signers = Signers(statement, nullptr);
  if (!signers.ok()) return signers.status();
  return rules::CheckSides(*signers, sides);
}

const v1::Key* KeyRing::Find(const crypto::KeyId& id) const {
  const auto held = ring_.find(id);
  return held == ring_.end() ? nullptr : &held->second.key;
}

std::vector<uint64_t> KeyRing::EntriesOfSigners(const LoggedStatement& statement) const {
  std::vector<uint64_t> entries;
  for (const crypto::KeyId& id : statement.sealed.signers) {
    const auto held = ring_.find(id);
    if (held != ring_.end()) entries.push_back(held->second.key.logged().index());
  }
  return entries;
}

std::set<uint64_t> KeyRing::EntriesBehindSigners(const LoggedStatement& statement) const {
  std::set<uint64_t> entries;
  for (const crypto::KeyId& id : statement.sealed.signers) {
    const auto signer = ring_.find(id);
    const Held* held = signer == ring_.end() ? nullptr : &signer->second;
    for (; held != nullptr; held = held->replaced) entries.insert(held->key.logged().index());
  }
  return entries;
}

}  // namespace linkcert::client
