// Keys of signers: those on record, and those that a statement brings along.
#ifndef LINKCERT_RULES_CARRIED_KEYS_H_
#define LINKCERT_RULES_CARRIED_KEYS_H_

#include "crypto/keys.h"
#include "linkcert/v1/statement.pb.h"
#include "rules/records.h"

namespace linkcert::rules {

// The registered key with this id, else the one that the statement itself carries (Genesis, AddKey,
// RotateKey), as it will be registered; null if there is neither. The new key of a RotateKey whose
// old key `view` doesn't know comes without organisation.
Found<v1::Key> FindSigner(const View& view, const v1::Statement& statement,
                          const crypto::KeyId& signer);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_CARRIED_KEYS_H_
