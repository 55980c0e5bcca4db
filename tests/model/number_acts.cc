// RULES.md "Numbers".
#include "tests/model/process_acts.h"
#include "tests/model/scope.h"
#include "tests/model/signing.h"

namespace linkcert::model {
namespace {

bool IsStateBlock(const v1::NumberBlock& block) { return block.prefix().size() == 16; }

// R03: of the filing code, serials up to 999999, none voided.
void JudgeBlock(const v1::GrantAccreditation& grant, const v1::NumberBlock& block,
                Question& question) {
  if (IsStateBlock(block)) {
    question.Must(block.prefix().substr(0, 13) == grant.filing_code(),
                  "NUMBER_FILING_CODE_DIFFERS");
  } else {
    question.Must(block.prefix().size() >= 2, "NUMBER_MALFORMED");
  }
  question.Must(block.first() + block.count() <= 1000000, "NUMBER_MALFORMED");
  question.Must(block.voided().empty(), "NUMBER_COUNT_DIFFERS");
}

std::string SeriesOf(const v1::NumberBlock& block, const std::string& organisation) {
  return IsStateBlock(block) ? block.prefix() : organisation + ":" + block.prefix();
}

}  // namespace

void MustBeAssigned(const Facts& facts, const std::string& accreditation,
                    const v1::NumberBlock& block, Question& question) {
  const v1::RuleSet& rules = IssuingRules(facts, facts.accreditations.at(accreditation).grant);
  if (rules.numbering() != v1::NUMBERING_MODE_PROVINCE || !IsStateBlock(block)) return;
  for (uint32_t i = 0; i < block.count(); ++i) {
    const std::string* to = Find(facts.assigned, std::pair(block.prefix(), block.first() + i));
    question.Must(to != nullptr && *to == accreditation, "NUMBER_NOT_ASSIGNED");
  }
}

void Judge(const Facts& facts, const v1::AssignNumberBlock& act, Question& question) {
  MustSign(question, {AuthoritySide()});
  const v1::NumberBlock& block = act.numbers();
  question.Must(IsStateBlock(block), "NUMBER_MALFORMED");
  for (uint32_t i = 0; i < block.count(); ++i) {
    const auto number = std::pair(block.prefix(), block.first() + i);
    question.Must(facts.assigned.count(number) == 0, "NUMBER_ALREADY_ASSIGNED");
    question.Must(facts.numbers.count(number) == 0, "NUMBER_BLOCK_TAKEN");
  }
  const Accreditation* right = Find(facts.accreditations, act.accreditation());
  if (!question.Must(right != nullptr, "ACCREDITATION_UNKNOWN")) return;
  question.Must(facts.StateOf(right->logged.index) != v1::STANDING_STATE_ENDED,
                "ACCREDITATION_NOT_IN_FORCE");
  JudgeBlock(right->grant, block, question);
}

void Apply(Facts& facts, const v1::AssignNumberBlock& act, const Question&) {
  for (uint32_t i = 0; i < act.numbers().count(); ++i) {
    facts.assigned[{act.numbers().prefix(), act.numbers().first() + i}] = act.accreditation();
  }
}

void Judge(const Facts& facts, const v1::VoidNumbers& act, Question& question) {
  const std::string& issuer = question.first_organisation;
  MustSign(question,
           {{.organisation = issuer, .purposes = {v1::KEY_PURPOSE_CERTIFICATE}, .people = 2}});
  const Accreditation* right = MustInvoke(facts, act.accreditation(), issuer, question);
  if (right == nullptr) return;
  JudgeBlock(right->grant, act.numbers(), question);
  MustBeAssigned(facts, act.accreditation(), act.numbers(), question);
  for (uint32_t i = 0; i < act.numbers().count(); ++i) {
    const auto number = std::pair(SeriesOf(act.numbers(), issuer), act.numbers().first() + i);
    question.Must(facts.numbers.count(number) == 0, "NUMBER_BLOCK_TAKEN");
  }
}

void Apply(Facts& facts, const v1::VoidNumbers& act, const Question& question) {
  for (uint32_t i = 0; i < act.numbers().count(); ++i) {
    const auto number =
        std::pair(SeriesOf(act.numbers(), question.first_organisation), act.numbers().first() + i);
    facts.numbers.insert(number);
    facts.void_numbers.insert(number);
  }
}

}  // namespace linkcert::model
