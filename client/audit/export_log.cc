#include "client/audit/export_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "client/audit/tile_directory.h"
#include "client/local_file.h"
#include "client/logged_entry.h"
#include "client/memory/fork_evidence.h"
#include "crypto/checkpoint.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "crypto/tile_tree.h"
#include "crypto/tiles.h"

namespace linkcert::client {
namespace {

using crypto::kTileWidth;

// Whole or not at all; durable only after SyncFileSystem.
absl::Status WriteTileFile(const std::string& path, absl::string_view bytes) {
  std::error_code error;
  std::filesystem::create_directories(DirectoryOf(path), error);
  const std::string beside = path + ".tmp";
  std::ofstream file(beside, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (file.good()) std::filesystem::rename(beside, path, error);
  if (file.good() && !error) return absl::OkStatus();
  return absl::UnknownError(absl::StrCat("cannot write ", path));
}

absl::Status SyncFileSystem(const std::string& directory) {
  const int fd = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && syncfs(fd) == 0;
  const int error = errno;
  if (fd >= 0) close(fd);
  if (synced) return absl::OkStatus();
  return absl::UnknownError(absl::StrCat("cannot sync ", directory, ": ", std::strerror(error)));
}

// The roots of a log's first `small` and first `large` entries, as it hands them out.
struct TwoRoots {
  crypto::Hash at_small;
  crypto::Hash at_large;
};
absl::StatusOr<TwoRoots> RootsOf(LogSource& source, uint64_t small, uint64_t large) {
  TwoRoots roots;
  crypto::CompactRange range;
  absl::Status status = source.Entries(0, large, [&](uint64_t, absl::string_view entry) {
    if (range.size() == small) roots.at_small = range.Root();
    range.Append(crypto::HashLeaf(entry));
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  if (small == large) roots.at_small = range.Root();
  roots.at_large = range.Root();
  return roots;
}

// Whether the two checkpoints cannot both be true: the entries of the larger one, which `source`
// holds, give its root, but not that of the smaller one. Entries that do not fit prove nothing.
bool Contradict(LogSource& source, const crypto::Checkpoint& small,
                const crypto::Checkpoint& large) {
  if (small.size == large.size) return small.root != large.root;
  const absl::StatusOr<TwoRoots> roots = RootsOf(source, small.size, large.size);
  return roots.ok() && roots->at_large == large.root && roots->at_small != small.root;
}

class Exporter {
 public:
  Exporter(LogSource& source, const std::string& directory, const ExportOptions& options)
      : source_(source), directory_(directory), options_(options), tiles_(directory) {}

  absl::StatusOr<Exported> Export() {
    absl::Status status = ReadBoth();
    if (!status.ok()) return status;
    if (old_ && old_->size > new_.size) return Older();
    status = TakeWhatIsThere(new_.size);
    const uint64_t begin = tree_.size();
    if (status.ok()) status = Copy(begin, new_.size);
    if (status.ok()) status = Finish();
    if (status.ok()) return Exported{.size = new_.size, .copied = new_.size - begin};
    if (absl::IsDataLoss(status) && old_ && Contradict(source_, *old_, new_)) return Forked();
    return status;
  }

 private:
  absl::Status ReadBoth() {
    absl::StatusOr<std::string> note = source_.Checkpoint();
    if (!note.ok()) return note.status();
    new_note_ = *std::move(note);
    absl::StatusOr<crypto::Checkpoint> checkpoint = ReadCheckpoint(new_note_);
    if (!checkpoint.ok()) return checkpoint.status();
    new_ = *std::move(checkpoint);
    absl::StatusOr<std::string> old_note = tiles_.Checkpoint();
    if (absl::IsNotFound(old_note.status())) return absl::OkStatus();
    if (!old_note.ok()) return old_note.status();
    old_note_ = *std::move(old_note);
    absl::StatusOr<crypto::Checkpoint> old = ReadCheckpoint(old_note_);
    if (!old.ok()) return absl::DataLossError(directory_ + ": its checkpoint is malformed");
    old_ = *std::move(old);
    if (old_->origin == new_.origin) return absl::OkStatus();
    return absl::FailedPreconditionError(absl::StrCat(directory_, " is a log of ", old_->origin));
  }

  // A directory is never made smaller: the source is behind, or was rolled back and changed.
  absl::StatusOr<Exported> Older() {
    if (Contradict(tiles_, new_, *old_)) return Forked();
    return absl::FailedPreconditionError(
        absl::StrCat(directory_, " holds ", old_->size, " entries, the source only ", new_.size));
  }

  absl::StatusOr<Exported> Forked() const {
    absl::StatusOr<std::string> path =
        WriteForkEvidence(directory_, {.first = {old_note_, directory_},
                                       .second = {new_note_, options_.where},
                                       .found_ms = options_.now_ms});
    if (!path.ok()) return path.status();
    return Exported{.size = old_->size, .fork_evidence = *std::move(path)};
  }

  // Nothing is written over what an old checkpoint covers before this has passed.
  absl::Status Append(const crypto::Hash& hash) {
    tree_.Append(hash);
    if (!old_ || tree_.size() != old_->size || tree_.Root() == old_->root) return absl::OkStatus();
    return absl::DataLossError(
        absl::StrCat("the first ", old_->size, " entries are not those of ", directory_));
  }

  // Full tiles in a row, with their bundles; only what the size asked for covers.
  absl::Status TakeWhatIsThere(uint64_t size) {
    std::error_code error;
    for (uint64_t tile = 0; (tile + 1) * kTileWidth <= size; ++tile) {
      const bool bundle = std::filesystem::exists(
          absl::StrCat(directory_, "/", crypto::EntryBundlePath(tile)), error);
      absl::StatusOr<std::string> hashes = tiles_.HashTile({.level = 0, .index = tile});
      if (!bundle || !hashes.ok() || hashes->size() != kTileWidth * crypto::Hash::kSizeBytes) break;
      for (uint32_t i = 0; i < kTileWidth; ++i) {
        absl::StatusOr<crypto::Hash> hash = crypto::Hash::FromBytes(
            absl::string_view(*hashes).substr(i * crypto::Hash::kSizeBytes, 32));
        absl::Status status = hash.ok() ? Append(*hash) : hash.status();
        if (!status.ok()) return status;
      }
    }
    return absl::OkStatus();
  }

  absl::Status Copy(uint64_t begin, uint64_t size) {
    absl::Status status =
        source_.Entries(begin, size, [&](uint64_t index, absl::string_view entry) -> absl::Status {
          absl::Status appended = crypto::AppendToEntryBundle(entry, &bundle_);
          if (!appended.ok()) return appended;
          const crypto::Hash hash = crypto::HashLeaf(entry);
          hashes_.append(hash.view().data(), hash.view().size());
          appended = Append(hash);
          if (!appended.ok()) return appended;
          return (index + 1) % kTileWidth == 0 ? WriteBundle(index / kTileWidth, size)
                                               : absl::OkStatus();
        });
    if (status.ok() && size % kTileWidth != 0) status = WriteBundle(size / kTileWidth, size);
    return status;
  }

  // The bundle gathered so far and its hash tile, full or partial. The bundle comes first: a tile
  // says that its bundle is there.
  absl::Status WriteBundle(uint64_t index, uint64_t size) {
    const uint32_t width = static_cast<uint32_t>(hashes_.size() / crypto::Hash::kSizeBytes);
    absl::Status status = WriteTileFile(
        absl::StrCat(directory_, "/", crypto::EntryBundlePath(index, width)), bundle_);
    if (status.ok()) status = WriteHashTile({.level = 0, .index = index, .width = width}, hashes_);
    bundle_.clear();
    hashes_.clear();
    if (status.ok() && index % kTileWidth == kTileWidth - 1) status = WriteTilesAbove();
    if (options_.on_progress) options_.on_progress(tree_.size(), size);
    return status;
  }

  absl::Status WriteHashTile(const crypto::TileCoordinate& tile, absl::string_view hashes) {
    return WriteTileFile(absl::StrCat(directory_, "/", crypto::TilePath(tile)), hashes);
  }

  // Tiles of the levels above that changed since the last call; partial ones are written again
  // when they have grown.
  absl::Status WriteTilesAbove() {
    for (const crypto::Tile& tile : tree_.TakeChangedTiles()) {
      if (tile.level == 0) continue;
      const auto width = static_cast<uint32_t>(tile.hashes.size() / crypto::Hash::kSizeBytes);
      absl::Status status =
          WriteHashTile({.level = tile.level, .index = tile.index, .width = width}, tile.hashes);
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // The checkpoint stands there only when all else is durable.
  absl::Status Finish() {
    if (tree_.Root() != new_.root) {
      return absl::DataLossError("the entries do not give the checkpoint's root");
    }
    absl::Status status = WriteTilesAbove();
    if (status.ok()) status = MakeLocalDirectory(directory_, FileAccess::kPublic);
    if (status.ok()) status = SyncFileSystem(directory_);
    if (!status.ok()) return status;
    return WriteLocalFile(directory_ + "/checkpoint", new_note_, FileAccess::kPublic);
  }

  LogSource& source_;
  const std::string directory_;
  const ExportOptions& options_;
  TileDirectory tiles_;
  std::string new_note_;
  crypto::Checkpoint new_;
  std::string old_note_;
  std::optional<crypto::Checkpoint> old_;  // of the directory
  crypto::TileTree tree_;
  std::string bundle_;  // of the entries since the last full tile
  std::string hashes_;
};

}  // namespace

absl::StatusOr<Exported> ExportLog(LogSource& source, const std::string& directory,
                                   const ExportOptions& options) {
  return Exporter(source, directory, options).Export();
}

}  // namespace linkcert::client
