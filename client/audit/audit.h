// Replays a whole log: every entry through the rules, the tree recomputed, the checkpoint checked.
#ifndef LINKCERT_CLIENT_AUDIT_AUDIT_H_
#define LINKCERT_CLIENT_AUDIT_AUDIT_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/audit/log_source.h"
#include "client/exit_code.h"
#include "client/statistics/statistics.h"
#include "client/verify/trust.h"
#include "crypto/checkpoint.h"
#include "proto/reason.h"

namespace linkcert::client {

// So many findings, and as many warnings, are kept in a report; more are counted.
inline constexpr size_t kMaxFindings = 1000;

// What is wrong, and with which entry.
struct AuditFinding {
  uint64_t index = 0;  // of the entry
  proto::Reason reason = proto::Reason::kLogRootDiffers;
  std::string detail = {};
  bool warning = false;  // worth a look, breaks no rule

  friend bool operator==(const AuditFinding&, const AuditFinding&) = default;
};

// A rule set in force at the end of what was audited.
struct AuditedRuleSet {
  std::string province;  // empty: the whole registry
  uint32_t version = 0;
  uint64_t since = 0;           // log index
  std::vector<uint32_t> rules;  // that it enforces: R…
};

struct AuditReport {
  std::string note;  // the checkpoint that was audited, as the log gave it
  crypto::Checkpoint checkpoint;
  bool quorum_met = false;
  std::optional<uint64_t> quorum_time_s;
  uint64_t resumed_at = 0;  // entries that an earlier run had covered
  // All from entry 0 on, earlier runs included.
  uint64_t entries = 0;   // read
  uint64_t replayed = 0;  // of these, judged by the rules: up to the first one that was altered
  uint64_t certificates = 0;
  std::map<std::string, uint64_t> statements;  // by act
  // Of what the rules admitted; most certificates first.
  std::vector<Group> issuers;
  std::vector<Group> occupations;
  std::vector<AuditedRuleSet> rule_sets;
  std::vector<AuditFinding> findings;  // in the order found
  uint64_t findings_total = 0;         // without warnings
  uint64_t warnings_total = 0;
  // The first entry of a format or under a rule set that this version does not know. From here on
  // nothing is judged: what looks wrong may follow rules of a later version.
  std::optional<uint64_t> undecided_from;
  // The saved state believes a larger log of this name: the source is behind, or hides entries.
  bool source_behind = false;
  // What the log itself signed proves it guilty: two checkpoints that cannot both be true, or an
  // entry that the rules refuse under its own signature.
  bool misbehaviour_proven = false;
  std::vector<std::string> proof;  // then: the signed notes that prove it
};

ExitCode ExitCodeOf(const AuditReport& report);

struct AuditOptions {
  uint64_t now_ms = 0;
  // Where to save what was believed, and resume from it next time; empty = neither. Saved only
  // when entries and checkpoint agree, the log does not end inside a unit, and all was judged.
  std::string state_path;
  crypto::TileTree::TileReader hash_tiles;  // of the source, if it has them
  std::function<void(uint64_t done, uint64_t size)> on_progress;
};

// An error is never the log's: a source that cannot be reached, a state file that is damaged
// (DataLoss) or belongs to another registry (FailedPrecondition).
absl::StatusOr<AuditReport> Audit(LogSource& source, const Trust& trust,
                                  const AuditOptions& options);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_AUDIT_AUDIT_H_
