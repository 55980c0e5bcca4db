#include "storage/batch_check.h"

#include "absl/strings/str_cat.h"

namespace linkcert::storage {
namespace {

absl::Status CheckTile(const TileRow& tile) {
  const size_t bytes = tile.hashes.size();
  const bool whole = bytes > 0 && bytes % kHashBytes == 0 && bytes <= kTileWidth * kHashBytes;
  const bool full = bytes == kTileWidth * kHashBytes;
  if (tile.level < kTileLevels && (full || (whole && tile.level > 0))) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("tile ", tile.level, "/", tile.index, " of ", bytes, " bytes"));
}

}  // namespace

absl::Status CheckBatch(const Batch& batch) {
  if (batch.entries.empty()) return absl::InvalidArgumentError("a batch without entries");
  for (const std::string& entry : batch.entries) {
    if (entry.size() > kMaxEntryBytes) {
      return absl::InvalidArgumentError(absl::StrCat("an entry of ", entry.size(), " bytes"));
    }
  }
  for (const TileRow& tile : batch.tiles) {
    if (absl::Status status = CheckTile(tile); !status.ok()) return status;
  }
  for (const RecordRow& record : batch.records) {
    if (record.key.empty()) return absl::InvalidArgumentError("a record without a key");
  }
  return absl::OkStatus();
}

absl::Status CheckFence(uint64_t expected_size, uint64_t size) {
  if (expected_size == size) return absl::OkStatus();
  return absl::AbortedError(absl::StrCat("fenced: size is ", size, ", not ", expected_size));
}

absl::Status CheckRange(uint64_t first, uint64_t end, uint64_t size) {
  if (first < end && end <= size) return absl::OkStatus();
  return absl::OutOfRangeError(
      absl::StrCat("entries [", first, ", ", end, ") of a store of ", size));
}

}  // namespace linkcert::storage
