#include "client/audit/audit.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "client/audit/audit_pass.h"
#include "client/audit/audit_state.h"
#include "crypto/tlog_policy.h"

namespace linkcert::client {
namespace {

using proto::Reason;

class Auditor {
 public:
  Auditor(LogSource& source, const Trust& trust, const AuditOptions& options)
      : source_(source), trust_(trust), options_(options) {}

  absl::StatusOr<AuditReport> Run() {
    absl::StatusOr<std::string> note = source_.Checkpoint();
    if (!note.ok()) return note.status();
    note_ = *std::move(note);
    absl::StatusOr<crypto::EvaluatedCheckpoint> evaluated = Evaluate(note_);
    if (!evaluated.ok()) return Forged(evaluated.status());
    evaluated_ = *std::move(evaluated);
    absl::StatusOr<std::optional<AuditState>> saved = LoadSaved();
    if (!saved.ok()) return saved.status();
    if (!saved->has_value()) return AuditFromStart();
    return AuditFrom(*std::move(*saved));
  }

 private:
  absl::StatusOr<crypto::EvaluatedCheckpoint> Evaluate(absl::string_view note) const {
    return trust_.policy.Evaluate(note, options_.now_ms / 1000);
  }

  // Nobody that the policy trusts signed it: whatever entries lie beside it prove nothing.
  AuditReport Forged(const absl::Status& why) const {
    AuditReport report;
    report.note = note_;
    report.findings_total = 1;
    report.findings.push_back(
        {.index = 0, .reason = Reason::kCheckpointInvalid, .detail = std::string(why.message())});
    return report;
  }

  absl::StatusOr<std::optional<AuditState>> LoadSaved() const {
    if (options_.state_path.empty()) return std::nullopt;
    absl::StatusOr<std::optional<AuditState>> saved = LoadAuditState(options_.state_path);
    if (!saved.ok() || !saved->has_value()) return saved;
    const AuditState& state = **saved;
    if (state.genesis != trust_.genesis || !Evaluate(state.report.note).ok() ||
        state.report.checkpoint.origin != evaluated_.checkpoint.origin) {
      return absl::FailedPreconditionError(
          absl::StrCat(options_.state_path, " was saved for another registry, log or policy"));
    }
    return saved;
  }

  absl::StatusOr<AuditReport> AuditFrom(AuditState saved) {
    const crypto::Checkpoint old = saved.report.checkpoint;
    const crypto::Checkpoint& now = evaluated_.checkpoint;
    if (now.size < old.size) return Behind(std::move(saved));
    const std::string old_note = saved.report.note;
    AuditPass pass(std::move(saved), now, options_);
    absl::Status status = pass.Read(source_);
    if (!status.ok()) return status;
    if (pass.entries_fit()) return Believe(pass);

    // The entries may be damaged, or the log may have rewritten what was believed: read it whole.
    const bool same_size = now.size == old.size;
    AuditPass whole = PassFromStart();
    status = whole.Read(source_);
    if (!status.ok()) return status;
    const bool guilty = same_size || whole.entries_fit();
    AuditReport report = Complete(whole.Finish().report);
    if (guilty) Accuse(old, old_note, report);
    return report;
  }

  absl::StatusOr<AuditReport> AuditFromStart() {
    AuditPass pass = PassFromStart();
    absl::Status status = pass.Read(source_);
    if (!status.ok()) return status;
    if (pass.entries_fit()) return Believe(pass);
    return Complete(pass.Finish().report);
  }

  AuditPass PassFromStart() const {
    AuditState state;
    state.genesis = trust_.genesis;
    return AuditPass(std::move(state), evaluated_.checkpoint, options_);
  }

  AuditReport Behind(AuditState saved) const {
    AuditReport report = Complete(std::move(saved.report));
    report.source_behind = true;
    return report;
  }

  // Both are signed by the log, and no log can hold both.
  void Accuse(const crypto::Checkpoint& old, const std::string& old_note,
              AuditReport& report) const {
    report.misbehaviour_proven = true;
    report.proof = {old_note, note_};
    ++report.findings_total;
    AuditFinding finding = {.index = old.size, .reason = Reason::kCheckpointInconsistent};
    finding.detail =
        absl::StrCat("the checkpoint of ", old.size, " entries believed before and the ", "one of ",
                     evaluated_.checkpoint.size, " cannot both be true");
    report.findings.insert(report.findings.begin(), std::move(finding));
  }

  AuditReport Complete(AuditReport report) const {
    report.note = note_;
    report.quorum_met = evaluated_.quorum_met;
    report.quorum_time_s = evaluated_.quorum_time_s;
    if (report.misbehaviour_proven) report.proof = {note_};
    return report;
  }

  // Entries and checkpoint agree.
  absl::StatusOr<AuditReport> Believe(AuditPass& pass) const {
    AuditState state = pass.Finish();
    state.report = Complete(std::move(state.report));
    if (!options_.state_path.empty() && pass.can_be_continued()) {
      absl::Status status = SaveAuditState(options_.state_path, state);
      if (!status.ok()) return status;
    }
    return std::move(state.report);
  }

  LogSource& source_;
  const Trust& trust_;
  const AuditOptions& options_;
  std::string note_;
  crypto::EvaluatedCheckpoint evaluated_;
};

}  // namespace

ExitCode ExitCodeOf(const AuditReport& report) {
  if (report.misbehaviour_proven) return ExitCode::kLogMisbehaviour;
  if (report.findings_total > 0) return ExitCode::kInvalid;
  const bool undecided = report.undecided_from || report.source_behind;
  if (!report.quorum_met || undecided) return ExitCode::kUnknown;
  return ExitCode::kValid;
}

absl::StatusOr<AuditReport> Audit(LogSource& source, const Trust& trust,
                                  const AuditOptions& options) {
  return Auditor(source, trust, options).Run();
}

}  // namespace linkcert::client
