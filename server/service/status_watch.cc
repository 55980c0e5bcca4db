#include "server/service/status_watch.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/refusal.h"
#include "rules/records.h"
#include "rules/status_map.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using proto::Refuse;

v1::StatusEvent EventOf(const v1::StatusChange& change, v1::StatusSubject subject) {
  v1::StatusEvent event;
  event.set_entry_index(change.entry_index());
  event.set_logged_at(change.logged_at());
  event.set_subject(subject);
  event.set_state(change.state());
  event.set_reason(change.reason());
  event.set_since(change.since());
  return event;
}

// The changes of one thing behind `after` that `counts` for what is watched.
template <typename Counts>
absl::Status AddEvents(const rules::View& view, uint64_t thing, uint64_t after,
                       v1::StatusSubject subject, const Counts& counts,
                       std::vector<v1::StatusEvent>& events) {
  const auto history = rules::StandingOf(view, thing);
  if (!history.ok()) return history.status();
  for (const v1::StatusChange& change : history->changes()) {
    if (change.entry_index() > after && counts(change)) {
      events.push_back(EventOf(change, subject));
    }
  }
  return absl::OkStatus();
}

bool Always(const v1::StatusChange&) { return true; }

}  // namespace

absl::StatusOr<StatusWatch::SignedUnit> StatusWatch::SignedBy(const rules::View& view,
                                                              const LoggedBatch& batch) {
  SignedUnit unit{.logged_at = batch.logged_at, .keys = {}};
  for (const crypto::KeyId& signer : batch.sealed.signers) {
    const auto key = rules::FindKey(view, signer.view());
    if (!key.ok()) return key.status();
    if (*key == nullptr) return absl::DataLossError(absl::StrCat("no key of batch ", batch.index));
    unit.keys.push_back((*key)->logged().index());
  }
  return unit;
}

absl::Status StatusWatch::AddBatch(const LogReader& reader, CertificateFinder& finder,
                                   uint64_t index) {
  const absl::StatusOr<LoggedBatchPtr> logged = finder.Batch(reader, index);
  if (!logged.ok()) return logged.status();
  Batch batch{.index = (*logged)->facts_batch().index, .units = {}, .certificates = {}};
  for (const LoggedBatch* part : {(*logged)->original.get(), logged->get()}) {
    if (part == nullptr) continue;
    absl::StatusOr<SignedUnit> unit = SignedBy(reader.published().view, *part);
    if (!unit.ok()) return unit.status();
    batch.units.push_back(*std::move(unit));
  }
  batches_.push_back(std::move(batch));
  return absl::OkStatus();
}

absl::Status StatusWatch::AddThefts(const rules::View& view, const Batch& batch, uint64_t after,
                                    std::vector<v1::StatusEvent>& events) {
  std::set<std::pair<uint64_t, uint64_t>> told;  // key, entry: one may have signed both units
  for (const SignedUnit& unit : batch.units) {
    for (uint64_t key : unit.keys) {
      const auto was_stolen = [&](const v1::StatusChange& change) {  // R22
        return change.state() == v1::STANDING_STATE_COMPROMISED &&
               change.since() <= unit.logged_at && told.emplace(key, change.entry_index()).second;
      };
      absl::Status status = AddEvents(view, key, after, v1::STATUS_SUBJECT_KEY, was_stolen, events);
      if (!status.ok()) return status;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<StatusWatch> StatusWatch::Create(
    const LogReader& reader, CertificateFinder& finder,
    const google::protobuf::RepeatedField<uint64_t>& certificates) {
  if (certificates.empty() || certificates.size() > kMaxWatchedCertificates) {
    return Refuse(Reason::kRequestMalformed,
                  absl::StrCat("1 to ", kMaxWatchedCertificates, " certificates"));
  }
  StatusWatch watch;
  uint64_t batch_end = 0;
  for (uint64_t index : std::set<uint64_t>(certificates.begin(), certificates.end())) {
    if (index >= reader.published().size) {
      return Refuse(Reason::kEntryNotLogged, absl::StrCat(index));
    }
    if (index >= batch_end) {
      const auto placed = rules::FindBatchBefore(reader.published().view, index);
      if (!placed.ok()) return placed.status();
      batch_end = placed->batch == nullptr ? 0 : placed->index + 1 + placed->batch->leaf_count();
      if (index >= batch_end || index == placed->index) {
        return Refuse(Reason::kCertificateUnknown, absl::StrCat(index));
      }
      absl::Status status = watch.AddBatch(reader, finder, placed->index);
      if (!status.ok()) return status;
    }
    watch.batches_.back().certificates.push_back(index);
  }
  return watch;
}

absl::StatusOr<std::vector<v1::StatusEvent>> StatusWatch::EventsBehind(const rules::View& view,
                                                                       uint64_t after) const {
  std::vector<v1::StatusEvent> events;
  for (const Batch& batch : batches_) {
    std::vector<v1::StatusEvent> shared;
    absl::Status status =
        AddEvents(view, batch.index, after, v1::STATUS_SUBJECT_BATCH, Always, shared);
    if (status.ok()) status = AddThefts(view, batch, after, shared);
    for (uint64_t certificate : batch.certificates) {
      if (!status.ok()) return status;
      const size_t first = events.size();
      events.insert(events.end(), shared.begin(), shared.end());
      status = AddEvents(view, certificate, after, v1::STATUS_SUBJECT_CERTIFICATE, Always, events);
      for (size_t i = first; i < events.size(); ++i) events[i].set_certificate(certificate);
    }
    if (!status.ok()) return status;
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const auto& a, const auto& b) { return a.entry_index() < b.entry_index(); });
  return events;
}

std::vector<v1::WatchStatusResponse> ToMessages(const std::vector<v1::StatusEvent>& events,
                                                uint64_t size, proto::LogTime as_of) {
  std::vector<v1::WatchStatusResponse> messages(1);
  for (const v1::StatusEvent& event : events) {
    if (messages.back().events_size() == kEventsOfAMessage) {
      // Events of this entry may stand on both sides: it is not covered yet.
      messages.back().set_covered(event.entry_index() - 1);
      messages.emplace_back();
    }
    *messages.back().add_events() = event;
  }
  messages.back().set_covered(size - 1);
  messages.back().set_caught_up(true);
  for (v1::WatchStatusResponse& message : messages) message.set_as_of(as_of);
  return messages;
}

}  // namespace linkcert::server
