// The anchor: the last published checkpoint, in a small file that can sit on another volume. A
// store that was cut short or replaced by an older copy of itself shows by comparison with it.
//
// The file has two slots, written alternately, each with a sequence number and a SHA-256: a write
// that was cut short leaves the one before readable. Not thread-safe: the sequencer owns it.
#ifndef LINKCERT_STORAGE_ANCHOR_H_
#define LINKCERT_STORAGE_ANCHOR_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/posix_file.h"

namespace linkcert::storage {

inline constexpr size_t kMaxAnchorBytes = 4096;

class Anchor {
 public:
  // Creates the file if it is missing, whole and durable. DataLoss: neither slot is readable.
  // FailedPrecondition: another process has it open.
  static absl::StatusOr<std::unique_ptr<Anchor>> Open(const std::string& path);

  // What was last written, before or after Open; nothing if the file is new.
  const std::optional<std::string>& last() const { return last_; }

  // Durable when OK. InvalidArgument: empty, or more than kMaxAnchorBytes. Unknown: the file may
  // hold these bytes or those before; may be tried again.
  absl::Status Write(absl::string_view bytes);

 private:
  Anchor(PosixFile file, uint64_t sequence, std::optional<std::string> last);

  PosixFile file_;
  uint64_t sequence_;  // of last_; its parity names the slot
  std::optional<std::string> last_;
};

}  // namespace linkcert::storage

#endif  // LINKCERT_STORAGE_ANCHOR_H_
