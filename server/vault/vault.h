// The registry's copy of the personal data of certificates: sealed one by one, found by keyed
// hashes, read only with a purpose that is written down, and erased for good by destroying a key.
//
//   claims   AES-256-GCM under a key of the certificate's own
//   keys     that key, wrapped with the master key; gone = erased
//   lookups  HMAC-SHA-256 of number, ID number, employer under a key of the vault
//   states   restricted, erased
//   journal  every access: who, for what, which certificate; each names the hash of the one before
//
// A certificate is known here by its claims root, which its leaf in the log shows.
#ifndef LINKCERT_SERVER_VAULT_VAULT_H_
#define LINKCERT_SERVER_VAULT_VAULT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "crypto/hash.h"
#include "crypto/sealing.h"
#include "linkcert/vault/v1/vault.pb.h"
#include "server/vault/access_journal.h"
#include "server/vault/key_chest.h"
#include "server/vault/master_keys.h"
#include "server/vault/pending_batches.h"
#include "server/vault/personal_data.h"
#include "storage/vault_store.h"

namespace linkcert::server {

// Errors of all: as VaultStore's; DataLoss also when something does not open with any master key.
// Thread-safe.
class Vault {
 public:
  // FailedPrecondition when the vault's own key is wrapped with none of these. Goes on with what a
  // crash cut short.
  static absl::StatusOr<std::unique_ptr<Vault>> Open(std::unique_ptr<storage::VaultStore> store,
                                                     MasterKeys keys);

  // Certificates of a batch that is about to be submitted to the log: all or nothing, durable. What
  // is there already, or was erased, stays as it is. AlreadyExists when a claims root is another
  // certificate's. When OK, one of the next two must follow.
  absl::Status Store(const BatchName& batch, absl::Span<const PersonalData> certificates);
  // The batch stands in the log, by this submission or an earlier one.
  void Logged(const BatchName& batch);
  // It does not: takes away what was stored for it, unless another submission of it is under way.
  absl::Status NotLogged(const BatchName& batch);
  // Nobody knows: all stays as it is until the next start, which asks Unsettled.
  void LeaveOpen(const BatchName& batch);
  // Batches that a crash left without word. Logged or NotLogged must follow for each.
  absl::StatusOr<std::vector<BatchName>> Unsettled();

  // Writes the access down, then reads. nullopt for what is not held, restricted or erased.
  absl::StatusOr<std::vector<std::optional<PersonalData>>> Read(
      absl::Span<const crypto::Hash> roots, vault::v1::Access::Kind kind, const Purpose& purpose);
  // Up to `limit` claims roots greater than `after`, ascending; none that is restricted or erased.
  absl::StatusOr<std::vector<crypto::Hash>> Find(LookupKind kind, absl::string_view value,
                                                 const crypto::Hash& after, size_t limit) const;
  // Whether Find would find this one. Reads nothing personal.
  absl::StatusOr<bool> IsFoundBy(LookupKind kind, absl::string_view value,
                                 const crypto::Hash& root) const;
  // Which certificate this is, also when it is restricted or erased. Reads nothing personal.
  // NotFound for what never was here. WARNING: whoever acts for a certificate compares it: anybody
  // can log a leaf with the claims root of another one.
  absl::StatusOr<vault::v1::Place> PlaceOf(const crypto::Hash& root) const;
  absl::StatusOr<Holding> HoldingOf(const crypto::Hash& root) const;

  // Nothing is found or read any more, and nothing is lost yet. NotFound for what is not held.
  absl::Status Restrict(const crypto::Hash& root, const Purpose& purpose);
  // Destroys the certificate's key, its look-ups and its claims; when OK no file of the vault holds
  // that key. FailedPrecondition unless restricted; erased already is OK.
  absl::Status Erase(const crypto::Hash& root, const Purpose& purpose);
  // The log's entry that says so.
  absl::Status NoteErasureEntry(const crypto::Hash& root, uint64_t entry);
  // Log index of that entry; 0 when there is none yet. NotFound unless erased.
  absl::StatusOr<uint64_t> ErasureEntryOf(const crypto::Hash& root) const;
  // Erased, and not in the log yet.
  absl::StatusOr<std::vector<crypto::Hash>> UnloggedErasures() const;

  const AccessJournal& journal() const { return journal_; }

  // Wraps with keys.current() from now on, and, page by page, what is wrapped with others; returns
  // how many keys were. Reads and writes go on meanwhile. FailedPrecondition, with nothing changed,
  // when `keys` lacks one that is in use. WARNING: after any other error both keys are in use.
  absl::StatusOr<uint64_t> ChangeMasterKey(MasterKeys keys);

 private:
  using Writes = std::vector<storage::VaultWrite>;

  Vault(std::unique_ptr<storage::VaultStore> store, std::unique_ptr<KeyChest> keys,
        crypto::SecretKey lookup_key)
      : store_(std::move(store)),
        keys_(std::move(keys)),
        lookup_key_(lookup_key),
        journal_(store_.get()),
        pending_(store_.get()) {}

  // What sealed claims are bound to.
  static std::string SealingContext(const crypto::Hash& root);
  absl::StatusOr<bool> IsNew(const PersonalData& data) const;
  void AddRows(const PersonalData& data, Writes& rows) const;
  absl::Status TakeOut(const crypto::Hash& root, const Purpose& purpose);
  absl::Status RewrapLast();
  absl::Status TakeAway(const crypto::Hash& root, Writes& rows) const;
  absl::StatusOr<std::optional<PersonalData>> Load(const crypto::Hash& root) const;
  std::string LookupPrefix(LookupKind kind, absl::string_view value) const;
  std::vector<std::string> LookupKeys(const PersonalData& data) const;
  absl::StatusOr<std::optional<vault::v1::State>> StateOf(const crypto::Hash& root) const;
  // The row that says what must be destroyed, with what it said before. Under change_mutex_.
  absl::Status AddPurge(absl::string_view first, absl::string_view last, Writes& rows) const;
  // Destroys that, if anything. Not under change_mutex_: it may take long.
  absl::Status FinishPurge();

  const std::unique_ptr<storage::VaultStore> store_;
  const std::unique_ptr<KeyChest> keys_;
  const crypto::SecretKey lookup_key_;
  const AccessJournal journal_;
  std::mutex change_mutex_;  // one change at a time
  std::mutex purge_mutex_;   // one purge at a time; taken before change_mutex_
  PendingBatches pending_;   // guarded by change_mutex_
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_VAULT_VAULT_H_
