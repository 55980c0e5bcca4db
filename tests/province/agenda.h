// What is to be done on which day, in what order.
#ifndef LINKCERT_TESTS_PROVINCE_AGENDA_H_
#define LINKCERT_TESTS_PROVINCE_AGENDA_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "linkcert/v1/statement.pb.h"
#include "tests/province/shape.h"
#include "tests/testing/world.h"

namespace linkcert::province {

// A statement before it is signed, and the leaves that go with it.
struct Draft {
  v1::Statement statement;
  std::vector<std::string> signers;  // names of keys in the world
  testing::Unit unit = {};
};

// Where it was logged.
struct Logged {
  uint64_t index = 0;
  uint64_t at_ms = 0;
};

struct Act {
  // Whose affairs it changes: of one actor's acts each waits for the one before. Empty: it waits
  // for all before it, and all behind wait for it.
  std::string actor;
  // When its turn comes; nullopt when there is nothing to do (any more).
  std::function<std::optional<Draft>()> make;
  std::function<void(const Draft& draft, const Logged& logged)> then = {};
};

// Not thread-safe.
class Agenda {
 public:
  explicit Agenda(const Shape& shape) : last_day_(shape.last_day) {}

  // On the first working day from `day` on, behind what is there; never, if that is after the end.
  void On(proto::CivilDate day, Act act);
  // Today, before all else.
  void Next(Act act);

  void Begin(proto::CivilDate day);
  // Acts of today that may be made and handed in together, at most `limit`; empty: none is left.
  std::vector<Act> TakeWave(size_t limit);

  proto::CivilDate today() const { return today_; }
  proto::CivilDate In(uint32_t days) const { return proto::AddDays(today_, days); }

 private:
  const proto::CivilDate last_day_;
  proto::CivilDate today_ = 0;
  std::deque<Act> open_;  // of today
  std::map<proto::CivilDate, std::vector<Act>> later_;
};

}  // namespace linkcert::province

#endif  // LINKCERT_TESTS_PROVINCE_AGENDA_H_
