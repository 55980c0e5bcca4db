#include "tests/model/signing.h"

#include <algorithm>

namespace linkcert::model {
namespace {

bool HasOneOf(const std::set<int>& purposes, const std::set<int>& wanted) {
  return std::any_of(wanted.begin(), wanted.end(), [&](int p) { return purposes.count(p) > 0; });
}

void MustHavePeople(Question& question, const Side& side, const std::set<std::string>& besides) {
  std::set<std::string> people;
  for (const Signer& signer : question.signers) {
    if (signer.organisation == side.organisation && besides.count(signer.key_id) == 0) {
      people.insert(signer.person);
    }
  }
  if (!question.Must(!people.empty(), "SIGNER_MISSING")) return;
  question.Must(people.size() >= side.people,
                side.organisation == kAuthority ? "THRESHOLD_NOT_MET" : "TWO_PEOPLE_NEEDED");
}

}  // namespace

Side AuthoritySide(uint32_t people) {
  return {.organisation = kAuthority, .purposes = {v1::KEY_PURPOSE_AUTHORITY}, .people = people};
}

Side AuthorityOver(const Facts& facts, const std::string& organisation) {
  const bool weighty = organisation == kAuthority || organisation == kRegistry;
  return AuthoritySide(weighty ? facts.genesis.threshold() : 1);
}

void MustSign(Question& question, const Sides& sides, const std::set<std::string>& besides) {
  for (const Signer& signer : question.signers) {
    if (besides.count(signer.key_id) > 0) continue;
    auto side = std::find_if(sides.begin(), sides.end(),
                             [&](const Side& s) { return s.organisation == signer.organisation; });
    if (!question.Must(side != sides.end(), "SIGNER_FOREIGN")) continue;
    question.Must(HasOneOf(signer.purposes, side->purposes), "SIGNER_PURPOSE");
  }
  for (const Side& side : sides) MustHavePeople(question, side, besides);
}

void MustSignOrAuthority(Question& question, const Side& mine, const Side& authority) {
  MustSign(question, {question.first_organisation == kAuthority ? authority : mine});
}

}  // namespace linkcert::model
