// Units that are committed together: one log time, one write, one checkpoint.
// Not thread-safe: lives for one step of the sequencer.
#ifndef LINKCERT_SERVER_LOG_GROUP_H_
#define LINKCERT_SERVER_LOG_GROUP_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/key_cache.h"
#include "crypto/tile_tree.h"
#include "rules/prepare.h"
#include "rules/state.h"
#include "server/log/log_identity.h"
#include "server/log/published.h"
#include "server/log/record_cache.h"
#include "server/log/unit_queue.h"
#include "storage/store.h"

namespace linkcert::server {

class Group {
 public:
  // What is added stands behind the entries of `base`, which like the others must outlive this.
  Group(const LogIdentity& log, const Published& base, proto::LogTime logged_at,
        crypto::KeyCache* keys);

  // R27: a StatusRoot before all units, when the newest is older than `status_root_interval_ms` or
  // leaves a change uncovered; none before genesis or in a log that was ended. Call it before the
  // first Add: all units have one log time, so none can become due between them.
  absl::Status Begin(uint64_t status_root_interval_ms);

  // Admits the unit in the state that all units before it gave, and stamps its entries; or says
  // where it stands already, perhaps in this group. A refused unit leaves nothing behind.
  absl::StatusOr<Placement> Add(const rules::PreparedUnit& unit);

  // R27: covers what the units changed by a StatusRoot of the same log time. Call it after the last
  // Add.
  absl::Status CoverChanges();

  bool empty() const { return entries_.empty(); }
  proto::LogTime logged_at() const { return logged_at_; }
  const rules::Records& changed_records() const { return overlay_.changed(); }

  // Hashes the entries into `tree`, the tree of `base`, and moves them with all rows into the one
  // batch to commit. Call it once.
  storage::Batch MakeBatch(crypto::TileTree* tree);

 private:
  absl::Status AddStatusRoot();
  absl::Status Stamp(const rules::PreparedUnit& unit);

  const LogIdentity& log_;
  const uint64_t base_size_;
  const proto::LogTime logged_at_;
  crypto::KeyCache* const keys_;
  rules::Overlay overlay_;
  std::vector<std::string> entries_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_LOG_GROUP_H_
