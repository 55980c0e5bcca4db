// What all parts of a generated province work with. Not thread-safe.
#ifndef LINKCERT_TESTS_PROVINCE_STAGE_H_
#define LINKCERT_TESTS_PROVINCE_STAGE_H_

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/province/agenda.h"
#include "tests/province/cast.h"
#include "tests/province/ledger.h"
#include "tests/province/shape.h"
#include "tests/testing/world.h"

namespace linkcert::province {

// All must outlive what is made with it.
struct Stage {
  const Shape& shape;
  testing::World& world;
  Dice& dice;
  Cast& cast;
  KeyBook& keys;
  Agenda& agenda;
  Ledger& ledger;

  Chain& ChainOf(const Issuer& issuer) const { return cast.chains[issuer.chain]; }
  // How many days something takes: soon after, for the length of the whole.
  uint32_t Soon() const { return dice.Between(2, std::max(3u, shape.days() / 12)); }
  // A day at this share (per cent) of the whole.
  proto::CivilDate DayAt(uint32_t percent) const {
    return proto::AddDays(shape.first_day, int64_t{shape.days()} * percent / 100);
  }
};

inline std::vector<v1::KeyPurpose> AllPurposes() {
  return {v1::KEY_PURPOSE_CERTIFICATE, v1::KEY_PURPOSE_GOVERNANCE, v1::KEY_PURPOSE_STANDARD};
}

// Waits for all that is on the agenda before it.
inline Act Barrier() {
  return {.actor = "", .make = [] { return std::nullopt; }};
}

// An act that depends on nothing but its turn.
template <typename Make>
Act Plain(std::string actor, std::vector<std::string> signers, Make make) {
  return {.actor = std::move(actor), .make = [signers = std::move(signers), make] {
            return std::optional<Draft>(Draft{.statement = make(), .signers = signers});
          }};
}

}  // namespace linkcert::province

#endif  // LINKCERT_TESTS_PROVINCE_STAGE_H_
