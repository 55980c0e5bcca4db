#include "rules/replay.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/certificate_leaf.h"
#include "proto/refusal.h"
#include "rules/status_map.h"

namespace linkcert::rules {

using proto::Reason;

Replay::Replay(State state, uint64_t next_index, proto::LogTime last_time, OnFinding on_finding)
    : state_(std::move(state)),
      on_finding_(std::move(on_finding)),
      next_index_(next_index),
      last_time_(last_time) {}

void Replay::Report(uint64_t index, Reason reason, absl::string_view detail) {
  on_finding_({.index = index, .reason = reason, .detail = std::string(detail), .warning = false});
}

void Replay::AbandonUnit() {
  waiting_for_ = 0;
  leaves_.clear();
}

absl::Status Replay::Add(absl::string_view bytes) {
  last_effects_.clear();
  const uint64_t index = next_index_++;
  absl::StatusOr<v1::LogEntry> entry = proto::DecodeEntry(bytes);
  if (!entry.ok()) {
    Report(index, *proto::ReasonOf(entry.status()), proto::DetailOf(entry.status()));
    AbandonUnit();
    return absl::OkStatus();
  }
  if (entry->logged_at() < last_time_) Report(index, Reason::kLogTimeWentBack, "");  // R01
  last_time_ = std::max(last_time_, entry->logged_at());
  if (entry->has_certificate_leaf()) return AddLeaf(*std::move(entry));
  if (waiting_for_ > 0) {
    Report(index, Reason::kUnitIncomplete, absl::StrCat(waiting_for_, " leaves missing"));
    AbandonUnit();
  }
  unit_stamp_ = {.index = index, .logged_at = entry->logged_at()};
  if (entry->has_status_root()) {
    return Conclude(AdmitStatusRoot(state_, entry->status_root(), unit_stamp_));
  }
  return BeginUnit(*std::move(entry));
}

absl::Status Replay::BeginUnit(v1::LogEntry entry) {
  envelope_ = std::move(*entry.mutable_signed_statement());
  leaves_.clear();
  absl::StatusOr<proto::SealedStatement> statement = proto::OpenStatement(envelope_);
  waiting_for_ = statement.ok() ? PromisedLeaves(statement->statement) : 0;
  return waiting_for_ > 0 ? absl::OkStatus() : AdmitUnit();
}

absl::Status Replay::AddLeaf(v1::LogEntry entry) {
  const uint64_t index = next_index_ - 1;
  if (waiting_for_ == 0) {
    Report(index, Reason::kUnitIncomplete, "a leaf outside any unit");
    return absl::OkStatus();
  }
  if (entry.logged_at() != unit_stamp_.logged_at) {
    Report(index, Reason::kLogTimeDiffersInUnit, "");
  }
  leaves_.push_back(std::move(*entry.mutable_certificate_leaf()));
  return --waiting_for_ > 0 ? absl::OkStatus() : AdmitUnit();
}

absl::Status Replay::AdmitUnit() {
  absl::StatusOr<PreparedUnit> unit = Prepare(envelope_, std::move(leaves_), state_, keys_);
  leaves_.clear();
  return Conclude(unit.ok() ? Admit(state_, *unit, unit_stamp_, keys_) : unit.status());
}

absl::Status Replay::Conclude(absl::StatusOr<Admission> admission) {
  if (!admission.ok()) {
    std::optional<Reason> reason = proto::ReasonOf(admission.status());
    if (!reason) return admission.status();
    Report(unit_stamp_.index, *reason, proto::DetailOf(admission.status()));
    return absl::OkStatus();
  }
  if (admission->already_logged) {
    Report(unit_stamp_.index, Reason::kStatementIdReused,
           absl::StrCat("logged before at ", admission->already_logged->begin()));
    return absl::OkStatus();
  }
  for (const Warning& warning : admission->warnings) {
    on_finding_({.index = unit_stamp_.index,
                 .reason = warning.reason,
                 .detail = warning.detail,
                 .warning = !warning.breach});
  }
  state_.Apply(admission->effects);
  last_effects_ = std::move(admission->effects);
  return absl::OkStatus();
}

void Replay::Finish() {
  if (waiting_for_ > 0) {
    Report(unit_stamp_.index, Reason::kUnitIncomplete,
           absl::StrCat(waiting_for_, " leaves missing at the end"));
  }
  AbandonUnit();
}

}  // namespace linkcert::rules
