#include "server/vault/key_chest.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "linkcert/vault/v1/vault.pb.h"

namespace linkcert::server {
namespace {

using crypto::SecretKey;
using storage::VaultTable;

constexpr char kLookupRow[] = "look-up key";
constexpr char kInUseRow[] = "master keys";
constexpr size_t kPage = 1000;

// What a wrapped key is bound to: a row moved to another certificate does not open.
std::string ContextOf(absl::string_view row) { return absl::StrCat("linkcert vault key v1 ", row); }

std::string WrapBytes(const MasterKeys::Key& master, absl::string_view row, const SecretKey& key) {
  vault::v1::WrappedKey wrapped;
  wrapped.set_master_key(master.id);
  wrapped.set_wrapped(crypto::Seal(master.key, key.view(), ContextOf(row)));
  return wrapped.SerializeAsString();
}

absl::StatusOr<SecretKey> UnwrapBytes(const MasterKeys& keys, absl::string_view row,
                                      const std::string& bytes) {
  vault::v1::WrappedKey wrapped;
  if (!wrapped.ParseFromString(bytes)) return absl::DataLossError("a wrapped key is damaged");
  const MasterKeys::Key* master = keys.Find(wrapped.master_key());
  if (master == nullptr) {
    return absl::FailedPreconditionError("a key is wrapped with a master key that is not given");
  }
  absl::StatusOr<std::string> secret =
      crypto::Unseal(master->key, wrapped.wrapped(), ContextOf(row));
  if (!secret.ok()) return secret.status();
  absl::StatusOr<SecretKey> key = SecretKey::FromBytes(*secret);
  crypto::Wipe(*secret);
  return key;
}

bool IsWrappedWith(const MasterKeys::Key& master, const std::string& bytes) {
  vault::v1::WrappedKey wrapped;
  return wrapped.ParseFromString(bytes) && wrapped.master_key() == master.id;
}

}  // namespace

std::shared_ptr<const MasterKeys> KeyChest::Keys() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return keys_;
}

absl::StatusOr<std::optional<SecretKey>> KeyChest::ReadLookupKey(const MasterKeys& keys) const {
  const auto row = store_.Find(VaultTable::kAbout, kLookupRow);
  if (!row.ok()) return row.status();
  if (!row->has_value()) return std::nullopt;
  absl::StatusOr<SecretKey> key = UnwrapBytes(keys, kLookupRow, **row);
  if (!key.ok()) return key.status();
  return *std::move(key);
}

absl::StatusOr<SecretKey> KeyChest::LookupKey() const {
  const std::shared_ptr<const MasterKeys> keys = Keys();
  absl::StatusOr<std::optional<SecretKey>> key = ReadLookupKey(*keys);
  if (!key.ok()) return key.status();
  if (key->has_value()) return **std::move(key);
  const SecretKey fresh = SecretKey::Random();
  absl::Status status = store_.Write(
      {{VaultTable::kAbout, kLookupRow, WrapBytes(keys->current(), kLookupRow, fresh)}});
  if (!status.ok()) return status;
  return fresh;
}

storage::VaultWrite KeyChest::Wrap(const crypto::Hash& root, const SecretKey& key) const {
  return {VaultTable::kKeys, root.str(), WrapBytes(Keys()->current(), root.view(), key)};
}

absl::StatusOr<std::optional<SecretKey>> KeyChest::Unwrap(const crypto::Hash& root) const {
  const auto row = store_.Find(VaultTable::kKeys, root.view());
  if (!row.ok()) return row.status();
  if (!row->has_value()) return std::nullopt;
  absl::StatusOr<SecretKey> key = UnwrapBytes(*Keys(), root.view(), **row);
  if (!key.ok()) return key.status();
  return *std::move(key);
}

absl::Status KeyChest::NoteInUse(const MasterKeys& keys) {
  const auto row = store_.Find(VaultTable::kAbout, kInUseRow);
  if (!row.ok()) return row.status();
  vault::v1::MasterKeysInUse in_use;
  if (row->has_value() && !in_use.ParseFromString(**row)) {
    return absl::DataLossError("the list of master keys is damaged");
  }
  bool noted = false;
  for (const std::string& id : in_use.ids()) {
    if (keys.Find(id) == nullptr) {
      return absl::FailedPreconditionError("a master key that is in use is not given");
    }
    noted = noted || id == keys.current().id;
  }
  if (noted) return absl::OkStatus();
  in_use.add_ids(keys.current().id);
  return store_.Write({{VaultTable::kAbout, kInUseRow, in_use.SerializeAsString()}});
}

absl::Status KeyChest::Open() { return NoteInUse(*Keys()); }

absl::Status KeyChest::Use(MasterKeys keys) {
  absl::Status status = NoteInUse(keys);
  if (!status.ok()) return status;
  const std::lock_guard<std::mutex> lock(mutex_);
  keys_ = std::make_shared<const MasterKeys>(std::move(keys));
  return absl::OkStatus();
}

absl::Status KeyChest::ForgetOtherKeys() {
  vault::v1::MasterKeysInUse in_use;
  in_use.add_ids(Keys()->current().id);
  return store_.Write({{VaultTable::kAbout, kInUseRow, in_use.SerializeAsString()}});
}

absl::StatusOr<uint64_t> KeyChest::RewrapPage(std::string& after) {
  const std::shared_ptr<const MasterKeys> keys = Keys();
  const auto page = store_.List(VaultTable::kKeys, "", after, kPage);
  if (!page.ok()) return page.status();
  after = page->size() < kPage ? "" : page->back().key;
  std::vector<storage::VaultWrite> rows;
  for (const storage::VaultRow& row : *page) {
    if (IsWrappedWith(keys->current(), row.value)) continue;
    absl::StatusOr<SecretKey> key = UnwrapBytes(*keys, row.key, row.value);
    if (!key.ok()) return key.status();
    rows.push_back({VaultTable::kKeys, row.key, WrapBytes(keys->current(), row.key, *key)});
  }
  if (rows.empty()) return 0;
  absl::Status status = store_.Write(rows);
  if (!status.ok()) return status;
  return rows.size();
}

absl::StatusOr<storage::VaultWrite> KeyChest::RewrapLookupKey() const {
  const std::shared_ptr<const MasterKeys> keys = Keys();
  absl::StatusOr<std::optional<SecretKey>> key = ReadLookupKey(*keys);
  if (!key.ok()) return key.status();
  if (!key->has_value()) return absl::DataLossError("the vault's own key is missing");
  return storage::VaultWrite{VaultTable::kAbout, kLookupRow,
                             WrapBytes(keys->current(), kLookupRow, **key)};
}

}  // namespace linkcert::server
