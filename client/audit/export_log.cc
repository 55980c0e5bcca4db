#include "client/audit/export_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "client/audit/tile_directory.h"
#include "client/local_file.h"
#include "crypto/checkpoint.h"
#include "crypto/hash.h"
#include "crypto/note.h"
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

absl::StatusOr<crypto::Checkpoint> ReadCheckpoint(absl::string_view note_bytes) {
  absl::StatusOr<crypto::Note> note = crypto::ParseNote(note_bytes);
  if (!note.ok()) return note.status();
  return crypto::ParseCheckpoint(note->text);
}

class Exporter {
 public:
  Exporter(LogSource& source, const std::string& directory, const OnProgress& on_progress)
      : source_(source), directory_(directory), on_progress_(on_progress), tiles_(directory) {}

  absl::StatusOr<Exported> Export() {
    absl::StatusOr<std::string> note = source_.Checkpoint();
    if (!note.ok()) return note.status();
    absl::StatusOr<crypto::Checkpoint> checkpoint = ReadCheckpoint(*note);
    if (!checkpoint.ok()) return checkpoint.status();
    absl::Status status = CheckNotOlder(*checkpoint);
    if (status.ok()) status = TakeWhatIsThere(checkpoint->size);
    const uint64_t begin = tree_.size();
    if (status.ok()) status = Copy(begin, checkpoint->size);
    if (status.ok()) status = Finish(*checkpoint, *note);
    if (!status.ok()) return status;
    return Exported{.size = checkpoint->size, .copied = checkpoint->size - begin};
  }

 private:
  // A directory is never made smaller.
  absl::Status CheckNotOlder(const crypto::Checkpoint& checkpoint) {
    absl::StatusOr<std::string> old_note = tiles_.Checkpoint();
    if (absl::IsNotFound(old_note.status())) return absl::OkStatus();
    if (!old_note.ok()) return old_note.status();
    absl::StatusOr<crypto::Checkpoint> old = ReadCheckpoint(*old_note);
    if (!old.ok()) return absl::DataLossError(directory_ + ": its checkpoint is malformed");
    if (old->origin == checkpoint.origin && old->size <= checkpoint.size) return absl::OkStatus();
    return absl::FailedPreconditionError(
        absl::StrCat(directory_, " holds ", old->size, " entries of ", old->origin));
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
        if (!hash.ok()) return hash.status();
        tree_.Append(*hash);
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
          tree_.Append(hash);
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
    if (on_progress_) on_progress_(tree_.size(), size);
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
  absl::Status Finish(const crypto::Checkpoint& checkpoint, absl::string_view note) {
    if (tree_.Root() != checkpoint.root) {
      return absl::DataLossError("the entries do not give the checkpoint's root");
    }
    absl::Status status = WriteTilesAbove();
    if (status.ok()) status = MakeLocalDirectory(directory_, FileAccess::kPublic);
    if (status.ok()) status = SyncFileSystem(directory_);
    if (!status.ok()) return status;
    return WriteLocalFile(directory_ + "/checkpoint", note, FileAccess::kPublic);
  }

  LogSource& source_;
  const std::string directory_;
  const OnProgress& on_progress_;
  TileDirectory tiles_;
  crypto::TileTree tree_;
  std::string bundle_;  // of the entries since the last full tile
  std::string hashes_;
};

}  // namespace

absl::StatusOr<Exported> ExportLog(LogSource& source, const std::string& directory,
                                   const OnProgress& on_progress) {
  return Exporter(source, directory, on_progress).Export();
}

}  // namespace linkcert::client
