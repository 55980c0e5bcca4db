// Random acts on keys and on the registry itself.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "crypto/checkpoint.h"
#include "crypto/hash.h"
#include "rules/rule_sets.h"
#include "tests/model/acts.h"
#include "tests/model/history.h"

namespace linkcert::model {
namespace {

constexpr uint64_t kDayMs = 24ull * 3600 * 1000;

std::vector<int> PurposesFor(const std::string& organisation, uint32_t choice) {
  if (organisation == kAuthority) return {v1::KEY_PURPOSE_AUTHORITY};
  if (organisation == kRegistry) return {v1::KEY_PURPOSE_RECEIPT};
  if (choice == 1) return {v1::KEY_PURPOSE_GOVERNANCE};
  if (choice == 2) return {v1::KEY_PURPOSE_CERTIFICATE};
  return {v1::KEY_PURPOSE_CERTIFICATE, v1::KEY_PURPOSE_GOVERNANCE, v1::KEY_PURPOSE_STANDARD};
}

}  // namespace

// Mostly one that has not ended.
std::string History::AnyKey() {
  if (facts().keys.empty() || OnceIn(25)) return crypto::Sha256("no key").str();
  auto key = Any(facts().keys);
  for (int i = 0; i < 2 && key->second.ended; ++i) key = Any(facts().keys);
  return key->first;
}

Draft History::AddKey() {
  const std::string organisations[] = {kAuthority, AnyFirm(), AnyFirm(),
                                       AnyFirm(),  AnyFirm(), kRegistry};
  return AddKeyOf(organisations[Pick(6)]);
}

Draft History::AddKeyOf(const std::string& organisation) {
  const std::string name = OnceIn(20) ? NameKey("log") : NewKeyName(organisation);
  Draft draft = Act(Joined(AuthorityOver(organisation), {name}));
  v1::AddKey& act = *draft.statement.mutable_add_key();
  act.set_organisation(organisation);
  act.set_public_key(world_.Spki(name));
  act.set_person(world_.Person(name));
  const std::string others[] = {kAuthority, AnyFirm(), kRegistry};
  const std::string like = OnceIn(12) ? others[Pick(3)] : organisation;
  for (int purpose : PurposesFor(like, Pick(6))) act.add_purposes(v1::KeyPurpose(purpose));
  return draft;
}

Draft History::RotateKey() {
  const std::string old_key = AnyKey();
  const Key* known = Find(facts().keys, old_key);
  const std::string old_name = known == nullptr ? "xingchen-chip-1" : names_.at(old_key);
  std::string name = absl::StrCat(old_name.substr(0, old_name.find('.')), ".r", Pick(5));
  if (OnceIn(15)) name = "log";
  NameKey(name);
  Draft draft = Act(Joined(AuthorityOver(known == nullptr ? "" : known->organisation), {name}));
  if (OnceIn(2)) draft.signers.insert(old_name);
  draft.statement.mutable_rotate_key()->set_old_key(old_key);
  draft.statement.mutable_rotate_key()->set_new_public_key(world_.Spki(name));
  return draft;
}

Draft History::RevokeKey() {
  const std::string key = AnyKey();
  const Key* known = Find(facts().keys, key);
  Draft draft = Act(AuthorityOver(known == nullptr ? "" : known->organisation));
  if (known != nullptr && OnceIn(3)) draft.signers = {names_.at(key)};
  if (known != nullptr && OnceIn(10)) draft.signers.insert(names_.at(key));
  draft.statement.mutable_revoke_key()->set_key(key);
  draft.statement.mutable_revoke_key()->set_reason(v1::KeyEndReason(1 + Pick(5)));
  return draft;
}

Draft History::DeclareKeyCompromised() {
  std::string key = AnyKey();
  if (OnceIn(3) && !facts().keys.empty()) key = Any(facts().keys)->first;
  const Key* known = Find(facts().keys, key);
  Draft draft = Act(AuthorityOver(known == nullptr ? "" : known->organisation));
  v1::DeclareKeyCompromised& act = *draft.statement.mutable_declare_key_compromised();
  act.set_key(key);
  act.set_since(OnceIn(8) ? world_.now_ms() + Pick(2) : world_.now_ms() - Pick(20) * kDayMs);
  return draft;
}

// What the rule set says of the process of assessments.
void History::VaryProcess(v1::RuleSet& rules) {
  rules.set_publicity_days(Pick(4));
  rules.set_panel_minimum(Pick(4));
  rules.set_panel_rotation(Pick(3));
  if (OnceIn(4)) rules.set_numbering(v1::NUMBERING_MODE_PROVINCE);
  if (OnceIn(4)) rules.clear_special_routes();
  if (OnceIn(4)) rules.clear_appointments();
}

Draft History::PublishRuleSet() {
  Draft draft = Act(Authority(2));
  v1::RuleSet& rules = *draft.statement.mutable_publish_rule_set()->mutable_rule_set();
  const bool full = follows_process_ ? !OnceIn(8) : OnceIn(2);
  rules = full ? rules::FullRuleSet() : facts().genesis.rule_set();
  if (full) VaryProcess(rules);
  const char* const provinces[] = {"", "32", "32", "44"};
  rules.set_province(provinces[Pick(4)]);
  const v1::RuleSet* before = Find(facts().rule_sets, rules.province());
  rules.set_version((before == nullptr ? 0 : before->version()) + (OnceIn(8) ? 0 : 1));
  if (rules.version() == 0) rules.set_version(1);
  rules.set_signed_at_window_ms((3 + Pick(6)) * kDayMs);
  rules.set_issue_to_log_days(Pick(3) * 5);
  rules.set_end_grace_days(Pick(rules.end_grace_days() + 1) + (OnceIn(10) ? 100 : 0));
  rules.set_late_grant(OnceIn(2) ? v1::LATE_GRANT_WARN : v1::LATE_GRANT_REFUSE);
  MistakeRuleSet(rules);
  return draft;
}

// Acts and rules left out, or things that go with others.
void History::MistakeRuleSet(v1::RuleSet& rules) {
  if (OnceIn(20)) rules.clear_late_grant();
  if (OnceIn(20)) rules.set_appointments(true);
  if (OnceIn(20)) rules.set_panel_minimum(3);
  if (OnceIn(20)) rules.set_numbering(v1::NUMBERING_MODE_PROVINCE);
  auto& acts = *rules.mutable_acts();
  if (OnceIn(3)) acts.erase(acts.begin() + Pick(acts.size()));
  if (OnceIn(10)) acts.Add(149);
  std::sort(acts.begin(), acts.end());
  auto& numbers = *rules.mutable_rules();
  if (OnceIn(3)) numbers.erase(numbers.begin() + Pick(numbers.size()));
}

Draft History::RotateLogKey() {
  Draft draft = Act(Authority(2));
  v1::RotateLogKey& act = *draft.statement.mutable_rotate_log_key();
  const std::string name = OnceIn(8) ? "authority-1" : absl::StrCat("log-", Pick(4));
  act.set_new_log_key(OnceIn(12) ? std::string(44, 'x') : world_.Spki(name));
  act.set_new_origin(OnceIn(8) ? testing::kOrigin : absl::StrCat(testing::kOrigin, "/", Pick(9)));
  return draft;
}

Draft History::BeginEpoch() {
  Draft draft = Act(Authority(2));
  v1::BeginEpoch& act = *draft.statement.mutable_begin_epoch();
  act.set_origin(absl::StrCat(testing::kOrigin, "/", Pick(9)));
  act.set_log_key(world_.Spki(absl::StrCat("log-", Pick(4))));
  if (facts().announced && !OnceIn(6)) {
    act.set_origin(facts().announced->origin);
    act.set_log_key(facts().announced->key);
  }
  act.set_kept_entries(facts().size - (OnceIn(10) ? 1 : 0));
  std::string signer = "log";
  for (const char* name : {"log-0", "log-1", "log-2", "log-3"}) {
    if (world_.Spki(name) == facts().log_names.back().key && !OnceIn(12)) signer = name;
  }
  auto note = crypto::SignCheckpoint(
      {.origin = OnceIn(12) ? testing::kOrigin : facts().log_names.back().origin,
       .size = act.kept_entries() + Pick(3) - (OnceIn(12) ? 1 : 0),
       .root = crypto::Sha256("root")},
      world_.Key(signer));
  act.set_previous_checkpoint(*note);
  return draft;
}

}  // namespace linkcert::model
