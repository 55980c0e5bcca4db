// Copies a log into a directory that an auditor or any tlog-tiles client can read.
#ifndef LINKCERT_CLIENT_AUDIT_EXPORT_LOG_H_
#define LINKCERT_CLIENT_AUDIT_EXPORT_LOG_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "client/audit/log_source.h"

namespace linkcert::client {

struct Exported {
  uint64_t size = 0;    // entries in the directory
  uint64_t copied = 0;  // of these, entries copied now
};

// `on_progress(done, size)` is called at most once for 256 entries; may be empty.
using OnProgress = std::function<void(uint64_t done, uint64_t size)>;

// Writes entry bundles, hash tiles and, last of all, the checkpoint; each file whole or not at all,
// and all of it durable before the checkpoint names it. What a broken-off or an earlier export left
// is kept and continued. DataLoss, and no new checkpoint, when entries and checkpoint do not fit:
// the log or the directory is wrong; an auditor can say which.
// WARNING: copies what the source says. Verify with Audit.
absl::StatusOr<Exported> ExportLog(LogSource& source, const std::string& directory,
                                   const OnProgress& on_progress = {});

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_AUDIT_EXPORT_LOG_H_
