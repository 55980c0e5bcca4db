// Orders that nobody can foresee.
#ifndef LINKCERT_CLIENT_SHUFFLE_H_
#define LINKCERT_CLIENT_SHUFFLE_H_

#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "crypto/hash.h"

namespace linkcert::client {

// Uniform in [0, bound), from the operating system's generator; bound > 0.
inline uint64_t RandomBelow(uint64_t bound) {
  const uint64_t rejected_below = (0 - bound) % bound;  // 2^64 mod bound
  while (true) {
    uint64_t value = 0;
    std::memcpy(&value, crypto::RandomBytes(sizeof(value)).data(), sizeof(value));
    if (value >= rejected_below) return value % bound;
  }
}

// Fisher-Yates.
template <typename T>
void Shuffle(std::vector<T>& items) {
  for (size_t left = items.size(); left > 1; --left) {
    std::swap(items[left - 1], items[RandomBelow(left)]);
  }
}

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_SHUFFLE_H_
