#include "server/log/group.h"

#include <utility>

#include "crypto/checkpoint.h"
#include "proto/entry.h"
#include "proto/refusal.h"
#include "rules/admit.h"
#include "rules/status_map.h"
#include "server/log/heartbeat.h"

namespace linkcert::server {

Group::Group(const LogIdentity& log, const Published& base, proto::LogTime logged_at,
             crypto::KeyCache* keys)
    : log_(log), base_size_(base.size), logged_at_(logged_at), keys_(keys), overlay_(base.view) {}

absl::Status Group::Begin(uint64_t status_root_interval_ms) {
  const auto next = NextHeartbeat(overlay_, status_root_interval_ms);
  if (!next.ok()) return next.status();
  if (!next->has_value()) return absl::OkStatus();
  const absl::StatusOr<bool> due = rules::IsStatusRootDue(overlay_, logged_at_);
  if (!due.ok()) return due.status();
  return *due || logged_at_ >= **next ? AddStatusRoot() : absl::OkStatus();
}

absl::StatusOr<Placement> Group::Add(const rules::PreparedUnit& unit) {
  const uint64_t begin = base_size_ + entries_.size();
  absl::StatusOr<rules::Admission> admission =
      rules::Admit(overlay_, unit, {.index = begin, .logged_at = logged_at_}, *keys_);
  if (!admission.ok()) return admission.status();
  if (const auto& earlier = admission->already_logged; earlier.has_value()) {
    return Placement{earlier->begin(), earlier->end(), earlier->logged_at(), true};
  }
  const v1::Statement& statement = unit.statement.statement;
  if (statement.has_genesis()) {
    absl::Status status = CheckGenesisNames(statement.genesis(), log_);
    if (!status.ok()) return status;
  }
  if (statement.has_begin_epoch() && statement.begin_epoch().origin() != log_.origin) {
    return proto::Refuse(proto::Reason::kEpochInvalid, "an epoch begins while no server runs");
  }
  if (absl::Status status = Stamp(unit); !status.ok()) return status;
  overlay_.Apply(admission->effects);
  return Placement{begin, begin + unit.entry_count(), logged_at_, false};
}

absl::Status Group::CoverChanges() {
  const absl::StatusOr<bool> uncovered = rules::HasUncoveredChange(overlay_);
  if (!uncovered.ok()) return uncovered.status();
  return *uncovered ? AddStatusRoot() : absl::OkStatus();
}

absl::Status Group::AddStatusRoot() {
  const auto root = rules::StatusRootOf(overlay_);
  if (!root.ok()) return root.status();
  if (!root->has_value()) return absl::OkStatus();
  const rules::Stamp stamp{.index = base_size_ + entries_.size(), .logged_at = logged_at_};
  const auto admission = rules::AdmitStatusRoot(overlay_, **root, stamp);
  if (!admission.ok()) return admission.status();
  entries_.push_back(proto::EncodeStatusRootEntry(logged_at_, (*root)->root()));
  overlay_.Apply(admission->effects);
  return absl::OkStatus();
}

absl::Status Group::Stamp(const rules::PreparedUnit& unit) {
  absl::StatusOr<std::string> entry =
      proto::EncodeStatementEntry(logged_at_, unit.statement.envelope);
  if (!entry.ok()) return entry.status();
  entries_.push_back(*std::move(entry));
  for (const std::string& leaf : unit.leaves) {
    entries_.push_back(proto::EncodeLeafEntry(logged_at_, leaf));
  }
  return absl::OkStatus();
}

storage::Batch Group::MakeBatch(crypto::TileTree* tree) {
  storage::Batch batch;
  for (const std::string& entry : entries_) tree->Append(crypto::HashLeaf(entry));
  batch.entries = std::move(entries_);
  for (crypto::Tile& tile : tree->TakeChangedTiles()) {
    batch.tiles.push_back({tile.level, tile.index, std::move(tile.hashes)});
  }
  batch.records.reserve(overlay_.changed().size());
  for (const auto& [key, record] : overlay_.changed()) {
    batch.records.push_back({key, rules::RecordBytes(*record)});
  }
  batch.head =
      crypto::FormatCheckpoint({.origin = log_.origin, .size = tree->size(), .root = tree->Root()});
  return batch;
}

}  // namespace linkcert::server
