// RULES.md "Keys".
#include "crypto/hash.h"
#include "tests/model/acts.h"
#include "tests/model/signing.h"

namespace linkcert::model {
namespace {

// Registered once, ever; never a log key of any epoch, past or announced.
void MustBeNewKey(const Facts& facts, const std::string& public_key, Question& question) {
  question.Must(facts.keys.count(KeyIdOf(public_key)) == 0, "KEY_ALREADY_REGISTERED");
  bool is_log_key = facts.announced && facts.announced->key == public_key;
  for (const LogName& name : facts.log_names) is_log_key |= name.key == public_key;
  question.Must(!is_log_key, "KEY_IS_LOG_KEY");
}

// Of the authority's keys that have not ended, `threshold` people are left without this one.
void MustLeaveEnough(const Facts& facts, const std::string& key_id, Question& question) {
  const Key& key = facts.keys.at(key_id);
  if (key.organisation != kAuthority || key.ended) return;
  std::set<std::string> people;
  for (const auto& [id, other] : facts.keys) {
    if (other.organisation == kAuthority && !other.ended && id != key_id) {
      people.insert(other.person);
    }
  }
  question.Must(people.size() >= facts.genesis.threshold(), "AUTHORITY_TOO_FEW");
}

void End(Facts& facts, const std::string& key_id, const Question& question) {
  Key& key = facts.keys.at(key_id);
  key.ended = true;
  ChangeStanding(facts, {key.index}, {.state = v1::STANDING_STATE_ENDED, .logged = question.now});
}

std::set<int> PurposesAllowed(const std::string& organisation) {
  if (organisation == kAuthority) return {v1::KEY_PURPOSE_AUTHORITY};
  if (organisation == kRegistry) return {v1::KEY_PURPOSE_RECEIPT};
  return {v1::KEY_PURPOSE_CERTIFICATE, v1::KEY_PURPOSE_GOVERNANCE, v1::KEY_PURPOSE_STANDARD};
}

}  // namespace

std::string KeyIdOf(const std::string& public_key) { return crypto::Sha256(public_key).str(); }

void Judge(const Facts& facts, const v1::AddKey& act, Question& question) {
  const std::string id = KeyIdOf(act.public_key());
  const std::string& organisation = act.organisation();
  MustBeNewKey(facts, act.public_key(), question);
  question.Must(organisation == kAuthority || organisation == kRegistry ||
                    facts.KnowsOrganisation(organisation),
                "ORGANISATION_UNKNOWN");
  for (int purpose : act.purposes()) {
    question.Must(PurposesAllowed(organisation).count(purpose) > 0, "KEY_PURPOSE_NOT_ALLOWED");
  }
  question.Must(question.SignedBy(id), "SIGNER_MISSING");
  // A key of genesis is added by its own signature alone, and no other key until all of them are.
  const bool is_genesis_time = !facts.genesis_keys_to_add.empty();
  MustSign(question, is_genesis_time ? Sides{} : Sides{AuthorityOver(facts, organisation)}, {id});
}

void Apply(Facts& facts, const v1::AddKey& act, const Question& question) {
  const std::string id = KeyIdOf(act.public_key());
  facts.genesis_keys_to_add.erase(id);
  facts.keys[id] = {.public_key = act.public_key(),
                    .organisation = act.organisation(),
                    .person = act.person(),
                    .purposes = {act.purposes().begin(), act.purposes().end()},
                    .index = question.now.index};
}

void Judge(const Facts& facts, const v1::RotateKey& act, Question& question) {
  const std::string new_id = KeyIdOf(act.new_public_key());
  MustBeNewKey(facts, act.new_public_key(), question);
  question.Must(question.SignedBy(new_id), "SIGNER_MISSING");
  const Key* old_key = Find(facts.keys, act.old_key());
  if (!question.Must(old_key != nullptr, "KEY_UNKNOWN")) return;
  question.Must(!old_key->ended, "KEY_ENDED");
  // The old key may sign; it counts as the authority's only if it is.
  std::set<std::string> besides = {new_id};
  if (old_key->organisation != kAuthority) besides.insert(act.old_key());
  MustSign(question, {AuthorityOver(facts, old_key->organisation)}, besides);
}

void Apply(Facts& facts, const v1::RotateKey& act, const Question& question) {
  Key key = facts.keys.at(act.old_key());
  End(facts, act.old_key(), question);
  key.public_key = act.new_public_key();
  key.index = question.now.index;
  facts.keys[KeyIdOf(act.new_public_key())] = key;
}

void Judge(const Facts& facts, const v1::RevokeKey& act, Question& question) {
  const Key* key = Find(facts.keys, act.key());
  if (!question.Must(key != nullptr, "KEY_UNKNOWN")) return;
  question.Must(!key->ended, "KEY_ENDED");
  MustLeaveEnough(facts, act.key(), question);
  // The key itself and no other, or the authority.
  if (question.signers.size() == 1 && question.SignedBy(act.key())) return;
  MustSign(question, {AuthorityOver(facts, key->organisation)});
}

void Apply(Facts& facts, const v1::RevokeKey& act, const Question& question) {
  End(facts, act.key(), question);
}

void Judge(const Facts& facts, const v1::DeclareKeyCompromised& act, Question& question) {
  question.Must(act.since() <= question.now.at, "COMPROMISE_IN_FUTURE");
  const Key* key = Find(facts.keys, act.key());
  if (!question.Must(key != nullptr, "KEY_UNKNOWN")) return;
  question.Must(!key->compromised_since || act.since() < *key->compromised_since,
                "COMPROMISE_NOT_EARLIER");
  MustHaveRoom(facts, key->index, 0, question);
  MustLeaveEnough(facts, act.key(), question);
  MustSign(question, {AuthorityOver(facts, key->organisation)});
}

void Apply(Facts& facts, const v1::DeclareKeyCompromised& act, const Question& question) {
  Key& key = facts.keys.at(act.key());
  key.ended = true;
  key.compromised_since = act.since();
  ChangeStanding(
      facts, {key.index},
      {.state = v1::STANDING_STATE_COMPROMISED, .logged = question.now, .since = act.since()});
}

}  // namespace linkcert::model
