#include "crypto/tiles.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "crypto/big_endian.h"
#include "crypto/text.h"

namespace linkcert::crypto {
namespace {

constexpr absl::string_view kTilePrefix = "tile/";
constexpr absl::string_view kEntriesPrefix = "tile/entries/";
constexpr absl::string_view kPartial = ".p/";
constexpr size_t kSizePrefixBytes = 2;

absl::Status NotATilePath() { return absl::InvalidArgumentError("not the path of a tile"); }

// "x001/x234/067", and ".p/5" after it for a partial tile.
std::string IndexPath(uint64_t index, uint32_t width) {
  std::string path = absl::StrFormat("%03d", index % 1000);
  for (uint64_t rest = index / 1000; rest > 0; rest /= 1000) {
    path = absl::StrFormat("x%03d/%s", rest % 1000, path);
  }
  if (width < kTileWidth) absl::StrAppend(&path, kPartial, width);
  return path;
}

// Reads loosely; the caller accepts only what IndexPath makes again from the result.
absl::StatusOr<std::pair<uint64_t, uint32_t>> ReadIndexPath(absl::string_view path) {
  uint32_t width = kTileWidth;
  if (const size_t partial = path.find(kPartial); partial != absl::string_view::npos) {
    absl::StatusOr<uint64_t> number = ParseDecimal(path.substr(partial + kPartial.size()));
    if (!number.ok() || *number == 0 || *number >= kTileWidth) return NotATilePath();
    width = static_cast<uint32_t>(*number);
    path = path.substr(0, partial);
  }
  uint64_t index = 0;
  for (const char c : path) {
    if (c == 'x' || c == '/') continue;
    if (c < '0' || c > '9') return NotATilePath();
    if (__builtin_mul_overflow(index, uint64_t{10}, &index) ||
        __builtin_add_overflow(index, static_cast<uint64_t>(c - '0'), &index)) {
      return NotATilePath();
    }
  }
  return std::make_pair(index, width);
}

}  // namespace

std::string TilePath(const TileCoordinate& tile) {
  return absl::StrCat(kTilePrefix, tile.level, "/", IndexPath(tile.index, tile.width));
}

absl::StatusOr<TileCoordinate> ParseTilePath(absl::string_view path) {
  absl::string_view rest = path;
  if (!absl::ConsumePrefix(&rest, kTilePrefix)) return NotATilePath();
  const size_t slash = rest.find('/');
  if (slash == absl::string_view::npos) return NotATilePath();
  absl::StatusOr<uint64_t> level = ParseDecimal(rest.substr(0, slash));
  if (!level.ok() || *level > kMaxTileLevel) return NotATilePath();
  auto place = ReadIndexPath(rest.substr(slash + 1));
  if (!place.ok()) return place.status();
  const TileCoordinate tile{static_cast<uint32_t>(*level), place->first, place->second};
  if (TilePath(tile) != path) return NotATilePath();
  return tile;
}

std::string EntryBundlePath(uint64_t index, uint32_t width) {
  return absl::StrCat(kEntriesPrefix, IndexPath(index, width));
}

absl::StatusOr<TileCoordinate> ParseEntryBundlePath(absl::string_view path) {
  absl::string_view rest = path;
  if (!absl::ConsumePrefix(&rest, kEntriesPrefix)) return NotATilePath();
  auto place = ReadIndexPath(rest);
  if (!place.ok()) return place.status();
  if (EntryBundlePath(place->first, place->second) != path) return NotATilePath();
  return TileCoordinate{0, place->first, place->second};
}

absl::Status AppendToEntryBundle(absl::string_view entry, std::string* bundle) {
  if (entry.size() > kMaxEntrySizeBytes) {
    return absl::InvalidArgumentError("an entry has at most 65,535 bytes");
  }
  bundle->append(ToBigEndian(entry.size(), kSizePrefixBytes));
  bundle->append(entry.data(), entry.size());
  return absl::OkStatus();
}

absl::StatusOr<std::vector<absl::string_view>> DecodeEntryBundle(absl::string_view bundle) {
  if (bundle.empty()) return absl::InvalidArgumentError("the bundle is empty");
  std::vector<absl::string_view> entries;
  while (!bundle.empty()) {
    if (entries.size() == kTileWidth) {
      return absl::InvalidArgumentError("the bundle has more than 256 entries");
    }
    if (bundle.size() < kSizePrefixBytes) return absl::InvalidArgumentError("the bundle is cut");
    const size_t size = FromBigEndian(bundle.substr(0, kSizePrefixBytes));
    bundle.remove_prefix(kSizePrefixBytes);
    if (bundle.size() < size) return absl::InvalidArgumentError("the bundle is cut");
    entries.push_back(bundle.substr(0, size));
    bundle.remove_prefix(size);
  }
  return entries;
}

}  // namespace linkcert::crypto
