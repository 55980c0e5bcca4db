#include "client/audit/audit.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "client/audit/audit_counts.h"
#include "client/audit/audit_pass.h"
#include "client/audit/audit_state.h"
#include "crypto/tlog_policy.h"
#include "rules/log_names.h"
#include "rules/records.h"

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
    if (state.genesis != trust_.genesis || !Believes(state)) {
      return absl::FailedPreconditionError(
          absl::StrCat(options_.state_path, " was saved for another registry, log or policy"));
    }
    return saved;
  }

  // The checkpoint that was believed is good under this policy; or, when the log has taken another
  // name since, under the name that it had then.
  bool Believes(const AuditState& saved) const {
    if (!Renamed(saved.report.checkpoint)) return Evaluate(saved.report.note).ok();
    const auto registry = rules::FindRegistry(saved.rules);
    return registry.ok() && *registry != nullptr &&
           rules::OpenCheckpointOf(rules::NamesOf(**registry).back(), saved.report.note).ok();
  }

  bool Renamed(const crypto::Checkpoint& old) const {
    return old.origin != evaluated_.checkpoint.origin;
  }

  absl::StatusOr<AuditReport> AuditFrom(AuditState saved) {
    const crypto::Checkpoint old = saved.report.checkpoint;
    const crypto::Checkpoint& now = evaluated_.checkpoint;
    const std::string old_note = saved.report.note;
    if (now.size < old.size && !Renamed(old)) return Behind(std::move(saved));
    if (Renamed(old) && HadName(saved.rules, now.origin)) return Behind(std::move(saved));
    if (now.size < old.size) return AuditAgainst(old, old_note);
    AuditPass pass(std::move(saved), {note_, now}, options_);
    absl::Status status = pass.Read(source_);
    if (!status.ok()) return status;
    if (pass.entries_fit()) return Believe(pass);
    return AuditAgainst(old, old_note);
  }

  // The entries may be damaged, or the log may have rewritten what was believed, or an epoch has
  // begun without it: reads the log whole.
  absl::StatusOr<AuditReport> AuditAgainst(const crypto::Checkpoint& old,
                                           const std::string& old_note) {
    AuditPass whole = PassFromStart();
    absl::Status status = whole.Read(source_);
    if (!status.ok()) return status;
    const bool same_size = evaluated_.checkpoint.size == old.size && !Renamed(old);
    const bool fits = whole.entries_fit();
    const bool guilty = same_size || fits;
    AuditState state = whole.Finish();
    absl::StatusOr<AuditReport> completed = Complete(std::move(state.report), state.rules);
    if (!completed.ok() || !guilty) return completed;
    AuditReport report = *std::move(completed);
    const bool told = Renamed(old) && fits && IsTrustedRegistry(state.rules);
    const uint64_t kept = told ? KeptOf(old, state.rules) : old.size;
    if (kept < old.size) {
      ReportNotKept(old, kept, report);
    } else {
      Accuse(old, old_note, report);
    }
    return report;
  }

  bool IsTrustedRegistry(const rules::State& state) const {
    const auto registry = rules::FindRegistry(state);
    return registry.ok() && *registry != nullptr &&
           (*registry)->registry() == trust_.genesis.view();
  }

  // Whether the log had this name before: a copy under it is an older one.
  static bool HadName(const rules::State& state, const std::string& origin) {
    const auto registry = rules::FindRegistry(state);
    return registry.ok() && *registry != nullptr &&
           absl::c_any_of(rules::NamesOf(**registry),
                          [&](const rules::LogName& name) { return name.origin == origin; });
  }

  // How many entries of the log under `old`'s name the next epoch kept; all if none came.
  static uint64_t KeptOf(const crypto::Checkpoint& old, const rules::State& state) {
    const auto registry = rules::FindRegistry(state);
    if (!registry.ok() || *registry == nullptr) return old.size;
    const std::vector<rules::LogName> names = rules::NamesOf(**registry);
    for (size_t i = 0; i + 1 < names.size(); ++i) {
      if (names[i].origin == old.origin) return names[i + 1].begin;
    }
    return old.size;
  }

  // The authority said so when it began the epoch; what had been believed is gone all the same.
  static void ReportNotKept(const crypto::Checkpoint& old, uint64_t kept, AuditReport& report) {
    ++report.findings_total;
    AuditFinding finding = {.index = kept, .reason = Reason::kEntriesNotKeptWarning};
    finding.detail = absl::StrCat("entries ", kept, " to ", old.size - 1, " of ", old.origin,
                                  " were believed before");
    report.findings.insert(report.findings.begin(), std::move(finding));
  }

  absl::StatusOr<AuditReport> AuditFromStart() {
    AuditPass pass = PassFromStart();
    absl::Status status = pass.Read(source_);
    if (!status.ok()) return status;
    if (pass.entries_fit()) return Believe(pass);
    AuditState state = pass.Finish();
    return Complete(std::move(state.report), state.rules);
  }

  AuditPass PassFromStart() const {
    AuditState state;
    state.genesis = trust_.genesis;
    return AuditPass(std::move(state), {note_, evaluated_.checkpoint}, options_);
  }

  absl::StatusOr<AuditReport> Behind(AuditState saved) const {
    saved.report.source_behind = true;
    return Complete(std::move(saved.report), saved.rules);
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

  absl::StatusOr<AuditReport> Complete(AuditReport report, const rules::State& state) const {
    absl::Status status = AddCounts(state, report);
    if (!status.ok()) return status;
    report.note = note_;
    report.quorum_met = evaluated_.quorum_met;
    report.quorum_time_s = evaluated_.quorum_time_s;
    if (report.misbehaviour_proven) report.proof = {note_};
    return report;
  }

  // Entries and checkpoint agree.
  absl::StatusOr<AuditReport> Believe(AuditPass& pass) const {
    AuditState state = pass.Finish();
    absl::StatusOr<AuditReport> report = Complete(std::move(state.report), state.rules);
    if (!report.ok()) return report;
    state.report = *std::move(report);
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
