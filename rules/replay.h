// Replay: entries of a log, one by one, through the same Admit that the server runs.
#ifndef LINKCERT_RULES_REPLAY_H_
#define LINKCERT_RULES_REPLAY_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "crypto/key_cache.h"
#include "linkcert/v1/entry.pb.h"
#include "proto/entry.h"
#include "rules/admit.h"
#include "rules/state.h"

namespace linkcert::rules {

// A broken rule, or a warning, found on replay.
struct Finding {
  uint64_t index = 0;  // log index of the entry that broke it
  proto::Reason reason;
  std::string detail;
  bool warning = false;
};

// Feeds entries in log order into a State. A refused unit leaves no effects and becomes a finding;
// replay goes on. Not thread-safe.
class Replay {
 public:
  using OnFinding = std::function<void(const Finding&)>;

  Replay(State state, uint64_t next_index, proto::LogTime last_time, OnFinding on_finding);

  // The entry at next_index(). An error is only ever our own or the view's, never the entry's.
  absl::Status Add(absl::string_view entry);
  // No more entries: a unit that still waits for leaves is a finding.
  void Finish();

  uint64_t next_index() const { return next_index_; }
  proto::LogTime last_time() const { return last_time_; }
  // True between units, where a State may be saved.
  bool AtBoundary() const { return waiting_for_ == 0; }
  const State& state() const { return state_; }
  // Effects of the unit that the last Add completed; empty otherwise.
  const std::vector<Effect>& last_effects() const { return last_effects_; }

 private:
  absl::Status BeginUnit(v1::LogEntry entry);
  absl::Status AddLeaf(v1::LogEntry entry);
  absl::Status AdmitUnit();
  absl::Status Conclude(absl::StatusOr<Admission> admission);
  void Report(uint64_t index, proto::Reason reason, absl::string_view detail);
  void AbandonUnit();

  State state_;
  crypto::KeyCache keys_;
  OnFinding on_finding_;
  uint64_t next_index_;
  proto::LogTime last_time_;
  // The unit that is being gathered.
  Stamp unit_stamp_;
  std::string envelope_;
  std::vector<std::string> leaves_;
  size_t waiting_for_ = 0;
  std::vector<Effect> last_effects_;
};

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_REPLAY_H_
