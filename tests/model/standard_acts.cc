// RULES.md "Organisations, chains, standards": ladders, standards, assessors, supervisors.
#include "tests/model/acts.h"
#include "tests/model/signing.h"

namespace linkcert::model {
namespace {

Side Standards(const std::string& organisation) {
  return {.organisation = organisation, .purposes = {v1::KEY_PURPOSE_STANDARD}};
}

template <typename Levels>
bool Ascend(const Levels& levels) {
  uint32_t last = 0;
  for (const auto& level : levels) {
    if (level.ordinal() <= last) return false;
    last = level.ordinal();
  }
  return true;
}

// The version that an act names, with the text that the act names too.
template <typename Act>
const Standard* MustKnowVersion(const Facts& facts, const Act& act, Question& question) {
  const Standard* standard = Find(facts.standards, std::pair(act.standard(), act.version()));
  question.Must(standard != nullptr, "STANDARD_UNKNOWN");
  return standard;
}

}  // namespace

const v1::LadderLevel* MustHaveLevel(const Facts& facts, const std::string& ladder,
                                     uint32_t ordinal, Question& question) {
  const v1::PublishLadder* found = Find(facts.ladders, ladder);
  if (!question.Must(found != nullptr, "LADDER_UNKNOWN")) return nullptr;
  for (const v1::LadderLevel& level : found->levels()) {
    if (level.ordinal() == ordinal) return &level;
  }
  question.Must(false, "LADDER_INVALID");
  return nullptr;
}

const v1::CatalogueOccupation* MustBePublished(const Facts& facts, const v1::Occupation& named,
                                               const std::string& trade, Question& question) {
  const auto any = facts.occupations.lower_bound({named.edition(), ""});
  if (any == facts.occupations.end() || any->first.first != named.edition()) return nullptr;
  const auto* found = Find(facts.occupations, std::pair(named.edition(), named.code()));
  if (!question.Must(found != nullptr, "OCCUPATION_UNKNOWN")) return nullptr;
  const auto& trades = found->trades();
  question.Must(trade.empty() || trades.empty() ||
                    std::find(trades.begin(), trades.end(), trade) != trades.end(),
                "TRADE_UNKNOWN");
  return found;
}

void Judge(const Facts& facts, const v1::PublishOccupationEdition& act, Question& question) {
  MustSign(question, {AuthoritySide()});
  std::set<std::string> codes;
  for (const v1::CatalogueOccupation& occupation : act.occupations()) {
    question.Must(codes.insert(occupation.code()).second &&
                      facts.occupations.count({act.edition(), occupation.code()}) == 0,
                  "OCCUPATION_ALREADY_PUBLISHED");
  }
}

void Apply(Facts& facts, const v1::PublishOccupationEdition& act, const Question&) {
  for (const v1::CatalogueOccupation& occupation : act.occupations()) {
    facts.occupations[{act.edition(), occupation.code()}] = occupation;
  }
}

void Judge(const Facts& facts, const v1::PublishLadder& act, Question& question) {
  MustSign(question, {AuthoritySide()});
  question.Must(facts.ladders.count(act.ladder()) == 0, "LADDER_EXISTS");
  question.Must(Ascend(act.levels()), "LADDER_INVALID");
}

void Apply(Facts& facts, const v1::PublishLadder& act, const Question&) {
  facts.ladders[act.ladder()] = act;
}

void Judge(const Facts& facts, const v1::PublishStandard& act, Question& question) {
  MustSign(question, {Standards(act.owner())});
  uint32_t newest = 0;
  for (const auto& [id, standard] : facts.standards) {
    if (id.first != act.standard()) continue;
    newest = id.second;
    question.Must(standard.text.owner() == act.owner(), "STANDARD_OWNER");
  }
  question.Must(act.version() == newest + 1, "STANDARD_VERSION_ORDER");
  question.Must(Ascend(act.levels()), "STANDARD_INVALID");
  for (const v1::StandardLevel& level : act.levels()) {
    MustHaveLevel(facts, act.ladder(), level.ordinal(), question);
    for (const v1::AssessmentItem& item : level.items()) {
      question.Must(item.pass_mark() <= item.full_mark(), "STANDARD_INVALID");
    }
  }
  question.Must(act.cosigners_required() == 0 || !act.chain().empty(), "STANDARD_INVALID");
  question.Must(act.chain().empty() || facts.chains.count(act.chain()) > 0, "CHAIN_UNKNOWN");
  question.Must(InOrder(act.effective_from(), act.effective_to()), "DATES_DISORDERED");
  MustBePublished(facts, act.occupation(), "", question);
}

void Apply(Facts& facts, const v1::PublishStandard& act, const Question&) {
  facts.standards[{act.standard(), act.version()}] = {.text = act, .cosigners = {}};
}

void Judge(const Facts& facts, const v1::CosignStandard& act, Question& question) {
  const std::string& member = question.first_organisation;
  MustSign(question, {Standards(member)});
  const Standard* standard = MustKnowVersion(facts, act, question);
  if (standard == nullptr) return;
  question.Must(standard->text.document_digest() == act.document_digest(),
                "STANDARD_DIGEST_DIFFERS");
  question.Must(member != standard->text.owner() && standard->cosigners.count(member) == 0,
                "STANDARD_ALREADY_COSIGNED");
  MustBeMember(facts, standard->text.chain(), member, question);
}

void Apply(Facts& facts, const v1::CosignStandard& act, const Question& question) {
  facts.standards.at({act.standard(), act.version()}).cosigners.insert(question.first_organisation);
}

void Judge(const Facts& facts, const v1::FileStandard& act, Question& question) {
  MustSign(question, {AuthoritySide()});
  const Standard* standard = MustKnowVersion(facts, act, question);
  if (standard == nullptr) return;
  question.Must(standard->text.document_digest() == act.document_digest(),
                "STANDARD_DIGEST_DIFFERS");
  question.Must(!standard->filed, "STANDARD_ALREADY_FILED");
}

void Apply(Facts& facts, const v1::FileStandard& act, const Question&) {
  facts.standards.at({act.standard(), act.version()}).filed = true;
}

void Judge(const Facts& facts, const v1::WithdrawStandard& act, Question& question) {
  const Standard* standard = MustKnowVersion(facts, act, question);
  if (standard == nullptr) return;
  MustSignOrAuthority(question, Standards(standard->text.owner()), AuthoritySide());
  question.Must(!standard->withdrawn, "STANDARD_ALREADY_WITHDRAWN");
}

void Apply(Facts& facts, const v1::WithdrawStandard& act, const Question&) {
  facts.standards.at({act.standard(), act.version()}).withdrawn = true;
}

void Judge(const Facts& facts, const v1::RegisterAssessor& act, Question& question) {
  MustSign(question, {AuthoritySide()});
  question.Must(facts.assessors.count(act.assessor()) == 0, "ASSESSOR_EXISTS");
  question.Must(InOrder(act.valid_from(), act.valid_to()), "DATES_DISORDERED");
}

void Apply(Facts& facts, const v1::RegisterAssessor& act, const Question&) {
  facts.assessors[act.assessor()].registration = act;
}

void Judge(const Facts& facts, const v1::RegisterSupervisor& act, Question& question) {
  MustSign(question, {AuthoritySide()});
  question.Must(facts.supervisors.count(act.supervisor()) == 0, "SUPERVISOR_EXISTS");
  question.Must(InOrder(act.valid_from(), act.valid_to()), "DATES_DISORDERED");
}

void Apply(Facts& facts, const v1::RegisterSupervisor& act, const Question&) {
  facts.supervisors[act.supervisor()] = act;
}

}  // namespace linkcert::model
