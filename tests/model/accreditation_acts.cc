// RULES.md "Accreditation".
#include <algorithm>

#include "tests/model/acts.h"
#include "tests/model/process_acts.h"
#include "tests/model/signing.h"

namespace linkcert::model {
namespace {

template <typename List, typename Value>
bool Has(const List& list, Value value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// Y, S or J by class, then 12 digits: body 4, province 2, site 6.
bool FilingCodeFits(const v1::GrantAccreditation& act) {
  const std::string& code = act.filing_code();
  const std::map<int, char> letters = {{v1::ISSUER_CLASS_EMPLOYER, 'Y'},
                                       {v1::ISSUER_CLASS_SOCIAL_BODY, 'S'},
                                       {v1::ISSUER_CLASS_SCHOOL, 'J'}};
  return code.size() == 13 && code[0] == letters.at(act.issuer_class()) &&
         code.find_first_not_of("0123456789", 1) == std::string::npos;
}

void JudgeFilingCode(const Facts& facts, const v1::GrantAccreditation& act, Question& question) {
  const bool needed = Has(act.classes(), v1::CERTIFICATE_CLASS_STATE_LEVEL);
  question.Must(needed == !act.filing_code().empty(), "ACCREDITATION_INVALID");
  if (act.filing_code().empty()) return;
  question.Must(FilingCodeFits(act), "ACCREDITATION_INVALID");
  for (const auto& [id, other] : facts.accreditations) {
    question.Must(other.grant.filing_code() != act.filing_code() ||
                      other.grant.organisation() == act.organisation(),
                  "FILING_CODE_TAKEN");
  }
}

}  // namespace

void JudgeMove(const Facts& facts, const std::string& id, const std::set<int>& from, size_t more,
               Question& question) {
  MustSign(question, {AuthoritySide()});
  const Accreditation* found = Find(facts.accreditations, id);
  if (!question.Must(found != nullptr, "ACCREDITATION_UNKNOWN")) return;
  const uint64_t thing = found->logged.index;
  question.Must(from.count(facts.StateOf(thing)) > 0, "STATUS_MOVE_NOT_ALLOWED");
  MustHaveRoom(facts, thing, more, question);
}

void Move(Facts& facts, const std::string& id, v1::StandingState to, const Question& question) {
  ChangeStanding(facts, {facts.accreditations.at(id).logged.index},
                 {.state = to, .logged = question.now});
}

void Judge(const Facts& facts, const v1::GrantAccreditation& act, Question& question) {
  MustSign(question, {AuthoritySide()});
  question.Must(facts.accreditations.count(act.accreditation()) == 0, "ACCREDITATION_EXISTS");
  question.Must(facts.KnowsOrganisation(act.organisation()), "ORGANISATION_UNKNOWN");
  question.Must(InOrder(act.valid_from(), act.valid_to()), "DATES_DISORDERED");
  JudgeFilingCode(facts, act, question);
  for (const v1::ScopeItem& item : act.scope()) {
    for (uint32_t level : item.levels()) MustHaveLevel(facts, item.ladder(), level, question);
    const v1::PublishLadder* ladder = Find(facts.ladders, item.ladder());
    question.Must(ladder == nullptr || !ladder->honour(), "ACCREDITATION_INVALID");
    MustBePublished(facts, item.occupation(), "", question);
    for (const std::string& trade : item.trades()) {
      MustBePublished(facts, item.occupation(), trade, question);
    }
  }
  question.Must(Has(act.audiences(), v1::AUDIENCE_CHAIN) == !act.chain().empty(),
                "ACCREDITATION_INVALID");
  question.Must(act.chain().empty() || facts.chains.count(act.chain()) > 0, "CHAIN_UNKNOWN");
}

void Apply(Facts& facts, const v1::GrantAccreditation& act, const Question& question) {
  facts.accreditations[act.accreditation()] = {.grant = act, .logged = question.now, .issued = {}};
}

// A suspension leaves room for its end and for a final change after it.
void Judge(const Facts& facts, const v1::SuspendAccreditation& act, Question& question) {
  JudgeMove(facts, act.accreditation(), {v1::STANDING_STATE_IN_FORCE}, 2, question);
}

void Apply(Facts& facts, const v1::SuspendAccreditation& act, const Question& question) {
  Move(facts, act.accreditation(), v1::STANDING_STATE_SUSPENDED, question);
}

void Judge(const Facts& facts, const v1::ResumeAccreditation& act, Question& question) {
  JudgeMove(facts, act.accreditation(), {v1::STANDING_STATE_SUSPENDED}, 1, question);
}

void Apply(Facts& facts, const v1::ResumeAccreditation& act, const Question& question) {
  Move(facts, act.accreditation(), v1::STANDING_STATE_IN_FORCE, question);
}

void Judge(const Facts& facts, const v1::EndAccreditation& act, Question& question) {
  JudgeMove(facts, act.accreditation(), {v1::STANDING_STATE_IN_FORCE, v1::STANDING_STATE_SUSPENDED},
            0, question);
}

void Apply(Facts& facts, const v1::EndAccreditation& act, const Question& question) {
  Move(facts, act.accreditation(), v1::STANDING_STATE_ENDED, question);
}

}  // namespace linkcert::model
