#include "tests/model/cast.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "crypto/hash.h"
#include "tests/model/acts.h"

namespace linkcert::model {

Cast::Cast(testing::World& world, const Model& model, uint32_t seed)
    : world_(world), model_(model), seed_(seed), random_(seed) {
  for (const char* organisation :
       {kAuthority, testing::kLeader, testing::kMember, testing::kMember2, testing::kStranger}) {
    for (int person : {1, 2}) NameKey(absl::StrCat(organisation, "-", person));
  }
}

proto::CivilDate Cast::Day(int from_today) const {
  return proto::AddDays(proto::CivilDateAt(world_.now_ms()), from_today);
}

std::string Cast::AnyFirm() {
  if (OnceIn(30)) return "nobody-here";
  return facts().organisations.empty() ? testing::kLeader : Any(facts().organisations)->first;
}

const std::string& Cast::NameKey(const std::string& name) {
  return names_[world_.Key(name).public_key().id().str()] = name;
}

Cast::Names Cast::KeysOf(const std::string& organisation, uint32_t people) {
  std::vector<std::pair<std::string, std::string>> active;  // person, name
  for (const auto& [id, key] : facts().keys) {
    if (key.organisation == organisation && !key.ended)
      active.push_back({key.person, names_.at(id)});
  }
  std::shuffle(active.begin(), active.end(), random_);
  std::set<std::string> chosen;
  Names names;
  for (const auto& [person, name] : active) {
    if (chosen.size() < people && chosen.insert(person).second) names.insert(name);
  }
  if (names.empty()) names.insert(absl::StrCat(testing::kStranger, "-1"));
  return names;
}

Cast::Names Cast::AuthorityOver(const std::string& organisation) {
  return Authority(organisation == kAuthority || organisation == kRegistry ? 2 : 1);
}

Cast::Names Cast::Joined(Names some, const Names& others) {
  some.insert(others.begin(), others.end());
  return some;
}

std::string Cast::NewKeyName(const std::string& organisation) {
  std::string name;
  for (int attempt = 0; attempt < 4; ++attempt) {
    name = absl::StrCat(organisation, "-", 1 + Pick(4));
    if (OnceIn(2)) absl::StrAppend(&name, ".", Pick(6));
    if (facts().keys.count(KeyIdOf(world_.Spki(NameKey(name)))) == 0) break;
  }
  return name;
}

std::string Cast::NewId() {
  return crypto::Sha256(absl::StrCat("history ", seed_, " id ", next_id_++)).str().substr(0, 16);
}

}  // namespace linkcert::model
