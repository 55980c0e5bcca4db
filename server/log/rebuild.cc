#include "server/log/rebuild.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "crypto/checkpoint.h"
#include "crypto/tile_tree.h"
#include "proto/refusal.h"
#include "rules/replay.h"
#include "rules/state.h"

namespace linkcert::server {
namespace {

constexpr uint64_t kEntriesAtOnce = 4096;
constexpr size_t kReadBytes = size_t{4} << 20;
constexpr size_t kRowsAtOnce = 1024;
constexpr size_t kFullTileBytes = size_t{crypto::kTileWidth} * crypto::Hash::kSizeBytes;

// One pass over the log: replay, compare, copy.
class Pass {
 public:
  Pass(const storage::Snapshot& stored, storage::Store* into)
      : stored_(stored),
        into_(into),
        replay_(rules::State(), 0, 0, [this](const rules::Finding& f) { NoteFinding(f); }) {}

  absl::StatusOr<RebuildReport> Run();

 private:
  absl::Status AddEntry(const std::string& entry);
  absl::Status Flush();
  absl::Status CompareTile(const crypto::Tile& tile);
  absl::Status CompareTileCounts();
  absl::Status CompareRecords();
  absl::Status CompareHead();
  void NoteFinding(const rules::Finding& finding);
  void NoteDifference(std::string what);

  const storage::Snapshot& stored_;
  storage::Store* const into_;
  RebuildReport report_;
  rules::Replay replay_;
  crypto::TileTree tree_;
  std::map<std::pair<uint32_t, uint64_t>, crypto::Tile> partial_tiles_;
  // Since the last flush.
  std::vector<std::string> entries_;
  std::map<std::string, rules::RecordPtr> records_;
};

absl::StatusOr<RebuildReport> Pass::Run() {
  absl::Status status;
  while (status.ok() && replay_.next_index() < stored_.size()) {
    auto entries = stored_.ReadEntries(replay_.next_index(), stored_.size(), kReadBytes);
    if (!entries.ok()) return entries.status();
    for (const std::string& entry : *entries) {
      if (status.ok()) status = AddEntry(entry);
    }
  }
  replay_.Finish();
  report_.entries = replay_.next_index();
  if (status.ok()) status = Flush();
  for (const auto& [place, tile] : partial_tiles_) {
    if (status.ok()) status = CompareTile(tile);
  }
  if (status.ok()) status = CompareTileCounts();
  if (status.ok()) status = CompareRecords();
  if (status.ok()) status = CompareHead();
  if (!status.ok()) return status;
  return report_;
}

absl::Status Pass::AddEntry(const std::string& entry) {
  if (absl::Status status = replay_.Add(entry); !status.ok()) return status;
  tree_.Append(crypto::HashLeaf(entry));
  if (into_ != nullptr) {
    entries_.push_back(entry);
    for (const rules::Effect& effect : replay_.last_effects()) records_[effect.key] = effect.record;
  }
  const bool full = tree_.size() % kEntriesAtOnce == 0 || entries_.size() >= kEntriesAtOnce;
  return full && replay_.AtBoundary() ? Flush() : absl::OkStatus();
}

absl::Status Pass::Flush() {
  storage::Batch batch;
  for (crypto::Tile& tile : tree_.TakeChangedTiles()) {
    const std::pair<uint32_t, uint64_t> place(tile.level, tile.index);
    if (into_ != nullptr) batch.tiles.push_back({tile.level, tile.index, tile.hashes});
    if (tile.hashes.size() < kFullTileBytes) {
      partial_tiles_[place] = std::move(tile);
      continue;
    }
    partial_tiles_.erase(place);
    if (absl::Status status = CompareTile(tile); !status.ok()) return status;
  }
  if (into_ == nullptr || entries_.empty()) return absl::OkStatus();
  batch.entries = std::exchange(entries_, {});
  for (const auto& [key, record] : std::exchange(records_, {})) {
    batch.records.push_back({key, rules::RecordBytes(*record)});
  }
  absl::StatusOr<crypto::Checkpoint> head = crypto::ParseCheckpoint(stored_.head());
  if (!head.ok()) return absl::DataLossError("the head is unreadable: it names the log's origin");
  batch.head = crypto::FormatCheckpoint(
      {.origin = head->origin, .size = tree_.size(), .root = tree_.Root()});
  return into_->Commit(tree_.size() - batch.entries.size(), batch);
}

absl::Status Pass::CompareTile(const crypto::Tile& tile) {
  ++report_.tiles;
  absl::StatusOr<std::string> row = stored_.ReadTile(tile.level, tile.index);
  const std::string name = absl::StrCat("tile ", tile.level, "/", tile.index);
  if (absl::IsNotFound(row.status())) {
    NoteDifference(name + " is missing");
  } else if (!row.ok()) {
    return row.status();
  } else if (*row != tile.hashes) {
    NoteDifference(name + " differs");
  }
  return absl::OkStatus();
}

// Each tile that must be there was read; more rows than that are too many.
absl::Status Pass::CompareTileCounts() {
  uint64_t stored_tiles = 0;
  for (uint32_t level = 0; level < storage::kTileLevels; ++level) {
    uint64_t next = 0;
    while (true) {
      auto rows = stored_.ListTiles(level, next, kRowsAtOnce);
      if (!rows.ok()) return rows.status();
      stored_tiles += rows->size();
      if (rows->size() < kRowsAtOnce) break;
      next = rows->back().index + 1;
    }
  }
  if (stored_tiles > report_.tiles) NoteDifference("tiles that follow from no entry");
  return absl::OkStatus();
}

// Both sides in key order, side by side.
absl::Status Pass::CompareRecords() {
  const auto& made = replay_.state().records();
  report_.records = made.size();
  auto next = made.begin();
  std::string after;
  while (true) {
    auto rows = stored_.ListRecords("", after, kRowsAtOnce);
    if (!rows.ok()) return rows.status();
    for (const storage::RecordRow& row : *rows) {
      for (; next != made.end() && next->first < row.key; ++next) {
        NoteDifference(absl::StrCat("record ", next->first, " is missing"));
      }
      if (next == made.end() || next->first != row.key) {
        NoteDifference(absl::StrCat("record ", row.key, " follows from no entry"));
      } else if (rules::RecordBytes(*(next++)->second) != row.value) {
        NoteDifference(absl::StrCat("record ", row.key, " differs"));
      }
    }
    if (rows->size() < kRowsAtOnce) break;
    after = rows->back().key;
  }
  for (; next != made.end(); ++next) {
    NoteDifference(absl::StrCat("record ", next->first, " is missing"));
  }
  return absl::OkStatus();
}

absl::Status Pass::CompareHead() {
  if (stored_.size() == 0 && stored_.head().empty()) return absl::OkStatus();
  absl::StatusOr<crypto::Checkpoint> head = crypto::ParseCheckpoint(stored_.head());
  if (!head.ok() || head->size != tree_.size() || head->root != tree_.Root()) {
    NoteDifference("head differs");
  }
  return absl::OkStatus();
}

void Pass::NoteFinding(const rules::Finding& finding) {
  if (finding.warning) return;
  if (report_.findings++ > 0) return;
  report_.first_finding = absl::StrCat("entry ", finding.index, ": ",
                                       proto::Describe(finding.reason).name, " ", finding.detail);
}

void Pass::NoteDifference(std::string what) {
  if (report_.differences++ == 0) report_.first_difference = std::move(what);
}

}  // namespace

absl::StatusOr<RebuildReport> Rebuild(const storage::Snapshot& stored, storage::Store* into) {
  return Pass(stored, into).Run();
}

}  // namespace linkcert::server
