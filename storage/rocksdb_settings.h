// How RocksDB is set up, and why: docs/decisions/0020-chunks-and-rocksdb.md.
#ifndef LINKCERT_STORAGE_ROCKSDB_SETTINGS_H_
#define LINKCERT_STORAGE_ROCKSDB_SETTINGS_H_

#include <memory>

#include "rocksdb/cache.h"
#include "rocksdb/options.h"
#include "storage/rocksdb_store.h"

namespace linkcert::storage {

rocksdb::DBOptions DatabaseSettings(const RocksDbOptions& options);

// For rows of hashes, which don't compress, and for all others.
rocksdb::ColumnFamilyOptions HashRowSettings(const RocksDbOptions& options,
                                             const std::shared_ptr<rocksdb::Cache>& cache);
rocksdb::ColumnFamilyOptions RowSettings(const RocksDbOptions& options,
                                         const std::shared_ptr<rocksdb::Cache>& cache);

rocksdb::WriteOptions DurableWrite();

}  // namespace linkcert::storage

#endif  // LINKCERT_STORAGE_ROCKSDB_SETTINGS_H_
