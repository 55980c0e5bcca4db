#include "tests/province/cast.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "crypto/hash.h"

namespace linkcert::province {
namespace {

constexpr uint32_t kAssessors = 13;  // of a chain
constexpr uint32_t kSupervisors = 3;
constexpr uint32_t kRunUpDays = 80;  // an assessment from plan to issue, and some to spare

const char* const kFirmNames[] = {"云帆", "青禾", "凌波", "岚山", "星海", "绿原",
                                  "鸿达", "北辰", "长风", "明川", "天工", "玉衡"};
const char* const kFirmKinds[] = {"电子", "精密", "装备", "材料", "科技", "制造", "机电"};

// No two have the same.
std::string FirmName(size_t number) {
  return absl::StrCat(kFirmNames[number % 12], kFirmKinds[number / 12 % 7], number, "号（虚构）");
}

Chain MakeChain(size_t number) {
  const ChainKind& kind = ChainKinds()[number];
  Chain chain;
  chain.id = absl::StrFormat("chain-%02d", number + 1);
  chain.name = absl::StrCat(kind.name, "产业链（虚构）");
  chain.standard = absl::StrFormat("standard-%02d", number + 1);
  chain.occupation.set_edition("2022");
  chain.occupation.set_code(kind.code);
  chain.occupation_name = kind.occupation;
  chain.trade = kind.trade;
  chain.province = number % 3 == 1 ? kOtherProvince : kNumberingProvince;
  for (uint32_t i = 0; i < kAssessors; ++i) {
    chain.panel.push_back(ReferenceOf(absl::StrCat(chain.id, " assessor ", i)));
  }
  for (uint32_t i = 0; i < kSupervisors; ++i) {
    chain.overseen.push_back(ReferenceOf(absl::StrCat(chain.id, " supervisor ", i)));
  }
  return chain;
}

// What kind of issuer the chain's `place`th is: of ten, six certify their chain, two their own
// staff, one is a body that certifies anybody, one is a school.
void GiveRole(Issuer& issuer, size_t place) {
  issuer.leader = place == 0;
  issuer.dual = place % 10 == 0 || place % 10 == 3;
  if (place % 10 == 2 || place % 10 == 8) issuer.audience = v1::AUDIENCE_OWN_STAFF;
  if (place % 10 == 4) {
    issuer.audience = v1::AUDIENCE_PUBLIC;
    issuer.kind = v1::ISSUER_CLASS_SOCIAL_BODY;
  }
  if (place % 10 == 6) issuer.kind = v1::ISSUER_CLASS_SCHOOL;
  issuer.levels = {2, 3, 4};
  if (place % 10 <= 1) issuer.levels = {2, 3, 4, 5, 6};
}

void GiveRights(Issuer& issuer, size_t number) {
  const bool other = issuer.province == kOtherProvince;
  const char* const letters[] = {"", "Y", "S", "J"};
  issuer.accreditation = absl::StrCat("filing-", issuer.id);
  issuer.filing_code =
      absl::StrFormat("%s0000%s%06d", letters[issuer.kind], issuer.province, 50001 + number);
  issuer.routes = {v1::ROUTE_EXAM};
  if (issuer.leader) issuer.routes.push_back(v1::ROUTE_DIRECT);
  if (issuer.dual) issuer.routes.push_back(v1::ROUTE_COMPETITION);
  if (issuer.kind == v1::ISSUER_CLASS_SCHOOL && other) issuer.routes.push_back(v1::ROUTE_SCHOOL);
  if (issuer.leader && other) issuer.levels = {2, 3, 4, 5, 6, 7, 8};
}

// Leaders are there from the start, and stay.
void GivePeriod(Issuer& issuer, const Shape& shape, Dice& dice) {
  issuer.from = shape.first_day;
  if (issuer.leader || shape.days() < 4 * kRunUpDays) return;
  if (dice.OnceIn(2)) {
    const uint32_t late = dice.Below(shape.days() * 2 / 3);
    issuer.from = WorkingDay(proto::AddDays(shape.first_day, late));
  }
  if (!dice.OnceIn(40)) return;
  issuer.to = WorkingDay(proto::AddDays(shape.last_day, -int64_t{dice.Between(30, 120)}));
}

}  // namespace

std::string ReferenceOf(const std::string& name) {
  return crypto::Sha256(name).str().substr(0, 16);
}

Cast MakeCast(const Shape& shape, Dice& dice) {
  Cast cast;
  for (uint32_t i = 0; i < shape.chains; ++i) cast.chains.push_back(MakeChain(i));
  for (uint32_t i = 0; i < shape.issuers; ++i) {
    Issuer issuer;
    issuer.id = absl::StrFormat("issuer-%03d", i + 1);
    issuer.name = FirmName(i);
    issuer.chain = i % shape.chains;
    Chain& chain = cast.chains[issuer.chain];
    issuer.province = chain.province;
    GiveRole(issuer, i / shape.chains);
    GiveRights(issuer, i);
    GivePeriod(issuer, shape, dice);
    if (issuer.leader) chain.leader = issuer.id;
    cast.issuers.push_back(std::move(issuer));
  }
  for (uint32_t i = 0; i < shape.chains * shape.firms; ++i) {
    cast.chains[i % shape.chains].firms.push_back(absl::StrFormat("firm-%03d", i + 1));
  }
  return cast;
}

std::string KeyOf(const std::string& organisation, int person) {
  return absl::StrCat(organisation.back() == '4' ? "sm2:" : "", organisation, "-", person);
}

std::vector<std::string> KeyBook::Two(const std::string& organisation) const {
  const auto changed = replaced_.find(organisation);
  if (changed != replaced_.end()) return changed->second;
  return {KeyOf(organisation, 1), KeyOf(organisation, 2)};
}

std::string KeyBook::Next(const std::string& key) {
  return absl::StrCat(key.substr(0, key.find('.')), ".", next_++);
}

void KeyBook::Replace(const std::string& organisation, const std::string& old_key,
                      const std::string& new_key) {
  std::vector<std::string> keys = Two(organisation);
  std::replace(keys.begin(), keys.end(), old_key, new_key);
  replaced_[organisation] = std::move(keys);
}

}  // namespace linkcert::province
