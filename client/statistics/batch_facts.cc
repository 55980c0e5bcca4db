#include "client/statistics/batch_facts.h"

#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "rules/records.h"
#include "rules/standing.h"

namespace linkcert::client {
namespace {

using rules::Record;
using rules::records::IssuedBatch;

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

// R22: a key that signed it was in foreign hands by then.
absl::StatusOr<bool> FellWithAKey(const rules::State& state, const IssuedBatch& unit) {
  for (const std::string& signer : unit.signers()) {
    const auto key = rules::FindKey(state, signer);
    if (!key.ok()) return key.status();
    if (*key == nullptr) return absl::DataLossError("no key of a signer");
    const uint64_t since_ms = (*key)->compromised_since();
    if (since_ms != 0 && since_ms <= unit.logged_at()) return true;
  }
  return false;
}

uint64_t OriginalOf(const IssuedBatch& unit, uint64_t index) {
  return unit.original_batch() != 0 ? unit.original_batch() : index;
}

using FallenByBatch = std::map<uint64_t, Fallen>;  // by log index of the batch

// What was said of batches and certificates one by one.
absl::Status AddStandings(const rules::State& state, FallenByBatch& fallen) {
  for (const auto& [key, record] : state.records()) {
    if (record->kind_case() != Record::kStatus) continue;
    const absl::StatusOr<uint64_t> index = IndexOf(key);
    if (!index.ok()) return index.status();
    const auto placed = rules::FindBatchBefore(state, *index);
    if (!placed.ok()) return placed.status();
    if (placed->batch == nullptr || *index > placed->index + placed->batch->leaf_count()) continue;
    const absl::StatusOr<bool> fell = FellWithAKey(state, *placed->batch);
    if (!fell.ok()) return fell.status();
    Fallen& batch = fallen[OriginalOf(*placed->batch, placed->index)];
    const v1::StandingState now = rules::StateNow(record->status());
    const bool suspended = now == v1::STANDING_STATE_SUSPENDED;
    batch.voided |= now == v1::STANDING_STATE_VOIDED;
    batch.revoked += now == v1::STANDING_STATE_REVOKED || (suspended && *fell) ? 1 : 0;
    batch.suspended += suspended && !*fell ? 1 : 0;
  }
  return absl::OkStatus();
}

// Certificates of which nothing was said.
absl::StatusOr<uint32_t> Unchanged(const rules::State& state, const IssuedBatch& unit,
                                   uint64_t index) {
  uint32_t unchanged = 0;
  for (uint64_t i = 1; i <= unit.leaf_count(); ++i) {
    const auto history = rules::FindStatus(state, index + i);
    if (!history.ok()) return history.status();
    const bool in_force =
        *history == nullptr || rules::StateNow(**history) == v1::STANDING_STATE_IN_FORCE;
    unchanged += in_force ? 1 : 0;
  }
  return unchanged;
}

// What fell with a key: a batch with all versions, or new versions alone.
absl::Status AddStolen(const rules::State& state, FallenByBatch& fallen) {
  for (const auto& [key, record] : state.records()) {
    if (record->kind_case() != Record::kIssuedBatch) continue;
    const IssuedBatch& unit = record->issued_batch();
    const absl::StatusOr<bool> fell = FellWithAKey(state, unit);
    if (!fell.ok()) return fell.status();
    if (!*fell) continue;
    const absl::StatusOr<uint64_t> index = IndexOf(key);
    if (!index.ok()) return index.status();
    const absl::StatusOr<uint32_t> unchanged = Unchanged(state, unit, *index);
    if (!unchanged.ok()) return unchanged.status();
    Fallen& batch = fallen[OriginalOf(unit, *index)];
    batch.voided |= unit.original_batch() == 0;
    batch.revoked += *unchanged;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ForEachBatch(const rules::State& state,
                          absl::FunctionRef<bool(const IssuedBatch&)> counts,
                          absl::FunctionRef<void(const BatchFacts&)> take) {
  FallenByBatch fallen;
  absl::Status status = AddStandings(state, fallen);
  if (status.ok()) status = AddStolen(state, fallen);
  if (!status.ok()) return status;
  for (const auto& [key, record] : state.records()) {
    if (record->kind_case() != Record::kIssuedBatch) continue;
    const IssuedBatch& batch = record->issued_batch();
    // New versions are of certificates that are counted.
    if (batch.original_batch() != 0 || !counts(batch)) continue;
    const absl::StatusOr<uint64_t> index = IndexOf(key);
    if (!index.ok()) return index.status();
    const auto plan = rules::FindPlan(state, batch.organisation(), batch.plan());
    if (!plan.ok()) return plan.status();
    if (*plan == nullptr) return absl::DataLossError(absl::StrCat("no plan of batch ", *index));
    const auto found = fallen.find(*index);
    const Fallen what = found == fallen.end() ? Fallen() : found->second;
    take({.index = *index,
          .batch = batch,
          .plan = **plan,
          .revoked = what.voided ? batch.leaf_count() : what.revoked,
          .suspended = what.voided ? 0 : what.suspended});
  }
  return absl::OkStatus();
}

}  // namespace linkcert::client
