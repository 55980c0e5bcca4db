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
  // Not empty: the copy was left as it was, because its checkpoint and the source's contradict each
  // other. Both signed notes lie in this file.
  std::string fork_evidence = {};
};

// `on_progress(done, size)` is called at most once for 256 entries; may be empty.
using OnProgress = std::function<void(uint64_t done, uint64_t size)>;

struct ExportOptions {
  uint64_t now_ms = 0;     // for evidence
  std::string where = {};  // what the source is called, for evidence
  OnProgress on_progress = {};
};

// Writes entry bundles, hash tiles and, last of all, the checkpoint; each file whole or not at all,
// and all of it durable before the checkpoint names it. What a broken-off or an earlier export left
// is kept and continued, when the source's log extends it: the root at the old size is computed
// again. DataLoss, and no new checkpoint, when entries and checkpoint do not fit: the source or the
// directory is wrong; an auditor can say which. FailedPrecondition when the directory holds more.
// WARNING: copies what the source says. Verify with Audit.
absl::StatusOr<Exported> ExportLog(LogSource& source, const std::string& directory,
                                   const ExportOptions& options = {});

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_AUDIT_EXPORT_LOG_H_
