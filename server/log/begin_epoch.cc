#include "server/log/begin_epoch.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/checkpoint.h"
#include "crypto/key_cache.h"
#include "proto/refusal.h"
#include "rules/prepare.h"
#include "rules/records.h"
#include "server/log/group.h"
#include "server/log/log_clock.h"
#include "server/log/startup.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using proto::Refuse;

// The store as it stands before the epoch, whatever the anchor says.
struct Before {
  std::unique_ptr<RecordCache> records;  // `log` points at it
  std::shared_ptr<const Published> log;  // without checkpoint
  rules::LogName name;                   // its newest
};

absl::StatusOr<Before> ReadBefore(const EpochParts& parts) {
  const auto snapshot = parts.store->TakeSnapshot();
  if (snapshot->size() == 0) return absl::FailedPreconditionError("the store is empty");
  Before before;
  before.records = std::make_unique<RecordCache>(snapshot->size());
  absl::StatusOr<Published> log = ReadStore(snapshot, before.records.get());
  if (!log.ok()) return log.status();
  before.log = std::make_shared<const Published>(*std::move(log));
  absl::StatusOr<rules::LogName> name = NewestName(before.log->view);
  if (!name.ok()) return name.status();
  before.name = *std::move(name);
  return before;
}

// The anchor's checkpoint, which the log before must have signed; nullopt if the anchor is missing.
absl::StatusOr<std::optional<crypto::Checkpoint>> ReadAnchored(const EpochParts& parts,
                                                               const Before& before) {
  if (!parts.anchor->last().has_value()) return std::nullopt;
  auto anchored = rules::OpenCheckpointOf(before.name, *parts.anchor->last());
  if (!anchored.ok()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the anchor is not signed by the log ", before.name.origin));
  }
  if (anchored->size < before.log->size) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the anchor is behind the store: it has ", anchored->size, " entries, the store ",
        before.log->size, "; serve once under the name before, which brings it up to the store"));
  }
  return *anchored;
}

absl::Status CheckAct(const EpochParts& parts, const Before& before, const v1::BeginEpoch& act) {
  if (act.origin() != parts.log.origin ||
      parts.log.key->public_key().spki() != absl::string_view(act.log_key())) {
    return Refuse(Reason::kEpochInvalid, "it names another origin or log key than this server's");
  }
  const auto previous = rules::OpenPreviousCheckpoint(act, before.log->size, before.name);
  if (!previous.ok()) return previous.status();
  if (previous->size == before.log->size && previous->root != before.log->root) {
    return Refuse(Reason::kEpochInvalid,
                  "previous_checkpoint has another root than the entries kept");
  }
  const auto anchored = ReadAnchored(parts, before);
  if (!anchored.ok()) return anchored.status();
  return !anchored->has_value() || **anchored == *previous
             ? absl::OkStatus()
             : Refuse(Reason::kEpochInvalid, "previous_checkpoint is not the anchor's");
}

absl::StatusOr<std::string> WriteAnchor(const EpochParts& parts, uint64_t size,
                                        const crypto::Hash& root) {
  absl::StatusOr<std::string> checkpoint = crypto::SignCheckpoint(
      {.origin = parts.log.origin, .size = size, .root = root}, *parts.log.key);
  if (!checkpoint.ok()) return checkpoint.status();
  absl::Status status = parts.anchor->Write(*checkpoint);
  if (!status.ok()) return status;
  return checkpoint;
}

// The store has begun the epoch already. An anchor of the log before is then what a crash between
// the two writes leaves, unless more was logged since.
absl::StatusOr<std::string> Finish(const EpochParts& parts, const Before& before,
                                   const rules::PreparedUnit& unit) {
  auto logged = rules::FindStatement(before.log->view, rules::kAuthority,
                                     unit.statement.statement.statement_id());
  if (!logged.ok()) return logged.status();
  if (*logged == nullptr || (*logged)->digest() != unit.statement.digest.view()) {
    return Refuse(Reason::kOriginReused, parts.log.origin);
  }
  const std::optional<std::string>& anchor = parts.anchor->last();
  const bool anchored = anchor.has_value() && rules::OpenCheckpointOf(before.name, *anchor).ok();
  if (anchored || before.log->size > before.name.begin + 1) {
    auto start = FindStartingPoint(before.log->snapshot, anchor, parts.log, before.records.get());
    if (!start.ok()) return start.status();
  }
  return WriteAnchor(parts, before.log->size, before.log->root);
}

absl::StatusOr<std::string> Append(const EpochParts& parts, const Before& before,
                                   const rules::PreparedUnit& unit, crypto::KeyCache& keys) {
  const LogClock clock(parts.clock, before.log->logged_at, parts.accept_clock_jump);
  const absl::StatusOr<proto::LogTime> now = clock.Now();
  if (!now.ok()) return now.status();
  Group group(parts.log, *before.log, *now, &keys);
  if (absl::StatusOr<Placement> placed = group.Add(unit); !placed.ok()) return placed.status();
  crypto::TileTree tree = before.log->edge;
  absl::Status status = parts.store->Commit(before.log->size, group.MakeBatch(&tree));
  if (!status.ok()) return status;
  return WriteAnchor(parts, tree.size(), tree.Root());
}

}  // namespace

absl::StatusOr<v1::BeginEpoch> DraftBeginEpoch(const EpochParts& parts) {
  absl::StatusOr<Before> before = ReadBefore(parts);
  if (!before.ok()) return before.status();
  const auto anchored = ReadAnchored(parts, *before);
  if (!anchored.ok()) return anchored.status();
  if (!anchored->has_value()) return absl::FailedPreconditionError("the anchor is missing");
  v1::BeginEpoch act;
  act.set_origin(parts.log.origin);
  const absl::string_view spki = parts.log.key->public_key().spki();
  act.set_log_key(spki.data(), spki.size());
  act.set_previous_checkpoint(*parts.anchor->last());
  act.set_kept_entries(before->log->size);
  return act;
}

absl::StatusOr<std::string> BeginEpoch(const EpochParts& parts, absl::string_view envelope) {
  absl::StatusOr<Before> before = ReadBefore(parts);
  if (!before.ok()) return before.status();
  crypto::KeyCache keys;
  auto unit = rules::Prepare(envelope, {}, before->log->view, keys);
  if (!unit.ok()) return unit.status();
  if (!unit->statement.statement.has_begin_epoch()) {
    return Refuse(Reason::kRequestMalformed, "the statement is no begin_epoch");
  }
  if (CheckIsNameOf(before->name, parts.log).ok()) return Finish(parts, *before, *unit);
  absl::Status status = CheckAct(parts, *before, unit->statement.statement.begin_epoch());
  if (!status.ok()) return status;
  return Append(parts, *before, *unit, keys);
}

}  // namespace linkcert::server
