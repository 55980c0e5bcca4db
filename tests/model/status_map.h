// The status map of FORMAT.md §6, made from nothing each time.
#ifndef LINKCERT_TESTS_MODEL_STATUS_MAP_H_
#define LINKCERT_TESTS_MODEL_STATUS_MAP_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/model/facts.h"

namespace linkcert::model {

// The canonical StatusHistory.
std::string HistoryBytes(const std::vector<Change>& changes);
// 32 bytes.
std::string StatusMapRoot(const std::map<uint64_t, std::vector<Change>>& standing);

}  // namespace linkcert::model

#endif  // LINKCERT_TESTS_MODEL_STATUS_MAP_H_
