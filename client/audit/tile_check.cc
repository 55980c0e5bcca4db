#include "client/audit/tile_check.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/tiles.h"

namespace linkcert::client {
namespace {

using crypto::kTileWidth;
using proto::Reason;

constexpr size_t kMaxDifferences = 4096;
const crypto::Hash kNothing;

crypto::Hash HashAt(absl::string_view hashes, uint64_t place) {
  crypto::Hash hash;
  const absl::string_view bytes =
      hashes.substr(place * crypto::Hash::kSizeBytes, crypto::Hash::kSizeBytes);
  std::copy(bytes.begin(), bytes.end(), hash.data());
  return hash;
}

}  // namespace

TileCheck::TileCheck(crypto::TileTree::TileReader read, const crypto::Checkpoint& checkpoint,
                     uint64_t begin)
    : read_(std::move(read)), checkpoint_(checkpoint), next_(begin), stored_whole_(begin == 0) {}

void TileCheck::Report(uint64_t index, Reason reason, std::string detail) {
  findings_.push_back({.index = index, .reason = reason, .detail = std::move(detail)});
}

void TileCheck::Add(const crypto::Hash& leaf_hash) {
  gathered_.push_back(leaf_hash);
  ++next_;
  if (next_ % kTileWidth == 0) CompareTile();
}

// The tile of the entries gathered, to its full width in this tree.
void TileCheck::CompareTile() {
  const uint64_t begin = next_ - gathered_.size();
  const uint64_t tile = begin / kTileWidth;
  const uint64_t first = tile * kTileWidth;
  const uint64_t width = std::min<uint64_t>(kTileWidth, checkpoint_.size - first);
  const crypto::TileCoordinate place = {
      .level = 0, .index = tile, .width = static_cast<uint32_t>(width)};
  const absl::StatusOr<std::string> bytes = read_(place);
  if (!bytes.ok()) {
    Report(first, Reason::kEvidenceMissing,
           absl::StrCat("hash tile ", crypto::TilePath(place), " cannot be read"));
    stored_whole_ = false;
    gathered_.clear();
    return;
  }
  for (uint64_t index = first; index < first + width; ++index) {
    const crypto::Hash stored = HashAt(*bytes, index - first);
    if (stored_whole_) stored_.Append(stored);
    if (index < begin) continue;
    const uint64_t i = index - begin;
    const crypto::Hash& found = i < gathered_.size() ? gathered_[i] : kNothing;
    if (found != stored && differences_.size() < kMaxDifferences) {
      differences_.push_back({index, found, stored});
    }
  }
  gathered_.clear();
  if (stored_whole_ && tile % kTileWidth == kTileWidth - 1) CompareTilesAbove();
}

// Level 0 was compared with the entries; the levels above follow from it.
void TileCheck::CompareTilesAbove() {
  for (const crypto::Tile& tile : stored_.TakeChangedTiles()) {
    if (tile.level == 0) continue;
    const auto width = static_cast<uint32_t>(tile.hashes.size() / crypto::Hash::kSizeBytes);
    const crypto::TileCoordinate place = {.level = tile.level, .index = tile.index, .width = width};
    const absl::StatusOr<std::string> bytes = read_(place);
    const bool missing = !bytes.ok();
    if (!missing && bytes->compare(0, tile.hashes.size(), tile.hashes) == 0) continue;
    const uint64_t first = tile.index << (8 * (tile.level + 1));
    Report(first, missing ? Reason::kEvidenceMissing : Reason::kLogRootDiffers,
           absl::StrCat("hash tile ", crypto::TilePath(place),
                        missing ? " cannot be read" : " does not follow from those below it"));
  }
}

// One entry is gone and those after it moved up by one.
bool TileCheck::IsDropped() const {
  if (differences_.size() < 2) return false;
  for (size_t i = 0; i + 1 < differences_.size(); ++i) {
    const Difference& here = differences_[i];
    const Difference& next = differences_[i + 1];
    if (here.index + 1 != next.index || here.found != next.stored) return false;
  }
  return differences_.back().found == kNothing || differences_.size() == kMaxDifferences;
}

AuditFinding TileCheck::Name(const Difference& difference) const {
  AuditFinding finding = {.index = difference.index, .detail = "this entry was changed"};
  if (difference.found == kNothing) {
    finding.detail = "this entry is missing";
    return finding;
  }
  for (const Difference& other : differences_) {
    if (other.stored != difference.found) continue;
    const bool swapped = other.found == difference.stored;
    finding.detail = swapped ? absl::StrCat("this entry was swapped with entry ", other.index)
                             : absl::StrCat("entry ", other.index, " stands in its place");
    break;
  }
  return finding;
}

std::vector<AuditFinding> TileCheck::NameEntries() const {
  if (IsDropped()) {
    return {{.index = differences_.front().index,
             .detail = "this entry was dropped: those after it have moved up by one"}};
  }
  std::vector<AuditFinding> findings;
  for (const Difference& difference : differences_) findings.push_back(Name(difference));
  return findings;
}

std::vector<AuditFinding> TileCheck::Finish(bool entries_fit) {
  if (!gathered_.empty()) CompareTile();
  if (stored_whole_ && stored_.size() == checkpoint_.size) {
    if (stored_.Root() == checkpoint_.root) {
      CompareTilesAbove();
    } else if (!entries_fit) {
      Report(0, Reason::kLogRootDiffers,
             "the hash tiles do not give the checkpoint's root either: which entries are named "
             "rests on the tiles alone");
    }
  }
  std::vector<AuditFinding> named;
  if (!entries_fit) {
    named = NameEntries();
    if (!named.empty()) first_altered_ = named.front().index;
  } else {
    for (const Difference& difference : differences_) {
      Report(difference.index, Reason::kLogRootDiffers,
             "its hash in the hash tile is wrong; the entry itself is as logged");
    }
  }
  named.insert(named.end(), findings_.begin(), findings_.end());
  return named;
}

}  // namespace linkcert::client
