#include "storage/chunk.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "crypto/big_endian.h"
#include "storage/store.h"

namespace linkcert::storage {

std::vector<Chunk> CutIntoChunks(uint64_t first, absl::Span<const std::string> entries) {
  std::vector<Chunk> chunks;
  for (const std::string& entry : entries) {
    if (chunks.empty() || first % kTileWidth == 0) chunks.push_back({first, ""});
    crypto::AppendBigEndian(static_cast<uint16_t>(entry.size()), chunks.back().bytes);
    chunks.back().bytes += entry;
    ++first;
  }
  return chunks;
}

absl::StatusOr<std::vector<absl::string_view>> ParseChunk(uint64_t first, absl::string_view bytes) {
  const absl::Status damaged =
      absl::DataLossError(absl::StrCat("damaged chunk of entries at ", first));
  std::vector<absl::string_view> entries;
  while (!bytes.empty()) {
    uint16_t length = 0;
    if (!crypto::TakeBigEndian(bytes, length) || bytes.size() < length) return damaged;
    entries.push_back(bytes.substr(0, length));
    bytes.remove_prefix(length);
  }
  if (entries.empty() || entries.size() > kTileWidth - first % kTileWidth) return damaged;
  return entries;
}

}  // namespace linkcert::storage
