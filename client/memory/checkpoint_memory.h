// The newest checkpoint believed of each log, kept between runs: a log that shows this machine one
// history today and another one tomorrow is found out, without witnesses.
#ifndef LINKCERT_CLIENT_MEMORY_CHECKPOINT_MEMORY_H_
#define LINKCERT_CLIENT_MEMORY_CHECKPOINT_MEMORY_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/memory/fork_evidence.h"
#include "client/verify/trust.h"
#include "crypto/checkpoint.h"
#include "linkcert/v1/certificate_file.pb.h"

namespace linkcert::client {

// Asks the log for the entry at `index` with its inclusion path in the tree of `size` entries.
using ProveEntry = std::function<absl::StatusOr<v1::LoggedEntry>(uint64_t index, uint64_t size)>;

enum class Recall {
  kFirst,     // nothing was remembered of this log
  kAgrees,    // the same, or one is proven to extend the other
  kBehind,    // smaller than what is remembered; neither proven nor disproven
  kUnproven,  // larger, and the log would not or could not prove that it extends
  kFork,      // both signed, and proven to contradict each other
};

struct Recalled {
  Recall recall = Recall::kFirst;
  uint64_t remembered_size = 0;
  std::string evidence_path = {};  // of kFork
  absl::Status why = {};           // of kUnproven and kBehind, if the log said so
};

// One file a log in `directory`, private to its owner, each replaced as a whole. Not thread-safe;
// two processes may lose a step, but never believe a wrong one.
class CheckpointMemory {
 public:
  // $XDG_STATE_HOME/linkcert, or ~/.local/state/linkcert; empty when there is no home.
  static std::string DefaultDirectory();

  explicit CheckpointMemory(std::string directory) : directory_(std::move(directory)) {}

  // Compares a checkpoint that a log of the policy must have signed (else InvalidArgument), and
  // remembers it when it is new and believed. With `prove` sizes that differ are compared too;
  // without it only equal ones, and nothing is remembered but the first one. A fork leaves
  // its evidence in the directory. Errors: of the file system; DataLoss for a damaged memory.
  absl::StatusOr<Recalled> Check(const Sighting& seen, const Trust& trust, uint64_t now_ms,
                                 const ProveEntry& prove = {});

 private:
  struct Known {
    Sighting sighting;
    crypto::Checkpoint checkpoint;
  };

  absl::StatusOr<Recalled> Compare(const Known& old, const Known& now, uint64_t now_ms,
                                   const ProveEntry& prove) const;
  absl::StatusOr<Recalled> Accuse(const Known& old, const Known& now, uint64_t now_ms,
                                  const v1::LoggedEntry* entry) const;

  const std::string directory_;
};

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_MEMORY_CHECKPOINT_MEMORY_H_
