// All rows of a store, to be compared.
#ifndef LINKCERT_TESTS_SERVER_ROWS_H_
#define LINKCERT_TESTS_SERVER_ROWS_H_

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "storage/store.h"

namespace linkcert::server {

struct Rows {
  std::vector<std::string> entries;
  std::vector<storage::TileRow> tiles;
  std::vector<storage::RecordRow> records;
  std::string head;
  friend bool operator==(const Rows&, const Rows&) = default;
};

inline Rows RowsOf(const storage::Snapshot& snapshot) {
  constexpr size_t kAll = std::numeric_limits<size_t>::max();
  Rows rows;
  if (snapshot.size() > 0) rows.entries = *snapshot.ReadEntries(0, snapshot.size(), kAll);
  for (uint32_t level = 0; level < storage::kTileLevels; ++level) {
    const std::vector<storage::TileRow> tiles = *snapshot.ListTiles(level, 0, kAll);
    rows.tiles.insert(rows.tiles.end(), tiles.begin(), tiles.end());
  }
  rows.records = *snapshot.ListRecords("", "", kAll);
  rows.head = std::string(snapshot.head());
  return rows;
}

}  // namespace linkcert::server

#endif  // LINKCERT_TESTS_SERVER_ROWS_H_
