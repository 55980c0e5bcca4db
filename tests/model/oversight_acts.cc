// RULES.md "Policies and posts", "The national platform", "Erasure".
#include "tests/model/acts.h"
#include "tests/model/signing.h"

namespace linkcert::model {
namespace {

bool KnowsStandard(const Facts& facts, const std::string& id) {
  for (const auto& [version, standard] : facts.standards) {
    if (version.first == id) return true;
  }
  return false;
}

// A ladder that is no honour, with this level; 0 = any.
void MustBeGrade(const Facts& facts, const std::string& ladder, uint32_t level,
                 Question& question) {
  const v1::PublishLadder* found = Find(facts.ladders, ladder);
  if (!question.Must(found != nullptr, "LADDER_UNKNOWN")) return;
  question.Must(!found->honour(), "LADDER_INVALID");
  if (level != 0) MustHaveLevel(facts, ladder, level, question);
}

// By the organisation itself; the version that follows.
void MustBeOwnNext(const uint32_t* newest, uint32_t version, Question& question) {
  MustSign(question, {{.organisation = question.first_organisation,
                       .purposes = {v1::KEY_PURPOSE_GOVERNANCE}}});
  question.Must(version == (newest == nullptr ? 1 : *newest + 1), "POLICY_VERSION_ORDER");
}

void JudgeRule(const Facts& facts, const v1::RecognitionRule& rule, Question& question) {
  const bool names_grade = !rule.own_ladder().empty() || rule.own_level() != 0;
  question.Must(
      !names_grade || (rule.recognise() && !rule.own_ladder().empty() && rule.own_level() != 0),
      "POLICY_INVALID");
  question.Must(rule.lowest_level() == 0 || !rule.ladder().empty(), "POLICY_INVALID");
  question.Must(rule.issuer().empty() || facts.KnowsOrganisation(rule.issuer()),
                "ORGANISATION_UNKNOWN");
  question.Must(rule.chain().empty() || facts.chains.count(rule.chain()) > 0, "CHAIN_UNKNOWN");
  question.Must(rule.standard().empty() || KnowsStandard(facts, rule.standard()),
                "STANDARD_UNKNOWN");
  if (!rule.ladder().empty()) MustBeGrade(facts, rule.ladder(), rule.lowest_level(), question);
  if (!rule.own_ladder().empty()) {
    MustBeGrade(facts, rule.own_ladder(), rule.own_level(), question);
  }
}

}  // namespace

void Judge(const Facts& facts, const v1::SetRecognitionPolicy& act, Question& question) {
  MustBeOwnNext(Find(facts.policies, question.first_organisation), act.version(), question);
  for (const v1::RecognitionRule& rule : act.rules()) JudgeRule(facts, rule, question);
}

void Apply(Facts& facts, const v1::SetRecognitionPolicy& act, const Question& question) {
  facts.policies[question.first_organisation] = act.version();
}

void Judge(const Facts& facts, const v1::SetPostRequirement& act, Question& question) {
  MustBeOwnNext(Find(facts.posts, std::pair(question.first_organisation, act.post())),
                act.version(), question);
  for (const v1::PostQualification& asked : act.qualifications()) {
    MustBeGrade(facts, asked.ladder(), asked.lowest_level(), question);
  }
}

void Apply(Facts& facts, const v1::SetPostRequirement& act, const Question& question) {
  facts.posts[{question.first_organisation, act.post()}] = act.version();
}

void Judge(const Facts& facts, const v1::ReportNationalSync& act, Question& question) {
  MustSign(question, {{.organisation = question.first_organisation,
                       .purposes = {v1::KEY_PURPOSE_CERTIFICATE}}});
  uint64_t past = 0;
  for (const v1::IndexRange& range : act.certificates()) {
    question.Must(past < range.begin() && range.begin() < range.end(), "STATUS_RANGES_DISORDERED");
    past = range.end();
  }
  const Batch* batch = Find(facts.batches, act.batch());
  if (!question.Must(batch != nullptr, "BATCH_UNKNOWN")) return;
  question.Must(batch->issuer == question.first_organisation, "CERTIFICATES_NOT_YOURS");
  const bool not_applicable = act.state() == v1::NATIONAL_SYNC_NOT_APPLICABLE;
  const bool enterprise = batch->certificate_class == v1::CERTIFICATE_CLASS_ENTERPRISE;
  const bool state = batch->certificate_class == v1::CERTIFICATE_CLASS_STATE_LEVEL;
  question.Must(not_applicable ? !state : !enterprise, "NATIONAL_SYNC_NOT_ALLOWED");
  for (const v1::IndexRange& range : act.certificates()) {
    question.Must(
        range.begin() > act.batch() && range.end() <= act.batch() + 1 + batch->certificates,
        "CERTIFICATE_NOT_IN_BATCH");
  }
}

void Apply(Facts& facts, const v1::ReportNationalSync& act, const Question&) {
  const bool whole = act.certificates().empty();
  for (uint64_t i = 1; i <= facts.batches.at(act.batch()).certificates; ++i) {
    bool named = whole;
    for (const v1::IndexRange& range : act.certificates()) {
      named |= range.begin() <= act.batch() + i && act.batch() + i < range.end();
    }
    if (named) facts.synced[act.batch() + i] = act.state();
  }
}

void Judge(const Facts&, const v1::RecordErasure&, Question& question) {
  MustSign(question, {{.organisation = kRegistry, .purposes = {v1::KEY_PURPOSE_RECEIPT}}});
}

void Apply(Facts&, const v1::RecordErasure&, const Question&) {}

}  // namespace linkcert::model
