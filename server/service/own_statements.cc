#include "server/service/own_statements.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "proto/statement.h"
#include "rules/records.h"
#include "server/service/vault_intake.h"

namespace linkcert::server {
namespace {

constexpr size_t kStatementIdBytes = 16;
constexpr uint32_t kErasureAct = 148;
constexpr size_t kMaxErasedRoots = 1000;  // of one record_erasure

// Of batches that an earlier process stored claims for.
absl::Status SettleBatch(const ServiceParts& parts, const BatchName& batch) {
  const auto entry = FindBatchEntry(parts.log->Latest()->view, batch);
  if (!entry.ok()) return entry.status();
  if (!entry->has_value()) return parts.vault->NotLogged(batch);
  parts.vault->Logged(batch);
  return absl::OkStatus();
}

// Up to kMaxErasedRoots; at the next start again, if this fails.
absl::Status LogErasures(const ServiceParts& parts, std::vector<crypto::Hash> roots) {
  const absl::StatusOr<std::string> envelope = MakeErasure(parts, roots);
  if (!envelope.ok()) return envelope.status();
  absl::StatusOr<rules::PreparedUnit> unit = parts.log->Prepare(*envelope, {});
  if (!unit.ok()) return unit.status();
  const auto note = [parts, roots = std::move(roots)](const absl::StatusOr<Sequenced>& outcome) {
    if (!outcome.ok()) return;
    parts.pool->Add([parts, roots, entry = outcome->placement.begin] {
      for (const crypto::Hash& root : roots) {
        parts.vault->NoteErasureEntry(root, entry).IgnoreError();
      }
    });
  };
  return parts.log->Submit({.unit = *std::move(unit), .is_abandoned = {}, .done = note});
}

}  // namespace

absl::StatusOr<std::string> MakeErasure(const ServiceParts& parts,
                                        absl::Span<const crypto::Hash> roots) {
  auto registry = rules::FindRegistry(parts.log->Latest()->view);
  if (!registry.ok()) return registry.status();
  if (*registry == nullptr) return absl::FailedPreconditionError("the log has no genesis");
  v1::Statement statement;
  statement.set_registry((*registry)->registry());
  statement.set_statement_id(crypto::RandomBytes(kStatementIdBytes));
  statement.set_signed_at(parts.clock->WallMs());
  const std::set<crypto::Hash> ascending(roots.begin(), roots.end());
  for (const crypto::Hash& root : ascending) {
    statement.mutable_record_erasure()->add_claims_roots(root.str());
  }
  return proto::SignStatement(std::move(statement), {parts.registry_key});
}

absl::StatusOr<uint64_t> FindRegistryKey(const rules::View& view, const crypto::PublicKey& key) {
  auto found = rules::FindKey(view, key.id().view());
  if (!found.ok()) return found.status();
  const bool known = *found != nullptr &&
                     (*found)->organisation() == rules::kRegistryOrganisation &&
                     absl::c_linear_search((*found)->purposes(), v1::KEY_PURPOSE_RECEIPT) &&
                     !(*found)->has_ended();
  if (known) return (*found)->logged().index();
  return absl::FailedPreconditionError(absl::StrCat(
      "the log knows no such key of the registry (", key.id().ToHex(),
      "): the authority adds it with add_key, organisation \"registry\", purpose RECEIPT"));
}

absl::Status CheckCanLogErasures(const rules::View& view, const crypto::PublicKey& key) {
  auto rule_set = rules::FindRuleSet(view, /*province=*/"");
  if (!rule_set.ok()) return rule_set.status();
  const bool enabled =
      *rule_set != nullptr && absl::c_linear_search((*rule_set)->rule_set().acts(), kErasureAct);
  if (!enabled) {
    return absl::FailedPreconditionError("the rule set in force has no record_erasure (148)");
  }
  auto registry = rules::FindRegistry(view);
  if (!registry.ok()) return registry.status();
  if (*registry == nullptr || (*registry)->has_announced()) {
    return absl::FailedPreconditionError("the log ends here: it goes on under another name");
  }
  return FindRegistryKey(view, key).status();
}

absl::Status SettleVault(const ServiceParts& parts) {
  const absl::StatusOr<std::vector<BatchName>> batches = parts.vault->Unsettled();
  if (!batches.ok()) return batches.status();
  absl::Status first_failure;
  for (const BatchName& batch : *batches) first_failure.Update(SettleBatch(parts, batch));
  const absl::StatusOr<std::vector<crypto::Hash>> erased = parts.vault->UnloggedErasures();
  if (!erased.ok()) return erased.status();
  for (size_t i = 0; i < erased->size(); i += kMaxErasedRoots) {
    const size_t end = std::min(erased->size(), i + kMaxErasedRoots);
    first_failure.Update(LogErasures(parts, {erased->begin() + static_cast<std::ptrdiff_t>(i),
                                             erased->begin() + static_cast<std::ptrdiff_t>(end)}));
  }
  return first_failure;
}

}  // namespace linkcert::server
