// Who acts in a random history: the firms, people and keys of one invented world, and chance.
#ifndef LINKCERT_TESTS_MODEL_CAST_H_
#define LINKCERT_TESTS_MODEL_CAST_H_

#include <cstdint>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>

#include "proto/civil_date.h"
#include "tests/model/model.h"
#include "tests/testing/world.h"

namespace linkcert::model {

// The same seed chooses the same. Both must outlive the cast; `model` is looked at anew each time.
class Cast {
 public:
  Cast(testing::World& world, const Model& model, uint32_t seed);

  // Below `count`.
  uint32_t Pick(uint32_t count) { return random_() % count; }
  bool OnceIn(uint32_t count) { return Pick(count) == 0; }

 protected:
  using Names = std::set<std::string>;

  const Facts& facts() const { return model_.facts(); }
  proto::CivilDate Day(int from_today) const;
  template <typename Container>
  auto Any(const Container& container) {
    return std::next(container.begin(), Pick(container.size()));
  }
  std::string AnyFirm();
  // Remembers the key of this name by its id.
  const std::string& NameKey(const std::string& name);
  // Active keys of so many different people of it, as far as there are; never none.
  Names KeysOf(const std::string& organisation, uint32_t people = 1);
  Names Authority(uint32_t people = 1) { return KeysOf(kAuthority, people); }
  Names AuthorityOver(const std::string& organisation);
  static Names Joined(Names some, const Names& others);
  // Mostly of a key that is not registered yet; of a person that may be known already.
  std::string NewKeyName(const std::string& organisation);
  // 16 bytes, the same in each history of this seed.
  std::string NewId();

  testing::World& world_;
  const Model& model_;
  const uint32_t seed_;
  std::mt19937 random_;
  std::map<std::string, std::string> names_;  // of keys, by id

 private:
  uint32_t next_id_ = 1;
};

}  // namespace linkcert::model

#endif  // LINKCERT_TESTS_MODEL_CAST_H_
