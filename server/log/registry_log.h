// A registry's log, open for business: what the services stand on. Knows nothing of gRPC.
#ifndef LINKCERT_SERVER_LOG_REGISTRY_LOG_H_
#define LINKCERT_SERVER_LOG_REGISTRY_LOG_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/key_cache.h"
#include "crypto/tile_cache.h"
#include "server/log/clock.h"
#include "server/log/log_identity.h"
#include "server/log/log_reader.h"
#include "server/log/published.h"
#include "server/log/record_cache.h"
#include "server/log/sequencer.h"
#include "server/log/unit_queue.h"
#include "storage/anchor.h"
#include "storage/store.h"

namespace linkcert::server {

struct RegistryLogOptions {
  UnitQueueLimits queue;
  SequencerOptions sequencer;
  bool accept_clock_jump = false;
};

// Thread-safe but for sequencer(), which one thread steps.
class RegistryLog {
 public:
  // Checks the store against itself, the anchor and `log` (see FindStartingPoint) and brings the
  // anchor up to the store. The pointers must outlive the result.
  static absl::StatusOr<std::unique_ptr<RegistryLog>> Open(const LogIdentity& log,
                                                           storage::Store* store,
                                                           storage::Anchor* anchor,
                                                           const Clock* clock,
                                                           RegistryLogOptions options);

  PublishedPtr Latest() const { return publication_.Latest(); }
  LogReader Reader() { return LogReader(Latest(), &tiles_); }
  LogReader ReaderOf(PublishedPtr published) { return LogReader(std::move(published), &tiles_); }

  // Checks all that needs no order; about 0.1 ms a signature and 1 µs a leaf.
  absl::StatusOr<rules::PreparedUnit> Prepare(absl::string_view envelope,
                                              std::vector<std::string> leaves);
  // What the rules would say of this statement now, as if all whom it names had signed
  // (rules/rehearsal.h), against the log as `published`.
  absl::StatusOr<rules::Admission> Rehearse(const Published& published,
                                            const std::string& statement,
                                            std::vector<std::string> leaves);
  // QUEUE_FULL or SHUTTING_DOWN; otherwise the answer comes through unit.done. Finds out by itself
  // whether a signer is known.
  absl::Status Submit(PendingUnit unit);
  // As Publication::Listen.
  void Listen(Publication::Listener listener) { publication_.Listen(std::move(listener)); }
  // No further units: what waits is still sequenced.
  void StopAccepting() { queue_.Close(); }

  Sequencer& sequencer() { return sequencer_; }
  const LogIdentity& identity() const { return log_; }

 private:
  RegistryLog(const LogIdentity& log, storage::Store* store, storage::Anchor* anchor,
              const Clock* clock, RegistryLogOptions options, std::unique_ptr<RecordCache> records,
              const PublishedPtr& start);

  const LogIdentity log_;
  const Clock* const clock_;
  const std::unique_ptr<RecordCache> records_;  // published views point at it
  crypto::KeyCache keys_;
  crypto::TileCache tiles_;
  UnitQueue queue_;
  Publication publication_;
  Sequencer sequencer_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_LOG_REGISTRY_LOG_H_
