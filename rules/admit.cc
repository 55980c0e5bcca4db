#include "rules/admit.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "rules/acts.h"
#include "rules/carried_keys.h"
#include "rules/status_map.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

constexpr uint64_t kSignedAtAheadMs = 5 * 60 * 1000;  // R28

// R02: every signer is known, and every signature good.
absl::StatusOr<std::vector<v1::Key>> ResolveSigners(const View& view, const PreparedUnit& unit,
                                                    crypto::KeyCache& keys) {
  std::vector<v1::Key> signers;
  for (size_t i = 0; i < unit.statement.signers.size(); ++i) {
    const crypto::KeyId& signer = unit.statement.signers[i];
    auto key = FindSigner(view, unit.statement.statement, signer);
    if (!key.ok()) return key.status();
    if (*key == nullptr) return Refuse(Reason::kSignerUnknown, signer.ToHex());
    if (!unit.verified[i]) {
      absl::Status status = VerifySigner(unit.statement, i, (*key)->public_key(), keys);
      if (!status.ok()) return status;
    }
    signers.push_back(**key);
  }
  return signers;
}

absl::Status CheckActive(absl::Span<const v1::Key> signers) {  // R02
  for (const v1::Key& signer : signers) {
    if (signer.has_ended()) return Refuse(Reason::kSignerKeyEnded, signer.name());
  }
  return absl::OkStatus();
}

absl::Status CheckSignedAt(uint64_t signed_at, uint64_t logged_at, const v1::RuleSet& rule_set) {
  if (signed_at > logged_at + kSignedAtAheadMs) return Refuse(Reason::kSignedAtInFuture);  // R28
  if (signed_at + rule_set.signed_at_window_ms() < logged_at) {
    return Refuse(Reason::kSignedAtTooOld);  // R28
  }
  return absl::OkStatus();
}

// R27: nothing is logged while a StatusRoot is due. The first act under a new origin may come any
// time later.
absl::Status CheckStatusRoot(const ActContext& context) {
  if (context.statement().has_begin_epoch()) return absl::OkStatus();
  absl::StatusOr<bool> due = IsStatusRootDue(context.view, context.stamp.logged_at);
  if (!due.ok()) return due.status();
  return *due ? Refuse(Reason::kStatusRootDue) : absl::OkStatus();
}

absl::Status CheckEnabled(const v1::Statement& statement, const records::Registry& registry,
                          const v1::RuleSet& rule_set) {
  uint32_t act = proto::ActNumber(statement);
  if (!statement.has_genesis() && !absl::c_linear_search(rule_set.acts(), act)) {
    return Refuse(Reason::kActNotEnabled, std::string(proto::ActName(act)));
  }
  if (!registry.keys_to_add().empty() && !statement.has_add_key() && !statement.has_genesis()) {
    return Refuse(Reason::kGenesisKeysPending);
  }
  if (registry.has_announced() && !statement.has_begin_epoch()) {
    return Refuse(Reason::kLogEnded, registry.announced().new_origin());  // R01
  }
  return absl::OkStatus();
}

// Same bytes: their place in the log. Other bytes under one id: refused.
absl::Status FindLogged(const View& view, const PreparedUnit& unit, const std::string& organisation,
                        Admission& admission) {
  auto logged = FindStatement(view, organisation, unit.statement.statement.statement_id());
  if (!logged.ok()) return logged.status();
  if (*logged == nullptr) return absl::OkStatus();
  if ((*logged)->digest() != unit.statement.digest.view()) {
    return Refuse(Reason::kStatementIdReused,
                  absl::StrCat("logged at ", (*logged)->begin(), " with other content"));
  }
  admission.already_logged = **logged;
  return absl::OkStatus();
}

void RecordStatement(ActContext& context) {
  records::LoggedStatement record;
  record.set_digest(context.unit.statement.digest.str());
  record.set_begin(context.stamp.index);
  record.set_end(context.stamp.index + context.unit.entry_count());
  record.set_logged_at(context.stamp.logged_at);
  context.Write(StatementKey(context.first_organisation(), context.statement().statement_id()),
                std::move(record), &Record::mutable_statement);
}

// The registry as it stands, or as genesis is about to make it.
struct Standing {
  records::Registry registry;
  v1::RuleSet rule_set;
};

absl::StatusOr<Standing> StandingFor(const View& view, const PreparedUnit& unit) {
  const v1::Statement& statement = unit.statement.statement;
  auto registry = FindRegistry(view);
  if (!registry.ok()) return registry.status();
  if (*registry == nullptr) {
    if (!statement.has_genesis()) return Refuse(Reason::kGenesisExpected);
    return Standing{.registry = {}, .rule_set = statement.genesis().rule_set()};
  }
  bool same_genesis = unit.statement.digest.view() == (*registry)->registry();
  if (statement.has_genesis() && !same_genesis) return Refuse(Reason::kGenesisAlreadyLogged);
  if (!statement.has_genesis() && statement.registry() != (*registry)->registry()) {
    return Refuse(Reason::kWrongRegistry);
  }
  auto rule_set = FindRuleSet(view, "");
  if (!rule_set.ok()) return rule_set.status();
  if (*rule_set == nullptr) return absl::DataLossError("no rule set is in force");
  return Standing{.registry = **registry, .rule_set = (*rule_set)->rule_set()};
}

}  // namespace

absl::StatusOr<Admission> Admit(const View& view, const PreparedUnit& unit, const Stamp& stamp,
                                crypto::KeyCache& keys) {
  absl::StatusOr<Standing> standing = StandingFor(view, unit);
  if (!standing.ok()) return standing.status();
  auto signers = ResolveSigners(view, unit, keys);
  if (!signers.ok()) return signers.status();

  Admission admission;
  ActContext context{.view = view,
                     .unit = unit,
                     .stamp = stamp,
                     .registry = standing->registry,
                     .rule_set = standing->rule_set,
                     .signers = *signers,
                     .admission = admission};
  const v1::Statement& statement = context.statement();
  absl::Status status = FindLogged(view, unit, context.first_organisation(), admission);
  if (status.ok() && !admission.already_logged) {
    status = CheckActive(*signers);
    if (status.ok()) {
      status = CheckSignedAt(statement.signed_at(), stamp.logged_at, standing->rule_set);
    }
    if (status.ok()) status = CheckEnabled(statement, standing->registry, standing->rule_set);
    if (status.ok()) status = CheckStatusRoot(context);
    if (status.ok()) status = AdmitAct(context);
    if (status.ok()) RecordStatement(context);
  }
  if (!status.ok()) return status;
  return admission;
}

}  // namespace linkcert::rules
