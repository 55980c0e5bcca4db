// Proof that a log signed two histories: both signed notes, kept for everyone to see. Thread-safe.
#ifndef LINKCERT_CLIENT_MEMORY_FORK_EVIDENCE_H_
#define LINKCERT_CLIENT_MEMORY_FORK_EVIDENCE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "linkcert/v1/certificate_file.pb.h"

namespace linkcert::client {

// A checkpoint and where it was seen.
struct Sighting {
  std::string note;   // as signed
  std::string where;  // HOST:PORT, a file or directory
};

struct ForkEvidence {
  Sighting first;
  Sighting second;
  uint64_t found_ms = 0;
  // When the sizes differ: the last entry of the smaller log with its path to the larger one, which
  // shows that the larger one began otherwise (crypto::RootsFromInclusion).
  std::optional<v1::LoggedEntry> entry = {};
};

// A text file fork-….txt in `directory`, named by its content; returns its path.
absl::StatusOr<std::string> WriteForkEvidence(const std::string& directory,
                                              const ForkEvidence& evidence);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_MEMORY_FORK_EVIDENCE_H_
