// The certificates' own keys, wrapped with a master key that can be changed while the vault is in
// use. Thread-safe, but the caller makes one change at a time.
#ifndef LINKCERT_SERVER_VAULT_KEY_CHEST_H_
#define LINKCERT_SERVER_VAULT_KEY_CHEST_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/hash.h"
#include "crypto/sealing.h"
#include "server/vault/master_keys.h"
#include "storage/vault_store.h"

namespace linkcert::server {

class KeyChest {
 public:
  // `store` must outlive it.
  KeyChest(storage::VaultStore* store, MasterKeys keys)
      : store_(*store), keys_(std::make_shared<const MasterKeys>(std::move(keys))) {}

  // Once, before anything else: FailedPrecondition when a master key that is in use is not given.
  absl::Status Open();
  // The vault's own key for look-ups, made when there is none.
  absl::StatusOr<crypto::SecretKey> LookupKey() const;

  // The row that keeps the key of a certificate.
  storage::VaultWrite Wrap(const crypto::Hash& root, const crypto::SecretKey& key) const;
  // nullopt when there is none (any more).
  absl::StatusOr<std::optional<crypto::SecretKey>> Unwrap(const crypto::Hash& root) const;

  // New keys for what is wrapped from now on. FailedPrecondition when one that is in use is not
  // among them; then nothing changes.
  absl::Status Use(MasterKeys keys);
  // Wraps up to a page of keys anew, those after `after`, which is moved on and empty at the end.
  // Returns how many were wrapped with another key than the current one.
  absl::StatusOr<uint64_t> RewrapPage(std::string& after);
  // The row of the vault's own key, at last.
  absl::StatusOr<storage::VaultWrite> RewrapLookupKey() const;
  // Nothing is wrapped with another than the current key any more, in no file.
  absl::Status ForgetOtherKeys();

 private:
  std::shared_ptr<const MasterKeys> Keys() const;
  // Notes that the current one of these is in use, too.
  absl::Status NoteInUse(const MasterKeys& keys);
  absl::StatusOr<std::optional<crypto::SecretKey>> ReadLookupKey(const MasterKeys& keys) const;

  storage::VaultStore& store_;
  mutable std::mutex mutex_;
  std::shared_ptr<const MasterKeys> keys_;  // guarded by mutex_
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_VAULT_KEY_CHEST_H_
