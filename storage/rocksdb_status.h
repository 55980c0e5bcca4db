// The one place where the errors of RocksDB become ours.
#ifndef LINKCERT_STORAGE_ROCKSDB_STATUS_H_
#define LINKCERT_STORAGE_ROCKSDB_STATUS_H_

#include "absl/status/status.h"
#include "rocksdb/status.h"

namespace linkcert::storage {

// For opening and reading. After a failed write the outcome is always Unknown, whatever this says.
// A row that must be there and isn't is the caller's to judge: NotFound stays NotFound.
absl::Status ToStatus(const rocksdb::Status& status);

}  // namespace linkcert::storage

#endif  // LINKCERT_STORAGE_ROCKSDB_STATUS_H_
