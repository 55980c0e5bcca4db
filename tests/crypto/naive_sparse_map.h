// The sparse Merkle map of docs/FORMAT.md §6 as its definition reads: plain recursion over all
// leaves, to be compared with the fast one.
#ifndef LINKCERT_TESTS_CRYPTO_NAIVE_SPARSE_MAP_H_
#define LINKCERT_TESTS_CRYPTO_NAIVE_SPARSE_MAP_H_

#include <cstdint>
#include <map>
#include <string>

#include "crypto/hash.h"

namespace linkcert::crypto {

using NaiveMap = std::map<uint64_t, std::string>;

inline std::string NaiveLeafInput(uint64_t key, const std::string& value) {
  std::string input(1, '\x02');
  for (int i = 0; i < 8; ++i, key >>= 8) input.push_back(static_cast<char>(key & 0xff));
  return input + value;
}

inline Hash NaiveRoot(const NaiveMap& map, int depth = 0) {
  if (map.empty()) return Hash();
  if (map.size() == 1) return Sha256(NaiveLeafInput(map.begin()->first, map.begin()->second));
  NaiveMap halves[2];
  for (const auto& [key, value] : map) halves[key >> depth & 1].emplace(key, value);
  const std::string left = NaiveRoot(halves[0], depth + 1).str();
  return Sha256("\x03" + left + NaiveRoot(halves[1], depth + 1).str());
}

}  // namespace linkcert::crypto

#endif  // LINKCERT_TESTS_CRYPTO_NAIVE_SPARSE_MAP_H_
