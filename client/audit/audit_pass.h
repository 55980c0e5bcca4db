// One reading of a log from some entry to its checkpoint. Private to the auditor.
#ifndef LINKCERT_CLIENT_AUDIT_AUDIT_PASS_H_
#define LINKCERT_CLIENT_AUDIT_AUDIT_PASS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/audit/audit.h"
#include "client/audit/audit_state.h"
#include "client/audit/log_source.h"
#include "client/audit/tile_check.h"
#include "crypto/checkpoint.h"
#include "crypto/hash.h"
#include "rules/replay.h"

namespace linkcert::client {

struct SignedCheckpoint {
  std::string note;
  crypto::Checkpoint checkpoint;  // what the note says
};

// Not thread-safe.
class AuditPass {
 public:
  // Continues from `from`, which covers from.report.entries entries. The checkpoint is believed
  // already, but not that it is of this registry; of from.report only counts and findings are taken
  // over.
  AuditPass(AuditState from, const SignedCheckpoint& checkpoint, const AuditOptions& options);

  // Reads all entries that are left. An error is never the log's: what the source does not hold is
  // a finding.
  absl::Status Read(LogSource& source);

  // Whether the entries give the checkpoint's root.
  bool entries_fit() const;
  // What is believed now.
  AuditState Finish();
  // After Finish: whether a later pass may continue from there. It may not when entries do not fit,
  // when the log ends inside a unit, or when something was not judged.
  bool can_be_continued() const { return can_be_continued_; }

 private:
  // A finding of the rules, and the last entry that they had seen then.
  struct Noted {
    AuditFinding finding;
    uint64_t seen = 0;
  };

  absl::Status Take(uint64_t index, absl::string_view entry);
  // The registry is the one that is trusted, and the checkpoint is signed under its newest name.
  void CheckName();
  // The epoch that began with this entry goes on from the entries before it, as the log before had
  // signed them.
  void CheckEpoch(absl::string_view entry);
  // What was altered, by entry; then what the rules found before that.
  void ReportFindings();
  void ReportAlterations();
  // Notes the first entry that this version cannot judge.
  void FindUndecided();
  void Report(AuditFinding finding);

  const std::string note_;
  const crypto::Checkpoint checkpoint_;
  const AuditOptions& options_;
  AuditState state_;
  const uint64_t begin_;
  std::vector<Noted> noted_;
  rules::Replay replay_;
  std::optional<TileCheck> tiles_;
  bool can_be_continued_ = false;
  absl::Status own_error_;   // not the log's
  absl::Status read_error_;  // what the source could not give
};

// The act of an entry that is a statement, by its name; empty for others and for what is malformed.
absl::string_view ActOfEntry(absl::string_view entry);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_AUDIT_AUDIT_PASS_H_
