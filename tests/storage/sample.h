// What the storage tests write: everything follows from the index, so any read can be checked.
#ifndef LINKCERT_TESTS_STORAGE_SAMPLE_H_
#define LINKCERT_TESTS_STORAGE_SAMPLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/store.h"

namespace linkcert::storage {

// Entry 0 is empty; lengths vary up to 96 bytes.
inline std::string SampleEntry(uint64_t index) {
  if (index == 0) return "";
  std::string entry = absl::StrCat("entry ", index, " ");
  entry.resize(entry.size() + index * 37 % 80, static_cast<char>(index));
  return entry;
}

inline std::vector<std::string> SampleEntries(uint64_t first, uint64_t end) {
  std::vector<std::string> entries;
  for (uint64_t index = first; index < end; ++index) entries.push_back(SampleEntry(index));
  return entries;
}

inline std::string SampleHead(uint64_t size) { return absl::StrCat("head of ", size); }

// Appends entries [first, end), a record of its own, and one record and tile that each commit
// overwrites.
inline Batch SampleBatch(uint64_t first, uint64_t end) {
  Batch batch;
  batch.entries = SampleEntries(first, end);
  batch.tiles = {{1, 0, std::string(kHashBytes * (1 + end % kTileWidth), 'h')}};
  batch.records = {{"last", absl::StrCat(end)}, {absl::StrCat("batch/", first), absl::StrCat(end)}};
  batch.head = SampleHead(end);
  return batch;
}

}  // namespace linkcert::storage

#endif  // LINKCERT_TESTS_STORAGE_SAMPLE_H_
