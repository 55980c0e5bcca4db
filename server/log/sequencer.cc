#include "server/log/sequencer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/checkpoint.h"
#include "proto/refusal.h"

namespace linkcert::server {
namespace {

constexpr uint64_t kMaxIdleMs = 60'000;  // the clock may have been set meanwhile
constexpr uint64_t kRetryMs = 100;       // of a StatusRoot that could not be logged

// Of a unit whose group failed: what was durable before is durable still, all else is not known to
// be. A refusal too may rest on what an earlier unit of the failed group did.
absl::StatusOr<Placement> AfterFailure(absl::StatusOr<Placement> outcome,
                                       const absl::Status& failure, uint64_t size_before) {
  if (outcome.ok() && outcome->end <= size_before) return outcome;
  return failure;
}

}  // namespace

Sequencer::Sequencer(const SequencerParts& parts, LogClock clock, SequencerOptions options)
    : parts_(parts), options_(std::move(options)), clock_(clock) {}

absl::Status Sequencer::SequencePending() {
  if (!stopped_.ok()) return stopped_;
  std::vector<PendingUnit> units =
      parts_.queue->Take(options_.max_group_entries, options_.max_group_bytes);
  const PublishedPtr before = parts_.publication->Latest();
  const absl::StatusOr<proto::LogTime> now = clock_.Now();
  if (units.empty() && !IsHeartbeatDue(*before, now)) return absl::OkStatus();
  At(Stage::kTaken);
  if (!now.ok()) {
    Answer(units, Outcomes(units.size(), now.status()), now.status(), before->size);
    return absl::OkStatus();
  }
  Sequence(units, *before, *now);
  if (!stopped_.ok()) RefuseWaiting();
  return stopped_;
}

void Sequencer::Sequence(std::vector<PendingUnit>& units, const Published& before,
                         proto::LogTime now) {
  Group group(*parts_.log, before, now, parts_.keys);
  absl::Status committed = group.Begin(options_.status_root_interval_ms);
  Outcomes outcomes = committed.ok() ? Admit(units, group) : Outcomes(units.size(), committed);
  if (committed.ok()) committed = group.CoverChanges();
  if (committed.ok() && !group.empty()) committed = Commit(group);
  Answer(units, std::move(outcomes), committed, before.size);
}

absl::Status Sequencer::Run() {
  while (parts_.queue->WaitForUnits(MaxIdleMs())) {
    if (absl::Status status = SequencePending(); !status.ok()) return status;
  }
  return absl::OkStatus();
}

bool Sequencer::IsHeartbeatDue(const Published& published,
                               const absl::StatusOr<proto::LogTime>& now) const {
  const auto next = NextHeartbeat(published.view, options_.status_root_interval_ms);
  if (!next.ok()) return true;  // the step says why it fails
  return next->has_value() && (!now.ok() || *now >= **next);
}

uint64_t Sequencer::MaxIdleMs() const {
  const PublishedPtr published = parts_.publication->Latest();
  const absl::StatusOr<proto::LogTime> now = clock_.Now();
  if (IsHeartbeatDue(*published, now)) return kRetryMs;
  const auto next = NextHeartbeat(published->view, options_.status_root_interval_ms);
  if (!next.ok() || !next->has_value() || !now.ok()) return kMaxIdleMs;
  return std::min(**next - *now, kMaxIdleMs);
}

Sequencer::Outcomes Sequencer::Admit(const std::vector<PendingUnit>& units, Group& group) {
  Outcomes outcomes;
  outcomes.reserve(units.size());
  for (const PendingUnit& pending : units) {
    if (pending.is_abandoned && pending.is_abandoned()) {
      outcomes.push_back(absl::CancelledError("the caller no longer waits"));
    } else {
      outcomes.push_back(group.Add(pending.unit));
    }
  }
  return outcomes;
}

absl::Status Sequencer::Commit(Group& group) {
  const PublishedPtr before = parts_.publication->Latest();
  crypto::TileTree tree = before->edge;
  const storage::Batch batch = group.MakeBatch(&tree);
  const absl::Status committed = parts_.store->Commit(before->size, batch);
  if (absl::IsResourceExhausted(committed)) {
    return proto::Refuse(proto::Reason::kDiskFull,
                         absl::string_view(committed.message().data(), committed.message().size()));
  }
  if (absl::IsInvalidArgument(committed)) return absl::InternalError(committed.message());
  if (!committed.ok()) return Stop(committed);
  At(Stage::kCommitted);
  clock_.Advance(group.logged_at());
  const auto snapshot = parts_.store->TakeSnapshot();
  const uint64_t size = tree.size();
  const crypto::Hash root = tree.Root();
  return Publish({.size = size,
                  .root = root,
                  .checkpoint = {},
                  .logged_at = group.logged_at(),
                  .snapshot = snapshot,
                  .edge = std::move(tree),
                  .view = StoredView(snapshot, parts_.records)},
                 group.changed_records());
}

absl::Status Sequencer::Publish(Published next, const rules::Records& changed) {
  absl::StatusOr<std::string> checkpoint = crypto::SignCheckpoint(
      {.origin = parts_.log->origin, .size = next.size, .root = next.root}, *parts_.log->key);
  if (!checkpoint.ok()) return Stop(checkpoint.status());
  At(Stage::kSigned);
  if (absl::Status status = WriteAnchor(*checkpoint); !status.ok()) return Stop(status);
  At(Stage::kAnchored);
  next.checkpoint = *std::move(checkpoint);
  parts_.records->Grow(next.size, changed);
  parts_.publication->Replace(std::make_shared<const Published>(std::move(next)));
  At(Stage::kPublished);
  return absl::OkStatus();
}

absl::Status Sequencer::WriteAnchor(const std::string& checkpoint) {
  const absl::Status first = parts_.anchor->Write(checkpoint);
  return first.ok() ? first : parts_.anchor->Write(checkpoint);
}

absl::Status Sequencer::Stop(const absl::Status& why) {
  stopped_ = why;
  return absl::UnknownError("the outcome is unknown until the server has started anew; ask again");
}

void Sequencer::Answer(std::vector<PendingUnit>& units, Outcomes outcomes,
                       const absl::Status& committed, uint64_t size_before) {
  const PublishedPtr published = parts_.publication->Latest();
  StepFigures figures{.units = units.size(), .size = published->size};
  figures.entries = published->size - size_before;
  if (units.empty()) figures.heartbeat = committed;
  for (size_t i = 0; i < units.size(); ++i) {
    absl::StatusOr<Placement> outcome = std::move(outcomes[i]);
    if (!committed.ok()) outcome = AfterFailure(std::move(outcome), committed, size_before);
    if (outcome.ok()) {
      units[i].done(Sequenced{*outcome, published});
    } else {
      ++figures.refused;
      units[i].done(outcome.status());
    }
  }
  At(Stage::kAnswered);
  if (options_.on_step) options_.on_step(figures);
}

void Sequencer::RefuseWaiting() {
  parts_.queue->Close();
  std::vector<PendingUnit> units;
  while (
      !(units = parts_.queue->Take(options_.max_group_entries, options_.max_group_bytes)).empty()) {
    for (PendingUnit& unit : units) unit.done(proto::Refuse(proto::Reason::kShuttingDown));
  }
}

void Sequencer::At(Stage stage) const {
  if (options_.at_stage) options_.at_stage(stage);
}

}  // namespace linkcert::server
