// What start-up finds in a store, in O(log n), before it is served. Thread-safe.
#ifndef LINKCERT_SERVER_LOG_STARTUP_H_
#define LINKCERT_SERVER_LOG_STARTUP_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "server/log/log_identity.h"
#include "server/log/published.h"
#include "server/log/record_cache.h"
#include "storage/store.h"

namespace linkcert::server {

// The state of the log in `snapshot`, not empty, by itself: whatever the anchor says, and without a
// checkpoint. DataLoss if the store contradicts itself.
absl::StatusOr<Published> ReadStore(const std::shared_ptr<const storage::Snapshot>& snapshot,
                                    RecordCache* records);

// The newest name of the log; DataLoss before genesis.
absl::StatusOr<rules::LogName> NewestName(const rules::View& view);

// The state of the log in `snapshot`, with its checkpoint signed anew (Ed25519: the same bytes).
// `anchor` is the last checkpoint that was written before publishing; `records` must outlive the
// result and be of this log.
//   DataLoss            the store contradicts itself: head, tiles, newest entries
//   FailedPrecondition  the store contradicts the anchor (it is ahead, differs, is not ours, or is
//                       missing beside a store with entries), or the log's newest name (genesis'
//                       or an epoch's) is not `log`
// An anchor behind the store is what a crash between commit and anchor leaves; it is fine.
absl::StatusOr<PublishedPtr> FindStartingPoint(
    const std::shared_ptr<const storage::Snapshot>& snapshot,
    const std::optional<std::string>& anchor, const LogIdentity& log, RecordCache* records);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_LOG_STARTUP_H_
