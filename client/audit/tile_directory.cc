#include "client/audit/tile_directory.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "client/local_file.h"

namespace linkcert::client {
namespace {

// The widest partial tile in the folder "….p" beside `full_path`.
std::optional<uint32_t> WidestPartial(const std::string& full_path) {
  std::error_code error;
  std::optional<uint32_t> widest;
  std::filesystem::directory_iterator file(full_path + ".p", error);
  for (; !error && file != std::filesystem::directory_iterator(); file.increment(error)) {
    uint32_t width = 0;
    if (!absl::SimpleAtoi(file->path().filename().string(), &width)) continue;
    if (width > 0 && width < crypto::kTileWidth) widest = std::max(widest.value_or(0), width);
  }
  return widest;
}

// A tile may have grown since: partial, then full, then the widest partial that is there.
absl::StatusOr<std::string> ReadTileFile(const std::string& full_path, uint32_t width) {
  if (width < crypto::kTileWidth) {
    absl::StatusOr<std::string> partial = ReadLocalFile(absl::StrCat(full_path, ".p/", width));
    if (partial.ok() || !absl::IsNotFound(partial.status())) return partial;
  }
  absl::StatusOr<std::string> full = ReadLocalFile(full_path);
  if (full.ok() || !absl::IsNotFound(full.status())) return full;
  const std::optional<uint32_t> widest = WidestPartial(full_path);
  return widest ? ReadLocalFile(absl::StrCat(full_path, ".p/", *widest)) : full;
}

// Takes an entry off the front of a bundle, as far as it is whole: an auditor wants to see what
// stands before a damaged place, so crypto::DecodeEntryBundle is too strict here.
bool TakeEntry(absl::string_view& bundle, absl::string_view& entry) {
  constexpr size_t kSizeBytes = 2;
  if (bundle.size() < kSizeBytes) return false;
  const size_t size = static_cast<uint8_t>(bundle[0]) << 8 | static_cast<uint8_t>(bundle[1]);
  if (bundle.size() < kSizeBytes + size) return false;
  entry = bundle.substr(kSizeBytes, size);
  bundle.remove_prefix(kSizeBytes + size);
  return true;
}

}  // namespace

absl::StatusOr<std::string> TileDirectory::Checkpoint() {
  return ReadLocalFile(path_ + "/checkpoint");
}

absl::StatusOr<std::string> TileDirectory::EntryBundle(uint64_t index, uint32_t width) const {
  return ReadTileFile(absl::StrCat(path_, "/", crypto::EntryBundlePath(index)), width);
}

absl::Status TileDirectory::Entries(uint64_t begin, uint64_t end, OnEntry on_entry) {
  while (begin < end) {
    const uint64_t bundle_index = begin / crypto::kTileWidth;
    const uint64_t first = bundle_index * crypto::kTileWidth;
    const uint64_t last = std::min<uint64_t>(end, first + crypto::kTileWidth);
    absl::StatusOr<std::string> bundle =
        EntryBundle(bundle_index, static_cast<uint32_t>(last - first));
    if (!bundle.ok()) {
      return absl::DataLossError(absl::StrCat("entry ", begin, ": ", bundle.status().message()));
    }
    absl::string_view rest = *bundle;
    for (uint64_t index = first; index < last; ++index) {
      absl::string_view entry;
      if (!TakeEntry(rest, entry)) break;
      if (index < begin) continue;
      absl::Status status = on_entry(index, entry);
      if (!status.ok()) return status;
      begin = index + 1;
    }
    if (begin < last) return absl::DataLossError(absl::StrCat("entry ", begin, " is not there"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> TileDirectory::HashTile(const crypto::TileCoordinate& tile) const {
  const crypto::TileCoordinate full = {tile.level, tile.index, crypto::kTileWidth};
  absl::StatusOr<std::string> bytes =
      ReadTileFile(absl::StrCat(path_, "/", crypto::TilePath(full)), tile.width);
  if (bytes.ok() && bytes->size() < tile.width * size_t{32}) {
    return absl::NotFoundError(absl::StrCat(crypto::TilePath(tile), " is too short"));
  }
  return bytes;
}

absl::StatusOr<OpenedLog> OpenTileDirectory(const std::string& path) {
  auto directory = std::make_unique<TileDirectory>(path);
  absl::StatusOr<std::string> checkpoint = directory->Checkpoint();
  if (!checkpoint.ok()) return checkpoint.status();
  OpenedLog log;
  log.hash_tiles = [tiles = directory.get()](const crypto::TileCoordinate& tile) {
    return tiles->HashTile(tile);
  };
  log.source = std::move(directory);
  return log;
}

}  // namespace linkcert::client
