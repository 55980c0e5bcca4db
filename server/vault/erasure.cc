// Vault's part that takes personal data out of use, and then destroys it; and the change of its
// master key, which destroys wrapped keys too.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/vault/vault.h"

namespace linkcert::server {
namespace {

using storage::VaultTable;
using vault::v1::Access;
using vault::v1::State;

constexpr size_t kStatesPage = 1000;
constexpr char kPurgeRow[] = "purge";  // first and last row of "keys" whose old values must go

std::string BytesOf(State::Kind kind, const vault::v1::Place& place, const Purpose& purpose) {
  State state;
  *state.mutable_place() = place;
  state.set_kind(kind);
  state.set_at(purpose.at_ms);
  state.set_requester(purpose.requester);
  state.set_purpose(purpose.purpose);
  return state.SerializeAsString();
}

}  // namespace

absl::Status Vault::Restrict(const crypto::Hash& root, const Purpose& purpose) {
  const std::lock_guard<std::mutex> lock(change_mutex_);
  const absl::StatusOr<Holding> holding = HoldingOf(root);
  if (!holding.ok()) return holding.status();
  if (*holding == Holding::kNotHeld) return absl::NotFoundError("not in the vault");
  if (*holding != Holding::kHeld) return absl::OkStatus();
  const absl::StatusOr<vault::v1::Place> place = PlaceOf(root);
  if (!place.ok()) return place.status();
  Writes rows = {
      {VaultTable::kStates, root.str(), BytesOf(State::KIND_RESTRICTED, *place, purpose)}};
  absl::Status status = journal_.Append({root}, Access::KIND_RESTRICTED, purpose, rows);
  return status.ok() ? store_->Write(rows) : status;
}

absl::Status Vault::Erase(const crypto::Hash& root, const Purpose& purpose) {
  absl::Status status = TakeOut(root, purpose);
  return status.ok() ? FinishPurge() : status;  // also of what an earlier call left
}

absl::Status Vault::TakeOut(const crypto::Hash& root, const Purpose& purpose) {
  const std::lock_guard<std::mutex> lock(change_mutex_);
  const absl::StatusOr<Holding> holding = HoldingOf(root);
  if (!holding.ok()) return holding.status();
  if (*holding == Holding::kErased) return absl::OkStatus();
  if (*holding != Holding::kRestricted) {
    return absl::FailedPreconditionError("personal data are restricted before they are erased");
  }
  const absl::StatusOr<vault::v1::Place> place = PlaceOf(root);
  if (!place.ok()) return place.status();
  Writes rows = {{VaultTable::kStates, root.str(), BytesOf(State::KIND_ERASED, *place, purpose)}};
  absl::Status status = AddPurge(root.view(), root.view(), rows);
  if (status.ok()) status = TakeAway(root, rows);
  if (status.ok()) status = journal_.Append({root}, Access::KIND_ERASED, purpose, rows);
  return status.ok() ? store_->Write(rows) : status;
}

absl::Status Vault::NoteErasureEntry(const crypto::Hash& root, uint64_t entry) {
  const std::lock_guard<std::mutex> lock(change_mutex_);
  absl::StatusOr<std::optional<State>> state = StateOf(root);
  if (!state.ok()) return state.status();
  if (!state->has_value() || (*state)->kind() != State::KIND_ERASED) {
    return absl::NotFoundError("not erased");
  }
  (*state)->set_entry(entry);
  return store_->Write({{VaultTable::kStates, root.str(), (*state)->SerializeAsString()}});
}

absl::StatusOr<uint64_t> Vault::ErasureEntryOf(const crypto::Hash& root) const {
  const absl::StatusOr<std::optional<State>> state = StateOf(root);
  if (!state.ok()) return state.status();
  if (state->has_value() && (*state)->kind() == State::KIND_ERASED) return (*state)->entry();
  return absl::NotFoundError("not erased");
}

absl::StatusOr<std::vector<crypto::Hash>> Vault::UnloggedErasures() const {
  std::vector<crypto::Hash> roots;
  std::string after;
  while (true) {
    const auto page = store_->List(VaultTable::kStates, "", after, kStatesPage);
    if (!page.ok()) return page.status();
    if (page->empty()) return roots;
    for (const storage::VaultRow& row : *page) {
      State state;
      const auto root = crypto::Hash::FromBytes(row.key);
      if (!root.ok() || !state.ParseFromString(row.value)) {
        return absl::DataLossError("a state in the vault is damaged");
      }
      if (state.kind() == State::KIND_ERASED && state.entry() == 0) roots.push_back(*root);
    }
    after = page->back().key;
  }
}

absl::Status Vault::AddPurge(absl::string_view first, absl::string_view last, Writes& rows) const {
  const auto before = store_->Find(VaultTable::kAbout, kPurgeRow);
  if (!before.ok()) return before.status();
  std::string stretch = absl::StrCat(first, last);
  if (before->has_value() && (*before)->size() == stretch.size()) {
    const absl::string_view other = **before;
    stretch = absl::StrCat(std::min(first, other.substr(0, first.size())),
                           std::max(last, other.substr(first.size())));
  }
  rows.push_back({VaultTable::kAbout, kPurgeRow, std::move(stretch)});
  return absl::OkStatus();
}

absl::Status Vault::FinishPurge() {
  const std::lock_guard<std::mutex> purge_lock(purge_mutex_);
  const auto row = store_->Find(VaultTable::kAbout, kPurgeRow);
  if (!row.ok()) return row.status();
  if (!row->has_value()) return absl::OkStatus();
  const absl::string_view stretch = **row;
  const size_t half = stretch.size() / 2;
  absl::Status status = store_->Purge(stretch.substr(0, half), stretch.substr(half));
  if (!status.ok()) return status;
  const std::lock_guard<std::mutex> lock(change_mutex_);
  const auto now = store_->Find(VaultTable::kAbout, kPurgeRow);
  if (!now.ok()) return now.status();
  if (*now != *row) return absl::OkStatus();  // whoever made it longer goes on
  return store_->Write({{VaultTable::kAbout, kPurgeRow, std::nullopt}});
}

absl::StatusOr<uint64_t> Vault::ChangeMasterKey(MasterKeys keys) {
  {
    const std::lock_guard<std::mutex> lock(change_mutex_);
    absl::Status status = keys_->Use(std::move(keys));
    if (!status.ok()) return status;
  }
  uint64_t changed = 0;
  std::string after;
  do {
    const std::lock_guard<std::mutex> lock(change_mutex_);
    const absl::StatusOr<uint64_t> page = keys_->RewrapPage(after);
    if (!page.ok()) return page.status();
    changed += *page;
  } while (!after.empty());
  absl::Status status = RewrapLast();
  if (status.ok()) status = FinishPurge();
  if (!status.ok()) return status;
  const std::lock_guard<std::mutex> lock(change_mutex_);
  status = keys_->ForgetOtherKeys();
  if (!status.ok()) return status;
  return changed;
}

absl::Status Vault::RewrapLast() {
  const std::lock_guard<std::mutex> lock(change_mutex_);
  absl::StatusOr<storage::VaultWrite> own = keys_->RewrapLookupKey();
  if (!own.ok()) return own.status();
  Writes rows = {*std::move(own)};
  absl::Status status =
      AddPurge(crypto::Hash().view(), std::string(crypto::Hash::kSizeBytes, '\xff'), rows);
  return status.ok() ? store_->Write(rows) : status;
}

}  // namespace linkcert::server
