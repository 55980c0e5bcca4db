// Log entries: the leaves of the log (FORMAT.md §5). Thread-safe.
#ifndef LINKCERT_PROTO_ENTRY_H_
#define LINKCERT_PROTO_ENTRY_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "linkcert/v1/entry.pb.h"

namespace linkcert::proto {

// C2SP tlog-tiles: an entry's length is a uint16.
inline constexpr size_t kMaxEntrySizeBytes = 65535;

// Milliseconds since 1970 UTC, as stamped by the log.
using LogTime = uint64_t;

// The canonical LogEntry around bytes that are canonical themselves, at a time above 0.
// ENTRY_TOO_LARGE for an envelope over kMaxEnvelopeSizeBytes.
absl::StatusOr<std::string> EncodeStatementEntry(LogTime logged_at, absl::string_view envelope);
std::string EncodeLeafEntry(LogTime logged_at, absl::string_view leaf);
std::string EncodeStatusRootEntry(LogTime logged_at, absl::string_view root);

// The envelope of the entry in canonical form; what it carries as bytes is not looked into.
// ENTRY_TOO_LARGE, and CheckCanonical's refusals.
absl::StatusOr<v1::LogEntry> DecodeEntry(absl::string_view entry);

}  // namespace linkcert::proto

#endif  // LINKCERT_PROTO_ENTRY_H_
