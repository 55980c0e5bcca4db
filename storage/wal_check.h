// Looks over RocksDB's write-ahead logs before they are replayed. To RocksDB a log ends where a
// record's length or type makes no sense: right for a write that was cut short, which only the
// newest log can have. In an older log it would leave out commits and replay the ones after them.
#ifndef LINKCERT_STORAGE_WAL_CHECK_H_
#define LINKCERT_STORAGE_WAL_CHECK_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace linkcert::storage {

// DataLoss if a log breaks off although a later one has records. Checksums are left to RocksDB.
absl::Status CheckWriteAheadLogs(const std::string& directory);

// True if whole records fill a log to its end.
bool IsWholeLog(absl::string_view content);

}  // namespace linkcert::storage

#endif  // LINKCERT_STORAGE_WAL_CHECK_H_
