#include "tests/province/agenda.h"

#include <iterator>
#include <set>
#include <utility>

namespace linkcert::province {

void Agenda::On(proto::CivilDate day, Act act) {
  const proto::CivilDate when = WorkingDay(day);
  if (when > last_day_) return;
  if (when <= today_) {
    open_.push_back(std::move(act));
  } else {
    later_[when].push_back(std::move(act));
  }
}

void Agenda::Next(Act act) { open_.push_front(std::move(act)); }

void Agenda::Begin(proto::CivilDate day) {
  today_ = day;
  const auto due = later_.find(day);
  if (due == later_.end()) return;
  std::move(due->second.begin(), due->second.end(), std::back_inserter(open_));
  later_.erase(due);
}

std::vector<Act> Agenda::TakeWave(size_t limit) {
  std::vector<Act> wave;
  std::set<std::string> busy;
  std::deque<Act> left;
  bool barred = false;
  for (Act& act : open_) {
    const bool alone = act.actor.empty();
    barred |= wave.size() >= limit || (alone && !(wave.empty() && left.empty()));
    if (barred || busy.count(act.actor) > 0) {
      busy.insert(act.actor);
      left.push_back(std::move(act));
      continue;
    }
    busy.insert(act.actor);
    wave.push_back(std::move(act));
    barred |= alone;
  }
  open_ = std::move(left);
  return wave;
}

}  // namespace linkcert::province
