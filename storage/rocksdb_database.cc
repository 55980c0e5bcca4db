#include "storage/rocksdb_database.h"

#include <fcntl.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "crypto/big_endian.h"
#include "storage/rocksdb_settings.h"
#include "storage/rocksdb_status.h"
#include "storage/wal_check.h"

namespace linkcert::storage {
namespace {

std::vector<rocksdb::ColumnFamilyDescriptor> OurFamilies(const RocksDbOptions& options,
                                                         const std::vector<Family>& ours) {
  constexpr int kFewShards = 2;  // 2^2
  auto cache = rocksdb::NewLRUCache(options.block_cache_bytes, kFewShards);
  std::vector<rocksdb::ColumnFamilyDescriptor> families = {
      {rocksdb::kDefaultColumnFamilyName, RowSettings(options, cache)}};
  for (const Family& family : ours) {
    families.emplace_back(family.name, family.compressible ? RowSettings(options, cache)
                                                           : HashRowSettings(options, cache));
  }
  return families;
}

// RocksDB opens all families or none. A newer schema may have more than we know: they are opened
// too, so that its version can be read and named.
std::vector<rocksdb::ColumnFamilyDescriptor> AllFamilies(const rocksdb::DBOptions& settings,
                                                         const RocksDbOptions& options,
                                                         const std::vector<Family>& known) {
  std::vector<rocksdb::ColumnFamilyDescriptor> families = OurFamilies(options, known);
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

absl::Status CheckSpace(const RocksDbOptions& options, uint64_t write_bytes) {
  absl::StatusOr<uint64_t> free_bytes = FreeBytes(options.directory);
  if (!free_bytes.ok()) return absl::ResourceExhaustedError(free_bytes.status().message());
  if (*free_bytes >= options.min_free_bytes &&
      *free_bytes - options.min_free_bytes >= write_bytes) {
    return absl::OkStatus();
  }
  return absl::ResourceExhaustedError(absl::StrCat(*free_bytes, " bytes of disk are left, ",
                                                   options.min_free_bytes, " are kept free"));
}

std::vector<Family> Database::StoreFamilies() {
  return {{"entries"}, {"tiles", /*compressible=*/false}, {"records"}};
}

absl::StatusOr<std::shared_ptr<Database>> Database::Open(const RocksDbOptions& options,
                                                         const std::vector<Family>& families) {
  absl::StatusOr<PosixFile> directory = LockDirectory(options);
  if (!directory.ok()) return directory.status();
  absl::Status logs = CheckWriteAheadLogs(options.directory);
  if (!logs.ok()) return logs;
  std::shared_ptr<Database> database(new Database(*std::move(directory)));
  const rocksdb::DBOptions settings = DatabaseSettings(options);
  rocksdb::DB* db = nullptr;
  rocksdb::Status opened =
      rocksdb::DB::Open(settings, options.directory, AllFamilies(settings, options, families),
                        &database->families_, &db);
  if (!opened.ok()) return ToStatus(opened);
  database->db_.reset(db);
  return database;
}

namespace {

std::string BigEndian(uint32_t number) {
  std::string bytes;
  crypto::AppendBigEndian(number, bytes);
  return bytes;
}

absl::Status WriteSchema(const Database& database, uint32_t version, const char* always_there) {
  std::string row;
  rocksdb::Status found =
      database->Get(rocksdb::ReadOptions(), database.about(), always_there, &row);
  if (!found.IsNotFound()) {
    return absl::FailedPreconditionError("the directory has no schema version");
  }
  return ToStatus(database->Put(DurableWrite(), database.about(), kSchemaKey, BigEndian(version)));
}

}  // namespace

absl::Status CheckSchema(const Database& database, const SchemaVersions& versions,
                         const char* always_there) {
  std::string row;
  rocksdb::Status found = database->Get(rocksdb::ReadOptions(), database.about(), kSchemaKey, &row);
  if (found.IsNotFound()) return WriteSchema(database, versions.newest, always_there);
  if (!found.ok()) return ToStatus(found);
  uint32_t on_disk = 0;
  absl::string_view bytes = row;
  if (!crypto::TakeBigEndian(bytes, on_disk) || !bytes.empty()) {
    return absl::DataLossError("damaged schema version");
  }
  if (versions.oldest <= on_disk && on_disk <= versions.newest) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("it has schema version ", on_disk, ", this program ", versions.newest));
}

Database::~Database() {
  if (db_ == nullptr) return;
  for (rocksdb::ColumnFamilyHandle* family : families_) {
    db_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
  db_->Close().PermitUncheckedError();  // all that was acknowledged is in the log already
}

}  // namespace linkcert::storage
