#include "server/service/batch_standing.h"

#include <string>
#include <utility>

#include "proto/refusal.h"
#include "rules/records.h"
#include "rules/standing.h"
#include "rules/status_map.h"

namespace linkcert::server {
namespace {

using proto::Reason;

// The keys that signed were the issuer's.
absl::Status CheckSigners(const rules::View& view, const LoggedBatch& batch,
                          const std::string& issuer) {
  for (const crypto::KeyId& signer : batch.sealed.signers) {
    auto key = rules::FindKey(view, signer.view());
    if (!key.ok()) return key.status();
    if (*key == nullptr || (*key)->logged().index() >= batch.index) {
      return proto::Refuse(Reason::kSignerUnknown);
    }
    if ((*key)->organisation() != issuer) {
      return proto::Refuse(Reason::kSignerForeign);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckIssuerKeys(const rules::View& view, const LoggedBatch& batch) {
  const std::string& issuer = batch.facts.issuer();
  absl::Status status = CheckSigners(view, batch, issuer);
  return status.ok() && batch.original != nullptr ? CheckSigners(view, *batch.original, issuer)
                                                  : status;
}

absl::Status CheckAccreditation(const rules::View& view, const LoggedBatch& batch) {
  auto found = rules::FindAccreditation(view, batch.act().accreditation());
  if (!found.ok()) return found.status();
  if (*found == nullptr || (*found)->logged().index() >= batch.index) {
    return proto::Refuse(Reason::kAccreditationUnknown);
  }
  return absl::OkStatus();
}

// R02, R22: in force when the batch was logged, by what is known now.
absl::Status CheckSignersInForce(const rules::View& view, const LoggedBatch& batch) {
  for (const crypto::KeyId& signer : batch.sealed.signers) {
    auto key = rules::FindKey(view, signer.view());
    if (!key.ok()) return key.status();
    if (*key == nullptr) return proto::Refuse(Reason::kSignerUnknown);
    auto history = rules::StandingOf(view, (*key)->logged().index());
    if (!history.ok()) return history.status();
    absl::Status status = rules::CheckKeyAt(*history, {batch.index, batch.logged_at});
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckKeysInForce(const rules::View& view, const LoggedBatch& batch) {
  absl::Status status = CheckSignersInForce(view, batch);
  return status.ok() && batch.original != nullptr ? CheckSignersInForce(view, *batch.original)
                                                  : status;
}

// R05. The grace is genesis', as for those who know nothing else.
absl::Status CheckAccreditationInForce(const rules::View& view, const LoggedBatch& batch) {
  auto registry = rules::FindRegistry(view);
  if (!registry.ok()) return registry.status();
  auto accreditation = rules::FindAccreditation(view, batch.act().accreditation());
  if (!accreditation.ok()) return accreditation.status();
  if (*registry == nullptr || *accreditation == nullptr) {
    return proto::Refuse(Reason::kAccreditationUnknown);
  }
  auto history = rules::StandingOf(view, (*accreditation)->logged().index());
  if (!history.ok()) return history.status();
  return rules::CheckAccreditationAt(*history, {batch.index, batch.logged_at},
                                     (*registry)->genesis().rule_set().end_grace_days());
}

// Not worth keeping: the store may answer the next time.
bool HasOwnError(const BatchStanding& standing) {
  for (const absl::Status* status :
       {&standing.issuer_keys, &standing.accreditation, &standing.keys_in_force,
        &standing.accreditation_in_force, &standing.history.status()}) {
    if (!status->ok() && !proto::ReasonOf(*status).has_value()) return true;
  }
  return false;
}

}  // namespace

BatchStandingPtr BatchStandings::Of(const rules::View& view, const LoggedBatch& batch) {
  const auto map = rules::FindStatusMap(view);
  const bool dated = map.ok() && *map != nullptr;
  const uint64_t status_root = dated ? (*map)->newest_root().index() : 0;
  if (dated) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto known = known_.find(batch.index);
    if (known != known_.end() && known->second.status_root == status_root) {
      return known->second.standing;
    }
  }
  const LoggedBatch& facts_batch = batch.facts_batch();
  auto standing = std::make_shared<const BatchStanding>(
      BatchStanding{.issuer_keys = CheckIssuerKeys(view, batch),
                    .accreditation = CheckAccreditation(view, facts_batch),
                    .keys_in_force = CheckKeysInForce(view, batch),
                    .accreditation_in_force = CheckAccreditationInForce(view, facts_batch),
                    .history = rules::StandingOf(view, facts_batch.index)});
  if (!dated || HasOwnError(*standing)) return standing;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (known_.size() >= capacity_) known_.clear();
  known_[batch.index] = {status_root, standing};
  return standing;
}

}  // namespace linkcert::server
