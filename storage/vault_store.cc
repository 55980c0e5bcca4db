#include "storage/vault_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "rocksdb/write_batch.h"
#include "storage/rocksdb_database.h"
#include "storage/rocksdb_settings.h"
#include "storage/rocksdb_status.h"

namespace linkcert::storage {
namespace {

// In the order of VaultTable, after "default". Ciphertext and keyed hashes don't compress.
std::vector<Family> VaultFamilies() {
  return {{"claims", /*compressible=*/false},
          {"keys", /*compressible=*/false},
          {"lookups", /*compressible=*/false},
          {"states"},
          {"journal"}};
}

rocksdb::ColumnFamilyHandle* FamilyOf(const Database& database, VaultTable table) {
  return database.family(static_cast<size_t>(table));
}

}  // namespace

absl::StatusOr<std::unique_ptr<VaultStore>> VaultStore::Open(const RocksDbOptions& options) {
  absl::StatusOr<std::shared_ptr<Database>> database = Database::Open(options, VaultFamilies());
  if (!database.ok()) return database.status();
  constexpr char kNoSuchRow[] = "";
  absl::Status status =
      CheckSchema(**database, {kVaultSchemaVersion, kVaultSchemaVersion}, kNoSuchRow);
  if (!status.ok()) return status;
  return std::unique_ptr<VaultStore>(new VaultStore(options, *std::move(database)));
}

absl::Status VaultStore::Write(absl::Span<const VaultWrite> rows) {
  rocksdb::WriteBatch batch;
  for (const VaultWrite& row : rows) {
    rocksdb::ColumnFamilyHandle* family = FamilyOf(*database_, row.table);
    const rocksdb::Status added =
        row.value ? batch.Put(family, row.key, *row.value) : batch.Delete(family, row.key);
    if (!added.ok()) return absl::InvalidArgumentError(added.ToString());
  }
  // What restricts, erases or writes down goes on when there is no room for new claims any more.
  const bool takes_in = std::any_of(rows.begin(), rows.end(), [](const VaultWrite& row) {
    return row.table == VaultTable::kClaims && row.value.has_value();
  });
  RocksDbOptions space = options_;
  if (!takes_in) space.min_free_bytes /= 2;
  if (absl::Status status = CheckSpace(space, batch.GetDataSize()); !status.ok()) return status;
  const rocksdb::Status written = (*database_)->Write(DurableWrite(), &batch);
  // RocksDB's own log says more; its words may hold paths.
  return written.ok() ? absl::OkStatus() : absl::UnknownError("the vault could not be written");
}

absl::StatusOr<std::optional<std::string>> VaultStore::Find(VaultTable table,
                                                            absl::string_view key) const {
  std::string value;
  const rocksdb::Status found =
      (*database_)->Get(rocksdb::ReadOptions(), FamilyOf(*database_, table), ToSlice(key), &value);
  if (found.IsNotFound()) return std::nullopt;
  if (!found.ok()) return ToStatus(found);
  return value;
}

absl::StatusOr<std::vector<VaultRow>> VaultStore::List(VaultTable table, absl::string_view prefix,
                                                       absl::string_view after_key,
                                                       size_t limit) const {
  const std::unique_ptr<rocksdb::Iterator> row(
      (*database_)->NewIterator(rocksdb::ReadOptions(), FamilyOf(*database_, table)));
  std::vector<VaultRow> rows;
  for (row->Seek(ToSlice(std::max(prefix, after_key))); row->Valid() && rows.size() < limit;
       row->Next()) {
    const absl::string_view key = ToView(row->key());
    if (!absl::StartsWith(key, prefix)) break;
    if (key == after_key && !after_key.empty()) continue;
    rows.push_back({row->key().ToString(), row->value().ToString()});
  }
  if (!row->status().ok()) return ToStatus(row->status());
  return rows;
}

absl::Status VaultStore::Purge(absl::string_view first_key, absl::string_view last_key) {
  std::vector<rocksdb::ColumnFamilyHandle*> all = {database_->about()};
  for (size_t i = 1; i <= VaultFamilies().size(); ++i) all.push_back(database_->family(i));
  rocksdb::Status status = (*database_)->Flush(rocksdb::FlushOptions(), all);
  if (!status.ok()) return ToStatus(status);
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  const rocksdb::Slice first = ToSlice(first_key);
  const rocksdb::Slice last = ToSlice(last_key);
  status =
      (*database_)->CompactRange(options, FamilyOf(*database_, VaultTable::kKeys), &first, &last);
  if (status.ok()) {
    status = (*database_)->CompactRange(options, database_->about(), nullptr, nullptr);
  }
  return status.ok() ? absl::OkStatus() : ToStatus(status);
}

}  // namespace linkcert::storage
