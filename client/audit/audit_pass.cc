#include "client/audit/audit_pass.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/logged_entry.h"
#include "client/verify/file_parts.h"
#include "linkcert/v1/entry.pb.h"
#include "linkcert/v1/statement.pb.h"
#include "proto/statement.h"
#include "proto/wire.h"
#include "rules/log_names.h"
#include "rules/records.h"

namespace linkcert::client {
namespace {

using proto::Reason;

// The value of the delimited field `number` of a message.
absl::string_view FieldOf(absl::string_view message, uint32_t number) {
  uint64_t tag = 0;
  while (proto::TakeVarint(message, tag)) {
    absl::string_view value;
    uint64_t ignored = 0;
    const bool delimited = (tag & 7) == proto::kDelimited;
    if (delimited ? !proto::TakeDelimited(message, value) : !proto::TakeVarint(message, ignored)) {
      return {};
    }
    if (tag == proto::WireTag(number, proto::kDelimited)) return value;
  }
  return {};
}

// Number of the last field, which in a statement is its act.
uint32_t LastField(absl::string_view message) {
  uint64_t tag = 0;
  uint32_t number = 0;
  while (proto::TakeVarint(message, tag)) {
    absl::string_view value;
    uint64_t ignored = 0;
    const bool delimited = (tag & 7) == proto::kDelimited;
    if (delimited ? !proto::TakeDelimited(message, value) : !proto::TakeVarint(message, ignored)) {
      return 0;
    }
    number = static_cast<uint32_t>(tag >> 3);
  }
  return number;
}

bool IsLeaf(absl::string_view entry) {
  return !FieldOf(entry, v1::LogEntry::kCertificateLeafFieldNumber).empty();
}

rules::Replay ReplayFrom(AuditState& state, rules::Replay::OnFinding on_finding) {
  return rules::Replay(std::move(state.rules), state.report.entries, state.last_time,
                       std::move(on_finding));
}

}  // namespace

absl::string_view ActOfEntry(absl::string_view entry) {
  const absl::string_view envelope = FieldOf(entry, v1::LogEntry::kSignedStatementFieldNumber);
  const absl::string_view statement = FieldOf(envelope, v1::SignedStatement::kStatementFieldNumber);
  return proto::ActName(LastField(statement));
}

AuditPass::AuditPass(AuditState from, const SignedCheckpoint& checkpoint,
                     const AuditOptions& options)
    : note_(checkpoint.note),
      checkpoint_(checkpoint.checkpoint),
      options_(options),
      state_(std::move(from)),
      begin_(state_.report.entries),
      replay_(ReplayFrom(state_, [this](const rules::Finding& found) {
        noted_.push_back({.finding = {.index = found.index,
                                      .reason = found.reason,
                                      .detail = found.detail,
                                      .warning = found.warning},
                          .seen = state_.range.size()});
      })) {
  if (options_.hash_tiles) tiles_.emplace(options_.hash_tiles, checkpoint_, begin_);
}

absl::Status AuditPass::Take(uint64_t index, absl::string_view entry) {
  const crypto::Hash hash = crypto::HashLeaf(entry);
  if (tiles_) tiles_->Add(hash);
  const absl::string_view act = ActOfEntry(entry);
  if (!act.empty()) {
    ++state_.report.statements[std::string(act)];
  } else if (IsLeaf(entry)) {
    ++state_.report.certificates;
  }
  own_error_ = replay_.Add(entry);
  if (own_error_.ok() && act == proto::ActName(v1::Statement::kBeginEpoch)) CheckEpoch(entry);
  state_.range.Append(hash);
  constexpr uint64_t kProgressEvery = 4096;
  if (options_.on_progress && index % kProgressEvery == 0) {
    options_.on_progress(index, checkpoint_.size);
  }
  return own_error_;
}

absl::Status AuditPass::Read(LogSource& source) {
  const absl::Status status = source.Entries(
      begin_, checkpoint_.size,
      [this](uint64_t index, absl::string_view entry) { return Take(index, entry); });
  if (!own_error_.ok()) return own_error_;
  if (!status.ok() && !absl::IsDataLoss(status)) return status;
  read_error_ = status;
  return absl::OkStatus();
}

bool AuditPass::entries_fit() const {
  return state_.range.size() == checkpoint_.size && state_.range.Root() == checkpoint_.root;
}

void AuditPass::Report(AuditFinding finding) {
  uint64_t& total = finding.warning ? state_.report.warnings_total : state_.report.findings_total;
  if (++total <= kMaxFindings) state_.report.findings.push_back(std::move(finding));
}

void AuditPass::CheckEpoch(absl::string_view entry) {
  const uint64_t index = state_.range.size();
  const auto registry = rules::FindRegistry(replay_.state());
  if (!registry.ok() || *registry == nullptr) return;
  if (rules::NamesOf(**registry).back().begin != index) return;  // refused
  v1::LoggedEntry logged;
  logged.set_entry(entry.data(), entry.size());
  const auto statement = OpenLoggedEntry(logged);
  if (!statement.ok()) return;
  const auto previous = ReadCheckpoint(statement->statement().begin_epoch().previous_checkpoint());
  // That it covers more than is kept, the rules have said.
  if (!previous.ok() || previous->size != index || previous->root == state_.range.Root()) return;
  noted_.push_back({.finding = {.index = index,
                                .reason = Reason::kEpochInvalid,
                                .detail = "the log before had signed other entries"},
                    .seen = index + 1});
}

void AuditPass::CheckName() {
  if (state_.range.size() == 0) return;
  const auto registry = rules::FindRegistry(replay_.state());
  const bool trusted = registry.ok() && *registry != nullptr &&
                       (*registry)->registry() == state_.genesis.view() &&
                       rules::OpenCheckpointOf(rules::NamesOf(**registry).back(), note_).ok();
  if (!trusted) {
    noted_.push_back({.finding = {.index = 0, .reason = Reason::kGenesisDiffers}, .seen = 0});
  }
}

void AuditPass::ReportAlterations() {
  std::optional<uint64_t> altered;
  if (tiles_) {
    for (AuditFinding& finding : tiles_->Finish(entries_fit())) Report(std::move(finding));
    altered = tiles_->first_altered();
  }
  if (!entries_fit() && !altered) {
    Report(
        read_error_.ok()
            ? AuditFinding{.index = begin_,
                           .detail = "no hash tile says which of the entries from here on differs"}
            : AuditFinding{.index = state_.range.size(),
                           .detail = std::string(read_error_.message())});
  }
  state_.report.replayed = altered.value_or(state_.range.size());
}

void AuditPass::FindUndecided() {
  for (const Noted& noted : noted_) {
    const Reason reason = noted.finding.reason;
    const bool newer = reason == Reason::kNewerFormat || reason == Reason::kRuleSetUnsupported;
    if (!newer || noted.seen >= state_.report.replayed) continue;
    state_.report.undecided_from = noted.finding.index;
    state_.report.replayed = noted.seen;
    return;
  }
}

void AuditPass::ReportFindings() {
  ReportAlterations();
  FindUndecided();
  const bool all_judged = entries_fit() && !state_.report.undecided_from;
  for (Noted& noted : noted_) {
    // A consequence of what was altered or not understood.
    if (!all_judged && noted.seen >= state_.report.replayed) continue;
    if (entries_fit() && !noted.finding.warning &&
        noted.finding.reason != Reason::kGenesisDiffers) {
      state_.report.misbehaviour_proven = true;
    }
    Report(std::move(noted.finding));
  }
}

AuditState AuditPass::Finish() {
  can_be_continued_ = entries_fit() && replay_.AtBoundary();
  replay_.Finish();
  CheckName();
  state_.report.entries = state_.range.size();
  state_.report.resumed_at = begin_;
  ReportFindings();
  can_be_continued_ = can_be_continued_ && !state_.report.undecided_from;
  state_.report.checkpoint = checkpoint_;
  state_.last_time = replay_.last_time();
  state_.rules = replay_.state();
  return std::move(state_);
}

}  // namespace linkcert::client
