// Claims are stored before their batch is logged, so that no answer ever promises what a crash
// could lose. Here is known which batches that were: what is not logged in the end is taken away
// again, at once or at the next start. The caller makes one call at a time.
#ifndef LINKCERT_SERVER_VAULT_PENDING_BATCHES_H_
#define LINKCERT_SERVER_VAULT_PENDING_BATCHES_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "crypto/hash.h"
#include "storage/vault_store.h"

namespace linkcert::server {

// A batch by its statement. Another statement may claim the same id: only one of them is logged.
struct BatchName {
  std::string issuer;
  std::string statement_id;
  crypto::Hash digest;  // of the statement's bytes
  friend auto operator<=>(const BatchName&, const BatchName&) = default;
};

class PendingBatches {
 public:
  // `store` must outlive it.
  explicit PendingBatches(const storage::VaultStore* store) : store_(*store) {}

  // A submission of the batch begins, and stores these. The rows go with the write that stores.
  void Begin(const BatchName& batch, absl::Span<const crypto::Hash> stored,
             std::vector<storage::VaultWrite>& rows);
  // That write succeeded.
  void Written();
  // It was logged. What that leaves to be written goes with the next Begin.
  void Logged(const BatchName& batch);
  // Nobody knows whether it was: the next start finds out.
  void LeaveOpen(const BatchName& batch);
  // It was not. Returns what must be taken away, with the row that says so, if no other submission
  // of the same batch is under way or was logged.
  absl::StatusOr<std::vector<crypto::Hash>> NotLogged(const BatchName& batch,
                                                      std::vector<storage::VaultWrite>& rows);

  // Those of which an earlier process left no word.
  absl::StatusOr<std::vector<BatchName>> Unsettled() const;

 private:
  struct UnderWay {
    int submissions = 0;
    bool logged = false;
  };
  // Whether that was the last one.
  bool End(const BatchName& batch, bool logged);

  const storage::VaultStore& store_;
  std::map<BatchName, UnderWay> under_way_;
  std::set<BatchName> logged_;      // whose rows are still there
  std::set<BatchName> forgetting_;  // whose rows go with the write under way
  std::set<BatchName> open_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_VAULT_PENDING_BATCHES_H_
