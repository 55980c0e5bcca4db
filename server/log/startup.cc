#include "server/log/startup.h"

#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "crypto/checkpoint.h"
#include "crypto/note_key.h"
#include "proto/entry.h"
#include "proto/refusal.h"
#include "rules/records.h"

namespace linkcert::server {
namespace {

using storage::Snapshot;

absl::Status StoreDamaged(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("the store contradicts itself: ", what));
}

absl::Status AnchorContradicts(absl::string_view what) {
  return absl::FailedPreconditionError(absl::StrCat("refusing to serve: ", what));
}

// The last `width` entries, hashed: level 0 of the right edge is not stored.
absl::StatusOr<std::string> HashNewestEntries(const Snapshot& snapshot, uint32_t width) {
  auto entries = snapshot.ReadEntries(snapshot.size() - width, snapshot.size(),
                                      std::numeric_limits<size_t>::max());
  if (!entries.ok()) return entries.status();
  std::string hashes;
  for (const std::string& entry : *entries) hashes += crypto::HashLeaf(entry).str();
  return hashes;
}

absl::StatusOr<crypto::TileTree> RestoreTree(const Snapshot& snapshot) {
  auto read = [&](const crypto::TileCoordinate& tile) -> absl::StatusOr<std::string> {
    if (tile.level == 0) return HashNewestEntries(snapshot, tile.width);
    return snapshot.ReadTile(tile.level, tile.index);
  };
  absl::StatusOr<crypto::TileTree> tree = crypto::TileTree::Restore(snapshot.size(), read);
  if (!tree.ok()) return StoreDamaged(tree.status().ToString());
  return tree;
}

// Head against tree: what the last commit said it wrote.
absl::Status CheckHead(const Snapshot& snapshot, const crypto::TileTree& tree) {
  if (snapshot.size() == 0) {
    return snapshot.head().empty() ? absl::OkStatus() : StoreDamaged("a head without entries");
  }
  absl::StatusOr<crypto::Checkpoint> head = crypto::ParseCheckpoint(snapshot.head());
  if (!head.ok()) return StoreDamaged("the head is unreadable");
  if (head->size != snapshot.size()) return StoreDamaged("the head has another size");
  if (head->root != tree.Root()) {
    return StoreDamaged("tiles and newest entries do not give the root of the head");
  }
  return absl::OkStatus();
}

absl::Status CheckOrigin(const Snapshot& snapshot, const LogIdentity& log) {
  if (snapshot.size() == 0) return absl::OkStatus();
  absl::StatusOr<crypto::Checkpoint> head = crypto::ParseCheckpoint(snapshot.head());
  if (!head.ok()) return StoreDamaged("the head is unreadable");
  if (head->origin == log.origin) return absl::OkStatus();
  return AnchorContradicts(
      absl::StrCat("the store is of the log ", head->origin, ", not ", log.origin));
}

// The last entry, re-hashed also when it closes a full tile, gives the log's time.
absl::StatusOr<proto::LogTime> CheckLastEntry(const Snapshot& snapshot) {
  const uint64_t last = snapshot.size() - 1;
  auto entries = snapshot.ReadEntries(last, snapshot.size(), proto::kMaxEntrySizeBytes);
  if (!entries.ok()) return entries.status();
  if (snapshot.size() % crypto::kTileWidth == 0) {
    absl::StatusOr<std::string> tile = snapshot.ReadTile(0, last / crypto::kTileWidth);
    if (!tile.ok()) return StoreDamaged("the last full tile is missing");
    const std::string hash = crypto::HashLeaf(entries->front()).str();
    if (tile->size() < hash.size() || tile->substr(tile->size() - hash.size()) != hash) {
      return StoreDamaged("the last entry is not what its tile says");
    }
  }
  absl::StatusOr<v1::LogEntry> entry = proto::DecodeEntry(entries->front());
  if (!entry.ok()) return StoreDamaged("the last entry is unreadable");
  return entry->logged_at();
}

absl::StatusOr<crypto::Hash> RootAt(const std::shared_ptr<const Snapshot>& snapshot,
                                    const crypto::TileTree& tree, uint64_t size) {
  auto read = [&snapshot](uint32_t level, uint64_t index) {
    return snapshot->ReadTile(level, index);
  };
  absl::StatusOr<crypto::Hash> root = crypto::RootAt(size, crypto::TileNodes(tree, read));
  if (!root.ok()) return StoreDamaged(root.status().ToString());
  return root;
}

absl::Status CheckAnchor(const std::shared_ptr<const Snapshot>& snapshot,
                         const crypto::TileTree& tree, const std::optional<std::string>& anchor,
                         const LogIdentity& log) {
  if (!anchor.has_value()) {
    if (snapshot->size() == 0) return absl::OkStatus();
    return AnchorContradicts("the anchor is missing beside a store with entries");
  }
  auto key =
      crypto::NoteKey::Create(log.origin, crypto::NoteAlgorithm::kEd25519, log.key->public_key());
  if (!key.ok()) return key.status();
  absl::StatusOr<crypto::Checkpoint> anchored = crypto::OpenCheckpoint(*anchor, *key);
  if (!anchored.ok()) return AnchorContradicts("the anchor is not signed by this log");
  if (anchored->size > snapshot->size()) {
    return AnchorContradicts(absl::StrCat("the anchor is ahead: it has ", anchored->size,
                                          " entries, the store ", snapshot->size(),
                                          ": acknowledged entries are lost"));
  }
  absl::StatusOr<crypto::Hash> root = RootAt(snapshot, tree, anchored->size);
  if (!root.ok()) return root.status();
  if (*root != anchored->root) {
    return AnchorContradicts(
        absl::StrCat("the anchor differs: another history up to entry ", anchored->size));
  }
  return absl::OkStatus();
}

// Of genesis, or since the newest epoch.
absl::Status CheckName(const StoredView& view, const LogIdentity& log) {
  auto registry = rules::FindRegistry(view);
  if (!registry.ok()) return registry.status();
  if (*registry == nullptr) return StoreDamaged("entries without a registry record");
  return (*registry)->epochs().empty() ? CheckGenesisNames((*registry)->genesis(), log)
                                       : CheckIsNameOf(rules::NamesOf(**registry).back(), log);
}

}  // namespace

