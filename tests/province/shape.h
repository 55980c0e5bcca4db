// How large a generated province is, and the lots that a seed draws for it.
#ifndef LINKCERT_TESTS_PROVINCE_SHAPE_H_
#define LINKCERT_TESTS_PROVINCE_SHAPE_H_

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "proto/civil_date.h"

namespace linkcert::province {

struct Shape {
  uint32_t seed = 1;
  uint32_t certificates = 200'000;  // exactly so many are issued; at least 8
  uint32_t issuers = 200;
  uint32_t chains = 20;            // at most as many as ChainKinds
  uint32_t firms = 10;             // of each chain, beside its issuers
  uint32_t largest_batch = 1'000;  // at least 20
  proto::CivilDate first_day = 20230103;
  proto::CivilDate last_day = 20251231;

  uint32_t days() const {
    return static_cast<uint32_t>(proto::DaysBetween(first_day, last_day)) + 1;
  }
};

// An industry chain and the occupation that its standard is about.
struct ChainKind {
  const char* name;  // of the chain, less 产业链
  const char* code;  // in the catalogue of 2022
  const char* occupation;
  const char* trade = "";  // 工种 that half of its assessments are about; empty: none
};
const std::vector<ChainKind>& ChainKinds();

// Saturday and Sunday become Monday.
proto::CivilDate WorkingDay(proto::CivilDate day);

// Draws lots; the same seed draws the same. Not thread-safe.
class Dice {
 public:
  explicit Dice(uint32_t seed) : random_(seed) {}

  uint32_t Below(uint32_t count) { return static_cast<uint32_t>(random_() % count); }
  uint32_t Between(uint32_t low, uint32_t high) { return low + Below(high - low + 1); }
  bool OnceIn(uint32_t count) { return Below(count) == 0; }
  template <typename Container>
  void Shuffle(Container& container) {
    std::shuffle(container.begin(), container.end(), random_);
  }
  // How many a batch certifies: mostly 20 to 120, at least 8, at most `largest`.
  uint32_t BatchSize(uint32_t largest);

 private:
  std::mt19937 random_;
};

}  // namespace linkcert::province

#endif  // LINKCERT_TESTS_PROVINCE_SHAPE_H_
