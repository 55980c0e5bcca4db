// Who read whose personal data, when and for what: append-only, outside the log, exportable for one
// holder. Each entry names the SHA-256 of the one before, so that none can be taken out of the
// middle unseen. Thread-safe; whoever appends must do so alone.
#ifndef LINKCERT_SERVER_VAULT_ACCESS_JOURNAL_H_
#define LINKCERT_SERVER_VAULT_ACCESS_JOURNAL_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "crypto/hash.h"
#include "linkcert/vault/v1/vault.pb.h"
#include "storage/vault_store.h"

namespace linkcert::server {

// Who wants it, and for what.
struct Purpose {
  std::string requester;  // id of an organisation
  std::string purpose;    // in words, nothing personal
  uint64_t at_ms = 0;
};

class AccessJournal {
 public:
  // `store` must outlive it.
  explicit AccessJournal(const storage::VaultStore* store) : store_(*store) {}

  // Adds one entry for each claims root to `rows`, which the caller writes together with what the
  // access changes, before another one appends. A root of zeros: a number that was not found.
  absl::Status Append(absl::Span<const crypto::Hash> roots, vault::v1::Access::Kind kind,
                      const Purpose& purpose, std::vector<storage::VaultWrite>& rows) const;

  // To one certificate, oldest first.
  absl::StatusOr<std::vector<vault::v1::Access>> To(const crypto::Hash& root) const;
  // From number `first` on, at most `limit`. DataLoss when one does not name the one before.
  absl::StatusOr<std::vector<vault::v1::Access>> From(uint64_t first, size_t limit) const;

 private:
  const storage::VaultStore& store_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_VAULT_ACCESS_JOURNAL_H_
