#include "client/statistics/batch_facts.h"

#include <map>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "rules/records.h"
#include "rules/standing.h"

namespace linkcert::client {
namespace {

using rules::Record;

struct Fallen {
  uint32_t revoked = 0;
  uint32_t suspended = 0;
  bool voided = false;
};

// The log index at the end of a record's key.
absl::StatusOr<uint64_t> IndexOf(absl::string_view key) {
  uint64_t index = 0;
  if (absl::SimpleHexAtoi(key.substr(key.rfind('/') + 1), &index)) return index;
  return absl::DataLossError(absl::StrCat("no log index in ", key));
}

// By log index of the batch: what became of it and of its certificates.
absl::StatusOr<std::map<uint64_t, Fallen>> FallenByBatch(const rules::State& state) {
  std::map<uint64_t, Fallen> fallen;
  for (const auto& [key, record] : state.records()) {
    if (record->kind_case() != Record::kStatus) continue;
    const absl::StatusOr<uint64_t> index = IndexOf(key);
    if (!index.ok()) return index.status();
    const auto placed = rules::FindBatchBefore(state, *index);
    if (!placed.ok()) return placed.status();
    if (placed->batch == nullptr || *index > placed->index + placed->batch->leaf_count()) continue;
    const uint64_t original = placed->batch->original_batch();
    Fallen& batch = fallen[original != 0 ? original : placed->index];
    const v1::StandingState now = rules::StateNow(record->status());
    batch.voided |= now == v1::STANDING_STATE_VOIDED;
    batch.revoked += now == v1::STANDING_STATE_REVOKED ? 1 : 0;
    batch.suspended += now == v1::STANDING_STATE_SUSPENDED ? 1 : 0;
  }
  return fallen;
}

}  // namespace

absl::Status ForEachBatch(const rules::State& state,
                          absl::FunctionRef<void(const BatchFacts&)> take) {
  const auto fallen = FallenByBatch(state);
  if (!fallen.ok()) return fallen.status();
  std::set<const v1::Plan*> seen;
  for (const auto& [key, record] : state.records()) {
    if (record->kind_case() != Record::kIssuedBatch) continue;
    const rules::records::IssuedBatch& batch = record->issued_batch();
    if (batch.original_batch() != 0) continue;  // versions of certificates that are counted
    const absl::StatusOr<uint64_t> index = IndexOf(key);
    if (!index.ok()) return index.status();
    const auto plan = rules::FindPlan(state, batch.organisation(), batch.plan());
    if (!plan.ok()) return plan.status();
    if (*plan == nullptr) return absl::DataLossError(absl::StrCat("no plan of batch ", *index));
    const auto found = fallen->find(*index);
    const Fallen what = found == fallen->end() ? Fallen() : found->second;
    take({.index = *index,
          .batch = batch,
          .plan = **plan,
          .first_of_plan = seen.insert(plan->get()).second,
          .revoked = what.voided ? batch.leaf_count() : what.revoked,
          .suspended = what.voided ? 0 : what.suspended});
  }
  return absl::OkStatus();
}

}  // namespace linkcert::client
