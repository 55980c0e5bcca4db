#include "storage/rocksdb_database.h"

#include <fcntl.h>

#include <algorithm>

#include "crypto/big_endian.h"
#include "storage/rocksdb_settings.h"
#include "storage/rocksdb_status.h"
#include "storage/wal_check.h"

namespace linkcert::storage {
namespace {

std::vector<rocksdb::ColumnFamilyDescriptor> OurFamilies(const RocksDbOptions& options) {
  constexpr int kFewShards = 2;  // 2^2
  auto cache = rocksdb::NewLRUCache(options.block_cache_bytes, kFewShards);
  return {{rocksdb::kDefaultColumnFamilyName, RowSettings(options, cache)},
          {"entries", RowSettings(options, cache)},
          {"tiles", HashRowSettings(options, cache)},
          {"records", RowSettings(options, cache)}};
}

// RocksDB opens all families or none. A newer schema may have more than we know: they are opened
// too, so that its version can be read and named.
std::vector<rocksdb::ColumnFamilyDescriptor> AllFamilies(const rocksdb::DBOptions& settings,
                                                         const RocksDbOptions& options) {
  std::vector<rocksdb::ColumnFamilyDescriptor> families = OurFamilies(options);
  std::vector<std::string> on_disk;
  // An error here comes again, with the right code, from opening; a new store has no list.
  rocksdb::DB::ListColumnFamilies(settings, options.directory, &on_disk).PermitUncheckedError();
  for (const std::string& name : on_disk) {
    const bool ours = std::any_of(families.begin(), families.end(),
                                  [&name](const auto& family) { return family.name == name; });
    if (!ours) families.push_back({name, rocksdb::ColumnFamilyOptions()});
  }
  return families;
}

absl::StatusOr<PosixFile> LockDirectory(const RocksDbOptions& options) {
  if (options.create_if_missing) {
    if (absl::Status status = CreateDirectory(options.directory); !status.ok()) return status;
  }
  absl::StatusOr<PosixFile> directory = PosixFile::Open(options.directory, O_RDONLY | O_DIRECTORY);
  if (!directory.ok()) return directory;
  if (absl::Status status = directory->Lock(); !status.ok()) return status;
  return directory;
}

}  // namespace

std::string ChunkKey(uint64_t first) {
  std::string key;
  crypto::AppendBigEndian(first, key);
  return key;
}

absl::StatusOr<uint64_t> ParseChunkKey(absl::string_view key) {
  uint64_t first = 0;
  if (crypto::TakeBigEndian(key, first) && key.empty()) return first;
  return absl::DataLossError("damaged key of a chunk");
}

std::string TileKey(uint32_t level, uint64_t index) {
  std::string key;
  crypto::AppendBigEndian(static_cast<uint8_t>(level), key);
  crypto::AppendBigEndian(index, key);
  return key;
}

absl::StatusOr<std::pair<uint32_t, uint64_t>> ParseTileKey(absl::string_view key) {
  uint8_t level = 0;
  uint64_t index = 0;
  if (crypto::TakeBigEndian(key, level) && crypto::TakeBigEndian(key, index) && key.empty()) {
    return std::make_pair(uint32_t{level}, index);
  }
  return absl::DataLossError("damaged key of a tile");
}

absl::StatusOr<std::shared_ptr<Database>> Database::Open(const RocksDbOptions& options) {
  absl::StatusOr<PosixFile> directory = LockDirectory(options);
  if (!directory.ok()) return directory.status();
  absl::Status logs = CheckWriteAheadLogs(options.directory);
  if (!logs.ok()) return logs;
  std::shared_ptr<Database> database(new Database(*std::move(directory)));
  const rocksdb::DBOptions settings = DatabaseSettings(options);
  rocksdb::DB* db = nullptr;
  rocksdb::Status opened = rocksdb::DB::Open(
      settings, options.directory, AllFamilies(settings, options), &database->families_, &db);
  if (!opened.ok()) return ToStatus(opened);
  database->db_.reset(db);
  return database;
}

Database::~Database() {
  if (db_ == nullptr) return;
  for (rocksdb::ColumnFamilyHandle* family : families_) {
    db_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
  db_->Close().PermitUncheckedError();  // all that was acknowledged is in the log already
}

}  // namespace linkcert::storage
