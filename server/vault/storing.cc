// Vault's part that takes personal data in, before their batch is logged, and away again when it is
// not.
#include <utility>

#include "server/vault/vault.h"

namespace linkcert::server {
namespace {

using storage::VaultTable;
using vault::v1::State;

void WipeClaims(vault::v1::SealedClaims& claims) {
  for (std::string& claim : *claims.mutable_claims()) crypto::Wipe(claim);
}

}  // namespace

bool SamePlace(const vault::v1::Place& a, const vault::v1::Place& b) {
  return a.issuer() == b.issuer() && a.statement_id() == b.statement_id() &&
         a.digest() == b.digest() && a.position() == b.position();
}

absl::StatusOr<bool> Vault::IsNew(const PersonalData& data) const {
  const absl::StatusOr<std::optional<State>> state = StateOf(data.claims_root);
  if (!state.ok()) return state.status();
  if (state->has_value()) return false;
  const absl::StatusOr<vault::v1::Place> place = PlaceOf(data.claims_root);
  if (absl::IsNotFound(place.status())) return true;
  if (!place.ok()) return place.status();
  if (SamePlace(*place, data.place)) return false;
  return absl::AlreadyExistsError("another certificate has these claims, salts and all");
}

void Vault::AddRows(const PersonalData& data, Writes& rows) const {
  const crypto::SecretKey key = crypto::SecretKey::Random();
  vault::v1::SealedClaims claims;
  for (const std::string& claim : data.claims) claims.add_claims(claim);
  std::string plaintext = claims.SerializeAsString();
  vault::v1::ClaimsRow row;
  *row.mutable_place() = data.place;
  row.set_sealed(crypto::Seal(key, plaintext, SealingContext(data.claims_root)));
  crypto::Wipe(plaintext);
  WipeClaims(claims);
  rows.push_back({VaultTable::kClaims, data.claims_root.str(), row.SerializeAsString()});
  rows.push_back(keys_->Wrap(data.claims_root, key));
  for (std::string& lookup : LookupKeys(data)) {
    rows.push_back({VaultTable::kLookups, std::move(lookup), ""});
  }
}

absl::Status Vault::Store(const BatchName& batch, absl::Span<const PersonalData> certificates) {
  const std::lock_guard<std::mutex> lock(change_mutex_);
  Writes rows;
  std::vector<crypto::Hash> stored;
  for (const PersonalData& data : certificates) {
    const absl::StatusOr<bool> is_new = IsNew(data);
    if (!is_new.ok()) return is_new.status();
    if (!*is_new) continue;
    AddRows(data, rows);
    stored.push_back(data.claims_root);
  }
  pending_.Begin(batch, stored, rows);
  if (rows.empty()) return absl::OkStatus();
  absl::Status status = store_->Write(rows);
  if (status.ok()) {
    pending_.Written();
  } else {
    pending_.LeaveOpen(batch);
  }
  return status;
}

void Vault::LeaveOpen(const BatchName& batch) {
  const std::lock_guard<std::mutex> lock(change_mutex_);
  pending_.LeaveOpen(batch);
}

void Vault::Logged(const BatchName& batch) {
  const std::lock_guard<std::mutex> lock(change_mutex_);
  pending_.Logged(batch);
}

absl::Status Vault::NotLogged(const BatchName& batch) {
  const std::lock_guard<std::mutex> lock(change_mutex_);
  Writes rows;
  const absl::StatusOr<std::vector<crypto::Hash>> roots = pending_.NotLogged(batch, rows);
  if (!roots.ok()) return roots.status();
  for (const crypto::Hash& root : *roots) {
    const absl::StatusOr<std::optional<State>> state = StateOf(root);
    absl::Status status = state.status();
    if (status.ok() && !state->has_value()) status = TakeAway(root, rows);
    if (!status.ok()) return status;
  }
  return rows.empty() ? absl::OkStatus() : store_->Write(rows);
}

absl::StatusOr<std::vector<BatchName>> Vault::Unsettled() {
  const std::lock_guard<std::mutex> lock(change_mutex_);
  return pending_.Unsettled();
}

}  // namespace linkcert::server
