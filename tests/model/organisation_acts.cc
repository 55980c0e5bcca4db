// RULES.md "Organisations, chains, standards": organisations and chains.
#include <algorithm>

#include "tests/model/acts.h"
#include "tests/model/signing.h"

namespace linkcert::model {
namespace {

// GB 32100: two signs for the registering office and the kind, six digits of GB/T 2260, ten signs.
// The 31 signs are the digits and the letters without I O S V Z.
bool HasCreditCodeForm(const std::string& code) {
  const std::string signs = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  if (code.size() != 18 || code.find_first_not_of(signs) != std::string::npos) return false;
  return code.substr(2, 6).find_first_not_of("0123456789") == std::string::npos;
}

Side Governing(const std::string& organisation) {
  return {.organisation = organisation, .purposes = {v1::KEY_PURPOSE_GOVERNANCE}};
}

}  // namespace

void MustBeMember(const Facts& facts, const std::string& chain, const std::string& organisation,
                  Question& question) {
  const Chain* found = Find(facts.chains, chain);
  if (!question.Must(found != nullptr, "CHAIN_UNKNOWN")) return;
  question.Must(
      IsWithin(question.today, found->definition.valid_from(), found->definition.valid_to()),
      "CHAIN_NOT_IN_FORCE");
  question.Must(found->members.count(organisation) > 0, "CHAIN_MEMBER_INACTIVE");
}

void Judge(const Facts& facts, const v1::RegisterOrganisation& act, Question& question) {
  const std::string& id = act.organisation();
  MustSign(question, {AuthoritySide()});
  question.Must(id != kAuthority && id != kRegistry, "ORGANISATION_RESERVED");
  question.Must(!facts.KnowsOrganisation(id), "ORGANISATION_EXISTS");
  question.Must(act.credit_code().empty() || HasCreditCodeForm(act.credit_code()),
                "FIELD_OUT_OF_RANGE");
}

void Apply(Facts& facts, const v1::RegisterOrganisation& act, const Question&) {
  facts.organisations[act.organisation()] = act;
}

void Judge(const Facts& facts, const v1::DefineChain& act, Question& question) {
  MustSign(question, {AuthoritySide()});
  question.Must(facts.chains.count(act.chain()) == 0, "CHAIN_EXISTS");
  question.Must(facts.KnowsOrganisation(act.leader()), "ORGANISATION_UNKNOWN");
  question.Must(InOrder(act.valid_from(), act.valid_to()), "DATES_DISORDERED");
}

void Apply(Facts& facts, const v1::DefineChain& act, const Question&) {
  facts.chains[act.chain()] = {.definition = act, .members = {act.leader()}};
}

void Judge(const Facts& facts, const v1::JoinChain& act, Question& question) {
  question.Must(act.role() != v1::CHAIN_ROLE_LEADER, "CHAIN_ROLE_NOT_ALLOWED");
  question.Must(facts.KnowsOrganisation(act.organisation()), "ORGANISATION_UNKNOWN");
  const Chain* chain = Find(facts.chains, act.chain());
  if (!question.Must(chain != nullptr, "CHAIN_UNKNOWN")) return;
  const v1::DefineChain& definition = chain->definition;
  MustSign(question, {Governing(definition.leader()), Governing(act.organisation())});
  question.Must(IsWithin(question.today, definition.valid_from(), definition.valid_to()),
                "CHAIN_NOT_IN_FORCE");
  const auto& segments = definition.segments();
  question.Must(act.segment().empty() ||
                    std::find(segments.begin(), segments.end(), act.segment()) != segments.end(),
                "CHAIN_SEGMENT_UNKNOWN");
  question.Must(chain->members.count(act.organisation()) == 0, "CHAIN_MEMBER_ACTIVE");
}

void Apply(Facts& facts, const v1::JoinChain& act, const Question&) {
  facts.chains.at(act.chain()).members.insert(act.organisation());
}

void Judge(const Facts& facts, const v1::LeaveChain& act, Question& question) {
  const Chain* chain = Find(facts.chains, act.chain());
  if (!question.Must(chain != nullptr, "CHAIN_UNKNOWN")) return;
  const std::string& leader = chain->definition.leader();
  question.Must(chain->members.count(act.organisation()) > 0, "CHAIN_MEMBER_INACTIVE");
  question.Must(act.organisation() != leader, "CHAIN_ROLE_NOT_ALLOWED");
  // One of the two, not both.
  const bool by_leader = question.first_organisation == leader;
  MustSign(question, {Governing(by_leader ? leader : act.organisation())});
}

void Apply(Facts& facts, const v1::LeaveChain& act, const Question&) {
  facts.chains.at(act.chain()).members.erase(act.organisation());
}

}  // namespace linkcert::model