absl::StatusOr<Published> ReadStore(const std::shared_ptr<const Snapshot>& snapshot,
                                    RecordCache* records) {
  absl::StatusOr<crypto::TileTree> tree = RestoreTree(*snapshot);
  if (!tree.ok()) return tree.status();
  if (absl::Status status = CheckHead(*snapshot, *tree); !status.ok()) return status;
  proto::LogTime logged_at = 0;
  if (snapshot->size() > 0) {
    absl::StatusOr<proto::LogTime> last = CheckLastEntry(*snapshot);
    if (!last.ok()) return last.status();
    logged_at = *last;
  }
  const crypto::Hash root = tree->Root();
  return Published{snapshot->size(),
                   root,
                   "",
                   logged_at,
                   snapshot,
                   *std::move(tree),
                   StoredView(snapshot, records)};
}

absl::StatusOr<rules::LogName> NewestName(const rules::View& view) {
  auto registry = rules::FindRegistry(view);
  if (!registry.ok()) return registry.status();
  if (*registry == nullptr) return StoreDamaged("entries without a registry record");
  return rules::NamesOf(**registry).back();
}

absl::StatusOr<PublishedPtr> FindStartingPoint(const std::shared_ptr<const Snapshot>& snapshot,
                                               const std::optional<std::string>& anchor,
                                               const LogIdentity& log, RecordCache* records) {
  absl::StatusOr<Published> read = ReadStore(snapshot, records);
  if (!read.ok()) return read.status();
  absl::Status status = CheckOrigin(*snapshot, log);
  if (status.ok()) status = CheckAnchor(snapshot, read->edge, anchor, log);
  if (status.ok() && snapshot->size() > 0) status = CheckName(read->view, log);
  if (!status.ok()) return status;
  auto note = crypto::SignCheckpoint({.origin = log.origin, .size = read->size, .root = read->root},
                                     *log.key);
  if (!note.ok()) return note.status();
  read->checkpoint = *std::move(note);
  return std::make_shared<const Published>(*std::move(read));
}

}  // namespace linkcert::server
