#include "server/log/registry_log.h"

#include <algorithm>
#include <utility>

#include "rules/records.h"
#include "rules/rehearsal.h"
#include "server/log/startup.h"

namespace linkcert::server {

absl::StatusOr<std::unique_ptr<RegistryLog>> RegistryLog::Open(const LogIdentity& log,
                                                               storage::Store* store,
                                                               storage::Anchor* anchor,
                                                               const Clock* clock,
                                                               RegistryLogOptions options) {
  const auto snapshot = store->TakeSnapshot();
  auto records = std::make_unique<RecordCache>(snapshot->size());
  absl::StatusOr<PublishedPtr> start =
      FindStartingPoint(snapshot, anchor->last(), log, records.get());
  if (!start.ok()) return start.status();
  if (anchor->last() != (*start)->checkpoint) {
    absl::Status status = anchor->Write((*start)->checkpoint);
    if (!status.ok()) return status;
  }
  return std::unique_ptr<RegistryLog>(
      new RegistryLog(log, store, anchor, clock, std::move(options), std::move(records), *start));
}

RegistryLog::RegistryLog(const LogIdentity& log, storage::Store* store, storage::Anchor* anchor,
                         const Clock* clock, RegistryLogOptions options,
                         std::unique_ptr<RecordCache> records, const PublishedPtr& start)
    : log_(log),
      clock_(clock),
      records_(std::move(records)),
      queue_(options.queue),
      publication_(start),
      sequencer_({.log = &log_,
                  .store = store,
                  .anchor = anchor,
                  .queue = &queue_,
                  .records = records_.get(),
                  .keys = &keys_,
                  .publication = &publication_},
                 LogClock(clock, start->logged_at, options.accept_clock_jump),
                 std::move(options.sequencer)) {}

absl::Status RegistryLog::Submit(PendingUnit unit) {
  const PublishedPtr published = Latest();
  unit.has_known_signer = false;
  for (size_t i = 0; i < unit.unit.verified.size() && !unit.has_known_signer; ++i) {
    if (!unit.unit.verified[i]) continue;
    // Good under a key that the statement itself brings says nothing: anyone can make one.
    auto key = rules::FindKey(published->view, unit.unit.statement.signers[i].view());
    if (!key.ok()) return key.status();
    unit.has_known_signer = *key != nullptr;
  }
  return queue_.Push(std::move(unit));
}

absl::StatusOr<rules::PreparedUnit> RegistryLog::Prepare(absl::string_view envelope,
                                                         std::vector<std::string> leaves) {
  return rules::Prepare(envelope, std::move(leaves), Latest()->view, keys_);
}

absl::StatusOr<rules::Admission> RegistryLog::Rehearse(const Published& published,
                                                       const std::string& statement,
                                                       std::vector<std::string> leaves) {
  const rules::Stamp stamp = {.index = published.size,
                              .logged_at = std::max(published.logged_at, clock_->WallMs())};
  return rules::Rehearse(published.view, statement, std::move(leaves), stamp, keys_);
}

}  // namespace linkcert::server
