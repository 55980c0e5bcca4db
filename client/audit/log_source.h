// Where an auditor or exporter reads a log: a directory of tiles, a server.
#ifndef LINKCERT_CLIENT_AUDIT_LOG_SOURCE_H_
#define LINKCERT_CLIENT_AUDIT_LOG_SOURCE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/memory/checkpoint_memory.h"
#include "crypto/tile_tree.h"

namespace linkcert::client {

// WARNING: nothing that comes from a source is to be believed before it is checked. Not
// thread-safe.
class LogSource {
 public:
  // An error that it returns ends the reading.
  using OnEntry = absl::FunctionRef<absl::Status(uint64_t index, absl::string_view entry)>;

  virtual ~LogSource() = default;
  // The newest checkpoint as the log gave it: a signed note.
  virtual absl::StatusOr<std::string> Checkpoint() = 0;
  // Hands over the entries [begin, end) in log order, each as logged, valid during the call.
  // DataLoss when the source does not hold them all (those before the first missing one are
  // handed over); else the error of `on_entry` or of the transport.
  virtual absl::Status Entries(uint64_t begin, uint64_t end, OnEntry on_entry) = 0;
};

// A source, and its stored hash tiles if it has them: with these an auditor can name the entry that
// was changed, and not only say that something was. The reader must not outlive the source.
struct OpenedLog {
  std::unique_ptr<LogSource> source;
  crypto::TileTree::TileReader hash_tiles;  // empty: none
  ProveEntry prove;                         // of a server; empty: none
};

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_AUDIT_LOG_SOURCE_H_
