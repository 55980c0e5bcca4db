#include "storage/rocksdb_settings.h"

#include "rocksdb/filter_policy.h"
#include "rocksdb/table.h"

namespace linkcert::storage {
namespace {

constexpr size_t kMiB = size_t{1} << 20;

void LimitMemoryAndFiles(size_t write_buffer_bytes, rocksdb::DBOptions& settings) {
  // What is in memory tables is read again from the write-ahead log at start-up.
  settings.db_write_buffer_size = 3 * write_buffer_bytes;
  settings.max_total_wal_size = 3 * write_buffer_bytes;
  settings.max_open_files = 512;
  settings.max_file_opening_threads = 1;  // the default starts 64 threads at each opening
  settings.max_background_jobs = 2;
  settings.max_manifest_file_size = 16 * kMiB;
  settings.bytes_per_sync = kMiB;
  settings.skip_stats_update_on_db_open = true;
}

void QuietInfoLog(rocksdb::DBOptions& settings) {
  settings.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  settings.max_log_file_size = kMiB;
  settings.keep_log_file_num = 2;
  settings.stats_dump_period_sec = 0;
  settings.stats_persist_period_sec = 0;
}

}  // namespace

rocksdb::DBOptions DatabaseSettings(const RocksDbOptions& options) {
  rocksdb::DBOptions settings;
  if (options.env != nullptr) settings.env = options.env;
  settings.create_if_missing = options.create_if_missing;
  settings.create_missing_column_families = true;  // creation may have been cut short
  // The default mode silently drops acknowledged writes behind a flipped bit.
  settings.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  settings.paranoid_checks = true;
  settings.verify_sst_unique_id_in_manifest = true;
  // One log, written and synced by each commit, and no second try behind our back.
  settings.atomic_flush = false;
  settings.manual_wal_flush = false;
  settings.wal_compression = rocksdb::kNoCompression;
  settings.max_bgerror_resume_count = 0;
  LimitMemoryAndFiles(options.write_buffer_bytes, settings);
  QuietInfoLog(settings);
  return settings;
}

rocksdb::ColumnFamilyOptions HashRowSettings(const RocksDbOptions& options,
                                             const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  // Index and filters stay outside the cache: inside, a hot Get costs 32 us instead of 4.
  table.cache_index_and_filter_blocks = false;
  table.block_size = 16 << 10;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;
  rocksdb::ColumnFamilyOptions settings;
  settings.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  settings.compression = rocksdb::kNoCompression;
  settings.write_buffer_size = options.write_buffer_bytes;
  settings.max_write_buffer_number = 2;
  settings.target_file_size_base = 32 * kMiB;
  settings.max_bytes_for_level_base = 128 * kMiB;
  // A compaction's output must fit into min_free_bytes.
  settings.max_compaction_bytes = 128 * kMiB;
  settings.level_compaction_dynamic_level_bytes = true;
  settings.ttl = 0;  // nothing expires: old files need no rewriting
  return settings;
}

rocksdb::ColumnFamilyOptions RowSettings(const RocksDbOptions& options,
                                         const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions settings = HashRowSettings(options, cache);
  settings.compression = rocksdb::kLZ4Compression;
  return settings;
}

rocksdb::WriteOptions DurableWrite() {
  rocksdb::WriteOptions write;
  write.sync = true;
  return write;
}

}  // namespace linkcert::storage
