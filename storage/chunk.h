// Chunks: how entries lie in rows. A chunk holds 1 to 256 entries in a row that share one C2SP
// entry bundle (index / 256), encoded as in a bundle: a big-endian uint16 length, then the entry.
// A bundle is therefore its chunks, joined.
#ifndef LINKCERT_STORAGE_CHUNK_H_
#define LINKCERT_STORAGE_CHUNK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace linkcert::storage {

struct Chunk {
  uint64_t first = 0;  // index of its first entry
  std::string bytes;
};

// Entries beginning at index `first`, each at most kMaxEntryBytes long.
std::vector<Chunk> CutIntoChunks(uint64_t first, absl::Span<const std::string> entries);

// The entries of the chunk at index `first`, as views into `bytes`.
// DataLoss if CutIntoChunks can't have made it.
absl::StatusOr<std::vector<absl::string_view>> ParseChunk(uint64_t first, absl::string_view bytes);

}  // namespace linkcert::storage

#endif  // LINKCERT_STORAGE_CHUNK_H_
