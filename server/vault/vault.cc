#include "server/vault/vault.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "linkcert/v1/act_issue.pb.h"
#include "proto/claims.h"

namespace linkcert::server {
namespace {

using storage::VaultTable;
using vault::v1::Access;
using vault::v1::State;

constexpr size_t kLookupHashBytes = 16;

// Value of the claim with this tag; empty when absent.
std::string ValueOf(const PersonalData& data, uint32_t tag) {
  v1::Claim claim;
  if (tag > data.claims.size() || !claim.ParseFromString(data.claims[tag - 1])) return "";
  return claim.value();
}

}  // namespace

std::string Vault::SealingContext(const crypto::Hash& root) {
  return absl::StrCat("linkcert vault claims v1 ", root.view());
}

std::string IdValue(absl::string_view id_type, absl::string_view id_number) {
  return absl::StrCat(id_type, " ", id_number);
}

absl::StatusOr<std::unique_ptr<Vault>> Vault::Open(std::unique_ptr<storage::VaultStore> store,
                                                   MasterKeys keys) {
  auto chest = std::make_unique<KeyChest>(store.get(), std::move(keys));
  absl::Status status = chest->Open();
  if (!status.ok()) return status;
  absl::StatusOr<crypto::SecretKey> lookup_key = chest->LookupKey();
  if (!lookup_key.ok()) return lookup_key.status();
  std::unique_ptr<Vault> vault(new Vault(std::move(store), std::move(chest), *lookup_key));
  status = vault->FinishPurge();
  if (!status.ok()) return status;
  return vault;
}

std::vector<std::string> Vault::LookupKeys(const PersonalData& data) const {
  const std::string number = ValueOf(data, proto::kNumber);
  const std::string id = ValueOf(data, proto::kIdNumber);
  const std::string employer = ValueOf(data, proto::kEmployer);
  std::vector<std::string> keys;
  const auto add = [&](LookupKind kind, const std::string& value) {
    keys.push_back(absl::StrCat(LookupPrefix(kind, value), data.claims_root.view()));
  };
  if (!number.empty()) add(LookupKind::kNumber, number);
  if (!id.empty()) add(LookupKind::kIdNumber, IdValue(ValueOf(data, proto::kIdType), id));
  if (!employer.empty()) add(LookupKind::kEmployer, employer);
  return keys;
}

std::string Vault::LookupPrefix(LookupKind kind, absl::string_view value) const {
  const std::string message = absl::StrCat(std::string(1, static_cast<char>(kind)), value);
  return std::string(crypto::HmacSha256(lookup_key_, message).view().substr(0, kLookupHashBytes));
}

absl::StatusOr<std::optional<State>> Vault::StateOf(const crypto::Hash& root) const {
  const auto row = store_->Find(VaultTable::kStates, root.view());
  if (!row.ok()) return row.status();
  if (!row->has_value()) return std::nullopt;
  State state;
  if (!state.ParseFromString(**row)) return absl::DataLossError("a state in the vault is damaged");
  return state;
}

absl::StatusOr<std::optional<PersonalData>> Vault::Load(const crypto::Hash& root) const {
  const auto bytes = store_->Find(VaultTable::kClaims, root.view());
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<std::optional<crypto::SecretKey>> key = keys_->Unwrap(root);
  if (!key.ok()) return key.status();
  if (!bytes->has_value() || !key->has_value()) return std::nullopt;
  vault::v1::ClaimsRow row;
  if (!row.ParseFromString(**bytes)) return absl::DataLossError("claims in the vault are damaged");
  absl::StatusOr<std::string> plaintext = crypto::Unseal(**key, row.sealed(), SealingContext(root));
  if (!plaintext.ok()) return plaintext.status();
  vault::v1::SealedClaims claims;
  const bool parsed = claims.ParseFromString(*plaintext);
  crypto::Wipe(*plaintext);
  if (!parsed) return absl::DataLossError("claims in the vault are damaged");
  PersonalData data = {.claims_root = root, .place = row.place(), .claims = {}};
  for (std::string& claim : *claims.mutable_claims()) data.claims.push_back(std::move(claim));
  return data;
}

absl::Status Vault::TakeAway(const crypto::Hash& root, Writes& rows) const {
  const absl::StatusOr<std::optional<PersonalData>> data = Load(root);
  // What does not open any more is taken away all the same; its look-ups then lead nowhere.
  const bool unreadable =
      absl::IsDataLoss(data.status()) || absl::IsFailedPrecondition(data.status());
  if (!data.ok() && !unreadable) return data.status();
  if (data.ok() && data->has_value()) {
    for (std::string& lookup : LookupKeys(**data)) {
      rows.push_back({VaultTable::kLookups, std::move(lookup), std::nullopt});
    }
  }
  rows.push_back({VaultTable::kClaims, root.str(), std::nullopt});
  rows.push_back({VaultTable::kKeys, root.str(), std::nullopt});
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::optional<PersonalData>>> Vault::Read(
    absl::Span<const crypto::Hash> roots, Access::Kind kind, const Purpose& purpose) {
  {
    const std::lock_guard<std::mutex> lock(change_mutex_);
    Writes rows;
    absl::Status status = journal_.Append(roots, kind, purpose, rows);
    if (status.ok()) status = store_->Write(rows);
    if (!status.ok()) return status;
  }
  std::vector<std::optional<PersonalData>> read;
  for (const crypto::Hash& root : roots) {
    const absl::StatusOr<std::optional<State>> state = StateOf(root);
    if (!state.ok()) return state.status();
    absl::StatusOr<std::optional<PersonalData>> data = std::optional<PersonalData>();
    if (!state->has_value()) data = Load(root);
    if (!data.ok()) return data.status();
    read.push_back(*std::move(data));
  }
  return read;
}

absl::StatusOr<std::vector<crypto::Hash>> Vault::Find(LookupKind kind, absl::string_view value,
                                                      const crypto::Hash& after,
                                                      size_t limit) const {
  const std::string prefix = LookupPrefix(kind, value);
  std::string last = after == crypto::Hash() ? "" : absl::StrCat(prefix, after.view());
  std::vector<crypto::Hash> roots;
  while (roots.size() < limit) {
    const auto rows = store_->List(VaultTable::kLookups, prefix, last, limit - roots.size());
    if (!rows.ok()) return rows.status();
    if (rows->empty()) break;
    for (const storage::VaultRow& row : *rows) {
      const auto root = crypto::Hash::FromBytes(absl::string_view(row.key).substr(prefix.size()));
      if (!root.ok()) return absl::DataLossError("a look-up in the vault is damaged");
      const absl::StatusOr<std::optional<State>> state = StateOf(*root);
      if (!state.ok()) return state.status();
      if (!state->has_value()) roots.push_back(*root);
    }
    last = rows->back().key;
  }
  return roots;
}

absl::StatusOr<bool> Vault::IsFoundBy(LookupKind kind, absl::string_view value,
                                      const crypto::Hash& root) const {
  const std::string key = absl::StrCat(LookupPrefix(kind, value), root.view());
  const auto row = store_->Find(VaultTable::kLookups, key);
  if (!row.ok()) return row.status();
  const absl::StatusOr<std::optional<State>> state = StateOf(root);
  if (!state.ok()) return state.status();
  return row->has_value() && !state->has_value();
}

absl::StatusOr<vault::v1::Place> Vault::PlaceOf(const crypto::Hash& root) const {
  const auto bytes = store_->Find(VaultTable::kClaims, root.view());
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) {
    const absl::StatusOr<std::optional<State>> state = StateOf(root);
    if (!state.ok()) return state.status();
    if (!state->has_value()) return absl::NotFoundError("not in the vault");
    return (*state)->place();
  }
  vault::v1::ClaimsRow row;
  if (!row.ParseFromString(**bytes)) return absl::DataLossError("claims in the vault are damaged");
  return row.place();
}

absl::StatusOr<Holding> Vault::HoldingOf(const crypto::Hash& root) const {
  const absl::StatusOr<std::optional<State>> state = StateOf(root);
  if (!state.ok()) return state.status();
  if (state->has_value()) {
    return (*state)->kind() == State::KIND_ERASED ? Holding::kErased : Holding::kRestricted;
  }
  const auto row = store_->Find(VaultTable::kKeys, root.view());
  if (!row.ok()) return row.status();
  return row->has_value() ? Holding::kHeld : Holding::kNotHeld;
}

}  // namespace linkcert::server
