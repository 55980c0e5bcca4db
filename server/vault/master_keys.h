// The keys that wrap the keys of the vault. Immutable, thread-safe.
#ifndef LINKCERT_SERVER_VAULT_MASTER_KEYS_H_
#define LINKCERT_SERVER_VAULT_MASTER_KEYS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/sealing.h"

namespace linkcert::server {

// One or more master keys: the first wraps, all unwrap. During a rotation the old one stands second
// until nothing is wrapped with it any more.
class MasterKeys {
 public:
  struct Key {
    std::string id;  // 8 bytes, derived from the key; no secret
    crypto::SecretKey key;
  };

  // One key a line, 64 hexadecimal digits; empty lines and such that begin with # are skipped.
  // InvalidArgument, naming the line but not what it holds.
  static absl::StatusOr<MasterKeys> Parse(absl::string_view text);
  // From where the operator keeps it:
  //   file:PATH          readable by its owner alone, else FailedPrecondition
  //   env:NAME           a variable of the environment
  //   credential:NAME    a systemd credential: a file in $CREDENTIALS_DIRECTORY
  // InvalidArgument for another `source`; NotFound when there is nothing.
  static absl::StatusOr<MasterKeys> Load(absl::string_view source);

  const Key& current() const { return keys_.front(); }
  // Null when none has this id.
  const Key* Find(absl::string_view id) const;

 private:
  std::vector<Key> keys_;
};

// A new file with one fresh master key, for its owner alone. AlreadyExists rather than replace one.
absl::Status WriteNewMasterKey(const std::string& path);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_VAULT_MASTER_KEYS_H_
