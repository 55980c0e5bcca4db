#include "tests/model/status_map.h"

#include <utility>

#include "crypto/hash.h"

namespace linkcert::model {
namespace {

using Row = std::pair<uint64_t, std::string>;  // key, value

std::string LittleEndian(uint64_t key) {
  std::string bytes;
  for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<char>(key >> (8 * i)));
  return bytes;
}

// Of the subtree at `depth` that holds exactly these rows.
std::string Root(const std::vector<Row>& rows, int depth) {
  if (rows.empty()) return std::string(32, '\0');
  if (rows.size() == 1) {
    return crypto::Sha256("\x02" + LittleEndian(rows[0].first) + rows[0].second).str();
  }
  std::vector<Row> sides[2];
  for (const Row& row : rows) sides[(row.first >> depth) & 1].push_back(row);
  return crypto::Sha256("\x03" + Root(sides[0], depth + 1) + Root(sides[1], depth + 1)).str();
}

}  // namespace

std::string HistoryBytes(const std::vector<Change>& changes) {
  v1::StatusHistory history;
  for (const Change& change : changes) {
    v1::StatusChange& row = *history.add_changes();
    row.set_state(change.state);
    row.set_reason(change.reason);
    row.set_logged_at(change.logged.at);
    row.set_entry_index(change.logged.index);
    row.set_since(change.since);
  }
  return history.SerializeAsString();
}

std::string StatusMapRoot(const std::map<uint64_t, std::vector<Change>>& standing) {
  std::vector<Row> rows;
  for (const auto& [key, changes] : standing) rows.push_back({key, HistoryBytes(changes)});
  return Root(rows, 0);
}

}  // namespace linkcert::model
