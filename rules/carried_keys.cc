#include "rules/carried_keys.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace linkcert::rules {
namespace {

v1::Key CarriedKey(const std::string& organisation, const std::string& public_key,
                   const std::string& person) {
  v1::Key key;
  key.set_organisation(organisation);
  key.set_public_key(public_key);
  key.set_person(person);
  return key;
}

// Of the old key's organisation, person and purposes.
absl::StatusOr<v1::Key> RotatedKey(const View& view, const v1::RotateKey& act) {
  auto old = FindKey(view, act.old_key());
  if (!old.ok()) return old.status();
  if (*old == nullptr) return CarriedKey("", act.new_public_key(), "");
  v1::Key key = CarriedKey((*old)->organisation(), act.new_public_key(), (*old)->person());
  *key.mutable_purposes() = (*old)->purposes();
  return key;
}

absl::StatusOr<std::vector<v1::Key>> CarriedKeys(const View& view, const v1::Statement& statement) {
  std::vector<v1::Key> keys;
  for (const v1::AuthorityKey& listed : statement.genesis().authority_keys()) {
    keys.push_back(CarriedKey(kAuthority, listed.public_key(), listed.person()));
    keys.back().add_purposes(v1::KEY_PURPOSE_AUTHORITY);
  }
  if (statement.has_add_key()) {
    const v1::AddKey& act = statement.add_key();
    keys.push_back(CarriedKey(act.organisation(), act.public_key(), act.person()));
    *keys.back().mutable_purposes() = act.purposes();
  }
  if (statement.has_rotate_key()) {
    absl::StatusOr<v1::Key> key = RotatedKey(view, statement.rotate_key());
    if (!key.ok()) return key.status();
    keys.push_back(*std::move(key));
  }
  return keys;
}

}  // namespace

Found<v1::Key> FindSigner(const View& view, const v1::Statement& statement,
                          const crypto::KeyId& signer) {
  auto registered = FindKey(view, signer.view());
  if (!registered.ok() || *registered != nullptr) return registered;
  absl::StatusOr<std::vector<v1::Key>> carried = CarriedKeys(view, statement);
  if (!carried.ok()) return carried.status();
  for (v1::Key& key : *carried) {
    if (crypto::Sha256(key.public_key()) != signer) continue;
    key.set_name(absl::StrCat("keys/", signer.ToHex()));
    return std::make_shared<const v1::Key>(std::move(key));
  }
  return std::shared_ptr<const v1::Key>();
}

}  // namespace linkcert::rules
