#include "server/service/own_statements.h"

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

// Of batches that an earlier process stored claims for.
absl::Status SettleBatches(const ServiceParts& parts) {
  const absl::StatusOr<std::vector<BatchName>> batches = parts.vault->Unsettled();
  if (!batches.ok()) return batches.status();
  const PublishedPtr published = parts.log->Latest();
  for (const BatchName& batch : *batches) {
    const auto entry = FindBatchEntry(published->view, batch);
    if (!entry.ok()) return entry.status();
    if (entry->has_value()) {
      parts.vault->Logged(batch);
    } else if (absl::Status status = parts.vault->NotLogged(batch); !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status LogErasure(const ServiceParts& parts, const crypto::Hash& root) {
  const absl::StatusOr<std::string> envelope = MakeErasure(parts, {root});
  if (!envelope.ok()) return envelope.status();
  absl::StatusOr<rules::PreparedUnit> unit = parts.log->Prepare(*envelope, {});
  if (!unit.ok()) return unit.status();
  const auto note = [parts, root](const absl::StatusOr<Sequenced>& outcome) {
    if (!outcome.ok()) return;  // at the next start, or when the issuer asks again
    const uint64_t entry = outcome->placement.begin;
    parts.pool->Add(
        [parts, root, entry] { parts.vault->NoteErasureEntry(root, entry).IgnoreError(); });
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
  for (const crypto::Hash& root : roots) {
    statement.mutable_record_erasure()->add_claims_roots(root.str());
  }
  return proto::SignStatement(std::move(statement), {parts.registry_key});
}

absl::Status CheckCanLogErasures(const rules::View& view, const crypto::PublicKey& key) {
  auto rule_set = rules::FindRuleSet(view, /*province=*/"");
  if (!rule_set.ok()) return rule_set.status();
  const bool enabled =
      *rule_set != nullptr && absl::c_linear_search((*rule_set)->rule_set().acts(), kErasureAct);
  if (!enabled) {
    return absl::FailedPreconditionError("the rule set in force has no record_erasure (148)");
  }
  auto found = rules::FindKey(view, key.id().view());
  if (!found.ok()) return found.status();
  const bool known = *found != nullptr &&
                     (*found)->organisation() == rules::kRegistryOrganisation &&
                     !(*found)->has_ended();
  if (known) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "the log knows no such key of the registry (", key.id().ToHex(),
      "): the authority adds it with add_key, organisation \"registry\", purpose RECEIPT"));
}

absl::Status SettleVault(const ServiceParts& parts) {
  absl::Status status = SettleBatches(parts);
  if (!status.ok()) return status;
  const absl::StatusOr<std::vector<crypto::Hash>> erased = parts.vault->UnloggedErasures();
  if (!erased.ok()) return erased.status();
  for (const crypto::Hash& root : *erased) {
    status = LogErasure(parts, root);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace linkcert::server
