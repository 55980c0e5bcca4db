// What the acts on keys share. Private to rules/.
#ifndef LINKCERT_RULES_KEY_OWNERS_H_
#define LINKCERT_RULES_KEY_OWNERS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/keys.h"
#include "rules/act_context.h"
#include "rules/signers.h"

namespace linkcert::rules {

// The authority, with `threshold` people for its own keys and the registry's.
Side KeyAuthoritySide(const ActContext& context, const std::string& organisation);

// The key, if it may be registered: KEY_ENCODING, KEY_IS_LOG_KEY, KEY_ALREADY_REGISTERED.
absl::StatusOr<crypto::KeyId> CheckNewKey(const ActContext& context, const std::string& spki);

// Writes a key that this entry registers; sets its name and place.
void WriteNewKey(ActContext& context, v1::Key key, const crypto::KeyId& id);

// The keys of the authority that have not ended. Registry.authority_keys follows each act on one.
void AddAuthorityKey(records::Registry& registry, const v1::Key& key);
void DropAuthorityKey(records::Registry& registry, const std::string& public_key);
// AUTHORITY_TOO_FEW unless `threshold` people are left.
absl::Status CheckEnoughPeople(const records::Registry& registry);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_KEY_OWNERS_H_
