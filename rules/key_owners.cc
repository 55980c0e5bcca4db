#include "rules/key_owners.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "rules/epochs.h"

namespace linkcert::rules {

using proto::Reason;
using proto::Refuse;

Side KeyAuthoritySide(const ActContext& context, const std::string& organisation) {
  const bool own_house = organisation == kAuthority || organisation == kRegistryOrganisation;
  return AuthoritySide(own_house ? context.registry.genesis().threshold() : 1);
}

absl::StatusOr<crypto::KeyId> CheckNewKey(const ActContext& context, const std::string& spki) {
  absl::StatusOr<crypto::PublicKey> key = crypto::PublicKey::FromSpki(spki);
  if (!key.ok()) return Refuse(Reason::kKeyEncoding, key.status().message());
  if (IsLogKey(context.registry, spki)) return Refuse(Reason::kKeyIsLogKey);
  auto existing = FindKey(context.view, key->id().view());
  if (!existing.ok()) return existing.status();
  if (*existing != nullptr) return Refuse(Reason::kKeyAlreadyRegistered, key->id().ToHex());
  return key->id();
}

void WriteNewKey(ActContext& context, v1::Key key, const crypto::KeyId& id) {
  key.set_name(absl::StrCat("keys/", id.ToHex()));
  *key.mutable_logged() = context.Here();
  context.Write(KeyKey(id.view()), std::move(key), &Record::mutable_key);
}

void AddAuthorityKey(records::Registry& registry, const v1::Key& key) {
  records::AuthorityKey& active = *registry.add_authority_keys();
  active.set_key_id(crypto::Sha256(key.public_key()).str());
  active.set_person(key.person());
}

void DropAuthorityKey(records::Registry& registry, const std::string& public_key) {
  const std::string id = crypto::Sha256(public_key).str();
  auto* active = registry.mutable_authority_keys();
  active->erase(std::remove_if(active->begin(), active->end(),
                               [&](const auto& key) { return key.key_id() == id; }),
                active->end());
}

absl::Status CheckEnoughPeople(const records::Registry& registry) {
  std::set<std::string> people;
  for (const records::AuthorityKey& key : registry.authority_keys()) people.insert(key.person());
  const uint32_t threshold = registry.genesis().threshold();
  return people.size() >= threshold
             ? absl::OkStatus()
             : Refuse(Reason::kAuthorityTooFew,
                      absl::StrCat(people.size(), " left, threshold ", threshold));
}

}  // namespace linkcert::rules
