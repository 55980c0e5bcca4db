// RULES.md "The registry".
#include <algorithm>

#include "crypto/checkpoint.h"
#include "crypto/keys.h"
#include "crypto/note_key.h"
#include "tests/model/acts.h"
#include "tests/model/signing.h"

namespace linkcert::model {
namespace {

template <typename Numbers>
bool HasAll(const Numbers& numbers, const std::set<uint32_t>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](uint32_t n) {
    return std::find(numbers.begin(), numbers.end(), n) != numbers.end();
  });
}

// Each act with the rule that bounds it; dual certificates only where they can be decided on.
bool GoTogether(const v1::RuleSet& rule_set) {
  const auto has = [&](const auto& numbers, uint32_t one) { return HasAll(numbers, {one}); };
  const std::pair<uint32_t, uint32_t> pairs[] = {{132, 17}, {133, 17}, {134, 18}, {139, 19}};
  for (const auto& [act, rule] : pairs) {
    if (has(rule_set.acts(), act) && !has(rule_set.rules(), rule)) return false;
  }
  return !has(rule_set.rules(), 10) || has(rule_set.acts(), 139);
}

void MustBeNewLogName(const Facts& facts, const LogName& name, Question& question) {
  auto key = crypto::PublicKey::FromSpki(name.key);
  question.Must(key.ok() && key->algorithm() == crypto::Algorithm::kEd25519, "KEY_ENCODING");
  question.Must(facts.keys.count(KeyIdOf(name.key)) == 0, "KEY_IS_LOG_KEY");
  for (const LogName& before : facts.log_names) {
    question.Must(before.key != name.key, "KEY_IS_LOG_KEY");
    question.Must(before.origin != name.origin, "ORIGIN_REUSED");
  }
}

// Entries under the checkpoint, if it is a note of the name and key in use; 0 if not.
uint64_t SizeOfPrevious(const Facts& facts, const std::string& note) {
  const LogName& name = facts.log_names.back();
  auto spki = crypto::PublicKey::FromSpki(name.key);
  if (!spki.ok()) return 0;
  auto key = crypto::NoteKey::Create(name.origin, crypto::NoteAlgorithm::kEd25519, *spki);
  if (!key.ok()) return 0;
  auto checkpoint = crypto::OpenCheckpoint(note, *key);
  return checkpoint.ok() ? checkpoint->size : 0;
}

// What this version knows, and what it never does without.
bool IsSupported(const v1::RuleSet& rule_set) {
  const std::set<uint32_t> later_rules = {15, 21, 25};
  for (uint32_t act : rule_set.acts()) {
    if (act < 101 || act > 148) return false;
  }
  for (uint32_t rule : rule_set.rules()) {
    if (rule > 28 || later_rules.count(rule) > 0) return false;
  }
  return HasAll(rule_set.rules(), {1, 2, 3, 4, 5, 6, 13, 16, 20, 22, 23, 24, 27, 28}) &&
         HasAll(rule_set.acts(), {v1::Statement::kAddKey}) &&
         rule_set.late_grant() != v1::LATE_GRANT_UNSPECIFIED;
}

// Rules have their acts, settings their rules.
bool IsCoherent(const v1::RuleSet& rule_set) {
  const auto has = [&](uint32_t rule) { return HasAll(rule_set.rules(), {rule}); };
  const auto with = [&](bool asked, const std::set<uint32_t>& acts) {
    return !asked || HasAll(rule_set.acts(), acts);
  };
  return with(has(8), {126, 127, 128, 129}) && with(has(11), {126}) && with(has(12), {126, 130}) &&
         with(rule_set.numbering() == v1::NUMBERING_MODE_PROVINCE, {140}) &&
         (has(8) || rule_set.publicity_days() == 0) &&
         (has(11) || (rule_set.panel_minimum() == 0 && rule_set.panel_rotation() == 0)) &&
         (has(14) || (rule_set.special_routes().empty() && !rule_set.appointments()));
}

}  // namespace

void Apply(Facts& facts, const v1::Genesis& act, const Question& question) {
  facts.registry = KeyIdOf(question.submission.bytes);  // SHA-256 likewise
  facts.genesis = act;
  for (const v1::AuthorityKey& key : act.authority_keys()) {
    facts.genesis_keys_to_add.insert(KeyIdOf(key.public_key()));
  }
  facts.log_names = {{.origin = act.origin(), .key = act.log_key()}};
  facts.rule_sets[""] = act.rule_set();
  facts.newest_root_at = question.now.at;
}

void Judge(const Facts& facts, const v1::PublishRuleSet& act, Question& question) {
  const v1::RuleSet& rule_set = act.rule_set();
  MustSign(question, {AuthoritySide(facts.genesis.threshold())});
  question.Must(IsSupported(rule_set) && GoTogether(rule_set) && IsCoherent(rule_set),
                "RULE_SET_UNSUPPORTED");
  const v1::RuleSet* before = Find(facts.rule_sets, rule_set.province());
  question.Must(before == nullptr || rule_set.version() > before->version(), "RULE_SET_VERSION");
  question.Must(rule_set.end_grace_days() <= facts.genesis.rule_set().end_grace_days(),
                "GRACE_EXCEEDS_GENESIS");
}

void Apply(Facts& facts, const v1::PublishRuleSet& act, const Question&) {
  facts.rule_sets[act.rule_set().province()] = act.rule_set();
}

void Judge(const Facts& facts, const v1::RotateLogKey& act, Question& question) {
  MustSign(question, {AuthoritySide(facts.genesis.threshold())});
  MustBeNewLogName(facts, {.origin = act.new_origin(), .key = act.new_log_key()}, question);
}

void Apply(Facts& facts, const v1::RotateLogKey& act, const Question&) {
  facts.announced = LogName{.origin = act.new_origin(), .key = act.new_log_key()};
}

void Judge(const Facts& facts, const v1::BeginEpoch& act, Question& question) {
  MustSign(question, {AuthoritySide(facts.genesis.threshold())});
  MustBeNewLogName(facts, {.origin = act.origin(), .key = act.log_key()}, question);
  question.Must(!facts.announced || (facts.announced->origin == act.origin() &&
                                     facts.announced->key == act.log_key()),
                "EPOCH_INVALID");
  question.Must(act.kept_entries() == question.now.index, "EPOCH_INVALID");
  question.Must(SizeOfPrevious(facts, act.previous_checkpoint()) >= act.kept_entries(),
                "EPOCH_INVALID");
}

void Apply(Facts& facts, const v1::BeginEpoch& act, const Question&) {
  facts.log_names.push_back({.origin = act.origin(), .key = act.log_key()});
  facts.announced.reset();
}

}  // namespace linkcert::model
