// Genesis and the rule sets after it.
#include <set>

#include "absl/strings/str_cat.h"
#include "crypto/keys.h"
#include "rules/acts.h"
#include "rules/rule_sets.h"
#include "rules/signers.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

// Keys in their one encoding, each once, ascending by id, enough people, none the log key.
absl::Status CheckAuthorityKeys(const v1::Genesis& act) {
  std::set<std::string> people;
  crypto::KeyId last;
  for (const v1::AuthorityKey& listed : act.authority_keys()) {
    absl::StatusOr<crypto::PublicKey> key = crypto::PublicKey::FromSpki(listed.public_key());
    if (!key.ok()) return Refuse(Reason::kKeyEncoding, key.status().message());
    if (key->id() <= last) return Refuse(Reason::kGenesisInvalid, "keys not ascending by id");
    if (listed.public_key() == act.log_key()) return Refuse(Reason::kKeyIsLogKey);
    last = key->id();
    people.insert(listed.person());
  }
  if (people.size() < act.threshold()) {
    return Refuse(Reason::kGenesisInvalid,
                  absl::StrCat(people.size(), " people, threshold ", act.threshold()));
  }
  return absl::OkStatus();
}

absl::Status CheckLogKey(const std::string& spki) {
  absl::StatusOr<crypto::PublicKey> key = crypto::PublicKey::FromSpki(spki);
  if (!key.ok()) return Refuse(Reason::kKeyEncoding, key.status().message());
  if (key->algorithm() != crypto::Algorithm::kEd25519) {
    return Refuse(Reason::kGenesisInvalid, "the log key is Ed25519");
  }
  return absl::OkStatus();
}

// Empty; genesis stands for the first StatusRoot (R27).
void WriteStatusMap(ActContext& context) {
  records::StatusMap map;
  *map.mutable_newest_root() = context.Here();
  context.Write(StatusMapKey(), std::move(map), &Record::mutable_status_map);
}

void WriteRuleSet(ActContext& context, const v1::RuleSet& rule_set) {
  records::RuleSetInForce in_force;
  *in_force.mutable_rule_set() = rule_set;
  *in_force.mutable_logged() = context.Here();
  context.Write(RuleSetKey(rule_set.province()), std::move(in_force), &Record::mutable_rule_set);
}

}  // namespace

absl::Status AdmitGenesis(ActContext& context, const v1::Genesis& act) {
  const v1::Statement& statement = context.statement();
  if (!statement.registry().empty() || context.stamp.index != 0) {
    return Refuse(Reason::kGenesisInvalid, "genesis names no registry and is entry 0");
  }
  absl::Status status = CheckLogKey(act.log_key());
  if (status.ok()) status = CheckAuthorityKeys(act);
  if (status.ok()) status = CheckSides(context.signers, {AuthoritySide(act.threshold())});
  if (status.ok()) status = CheckRuleSet(act.rule_set());
  if (!status.ok()) return status;
  if (!act.rule_set().province().empty()) {
    return Refuse(Reason::kGenesisInvalid, "its rule set is for the whole registry");
  }
  records::Registry registry;
  registry.set_registry(context.unit.statement.digest.str());
  *registry.mutable_genesis() = act;
  for (const v1::AuthorityKey& key : act.authority_keys()) {
    registry.add_keys_to_add(crypto::Sha256(key.public_key()).str());
  }
  context.Write(RegistryRecordKey(), std::move(registry), &Record::mutable_registry);
  WriteRuleSet(context, act.rule_set());
  WriteStatusMap(context);
  return absl::OkStatus();
}

absl::Status AdmitPublishRuleSet(ActContext& context, const v1::PublishRuleSet& act) {
  uint32_t threshold = context.registry.genesis().threshold();
  absl::Status status = CheckSides(context.signers, {AuthoritySide(threshold)});
  if (status.ok()) status = CheckRuleSet(act.rule_set());
  if (!status.ok()) return status;
  auto before = FindRuleSet(context.view, act.rule_set().province());
  if (!before.ok()) return before.status();
  uint32_t newest = *before == nullptr ? 0 : (*before)->rule_set().version();
  if (act.rule_set().version() <= newest) {
    return Refuse(Reason::kRuleSetVersion, absl::StrCat("version ", newest, " is in force"));
  }
  const uint32_t grace = context.registry.genesis().rule_set().end_grace_days();
  if (act.rule_set().end_grace_days() > grace) {  // offline verifiers know genesis' only
    return Refuse(Reason::kGraceExceedsGenesis, absl::StrCat("more than ", grace, " days"));
  }
  WriteRuleSet(context, act.rule_set());
  return absl::OkStatus();
}

}  // namespace linkcert::rules
