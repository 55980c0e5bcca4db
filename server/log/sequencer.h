// The one writer of the log: takes what waits, admits it as one group, commits it in one durable
// write, signs the checkpoint of what is durable, anchors it, publishes it, answers.
//
//   fails                         | then
//   clock, disk full              | all units of the step get that refusal; nothing has changed
//   commit unknown or fenced,     | the sequencer stops for good: the process must end and start
//   signature, anchor             | anew, and start-up reads what is really there
//
// Not thread-safe: one thread steps. Readers use the Publication.
#ifndef LINKCERT_SERVER_LOG_SEQUENCER_H_
#define LINKCERT_SERVER_LOG_SEQUENCER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/key_cache.h"
#include "server/log/group.h"
#include "server/log/heartbeat.h"
#include "server/log/log_clock.h"
#include "server/log/log_identity.h"
#include "server/log/published.h"
#include "server/log/record_cache.h"
#include "server/log/unit_queue.h"
#include "storage/anchor.h"
#include "storage/store.h"

namespace linkcert::server {

// The moments of a step between which a process may die.
enum class Stage { kTaken, kCommitted, kSigned, kAnchored, kPublished, kAnswered };

struct StepFigures {
  size_t units = 0;
  size_t refused = 0;
  uint64_t entries = 0;
  uint64_t size = 0;  // of the log afterwards
  // Why the StatusRoot that is due while nothing waits could not be logged; OK otherwise.
  absl::Status heartbeat = {};
};

struct SequencerOptions {
  size_t max_group_entries = 16384;
  size_t max_group_bytes = size_t{8} << 20;
  uint64_t status_root_interval_ms = kDefaultStatusRootIntervalMs;
  std::function<void(Stage)> at_stage;              // tests end the process here; may be empty
  std::function<void(const StepFigures&)> on_step;  // after each step; may be empty
};

// What the sequencer works with; all must outlive it.
struct SequencerParts {
  const LogIdentity* log = nullptr;
  storage::Store* store = nullptr;
  storage::Anchor* anchor = nullptr;
  UnitQueue* queue = nullptr;
  RecordCache* records = nullptr;
  crypto::KeyCache* keys = nullptr;
  Publication* publication = nullptr;
};

class Sequencer {
 public:
  // The publication holds the state that start-up found in the store.
  Sequencer(const SequencerParts& parts, LogClock clock, SequencerOptions options);

  // One step: what waits, and the StatusRoot when one is due. Does nothing when there is neither.
  // An error means that it has stopped for good: then
  // the units of this step have an unknown outcome, and those still in the queue are refused with
  // SHUTTING_DOWN.
  absl::Status SequencePending();

  // Steps until the queue is closed and empty, or until it stops. Wakes up for a StatusRoot too.
  absl::Status Run();

 private:
  using Outcomes = std::vector<absl::StatusOr<Placement>>;

  bool IsHeartbeatDue(const Published& published, const absl::StatusOr<proto::LogTime>& now) const;
  uint64_t MaxIdleMs() const;
  void Sequence(std::vector<PendingUnit>& units, const Published& before, proto::LogTime now);
  Outcomes Admit(const std::vector<PendingUnit>& units, Group& group);
  absl::Status Commit(Group& group);
  absl::Status Publish(Published next, const rules::Records& changed);
  absl::Status WriteAnchor(const std::string& checkpoint);
  absl::Status Stop(const absl::Status& why);
  void Answer(std::vector<PendingUnit>& units, Outcomes outcomes, const absl::Status& committed,
              uint64_t size_before);
  void RefuseWaiting();
  void At(Stage stage) const;

  const SequencerParts parts_;
  const SequencerOptions options_;
  LogClock clock_;
  absl::Status stopped_;  // OK while it works
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_LOG_SEQUENCER_H_
