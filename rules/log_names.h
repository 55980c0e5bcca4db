// The names and keys that the log has had: one history is never signed under two. Thread-safe.
#ifndef LINKCERT_RULES_LOG_NAMES_H_
#define LINKCERT_RULES_LOG_NAMES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/checkpoint.h"
#include "linkcert/v1/act_governance.pb.h"
#include "rules/view.h"

namespace linkcert::rules {

// A name and key of the log, from genesis or from a BeginEpoch entry on.
struct LogName {
  std::string origin;
  std::string log_key;  // SubjectPublicKeyInfo, Ed25519
  uint64_t begin = 0;   // log index of that entry
  friend bool operator==(const LogName&, const LogName&) = default;
};

LogName NameIn(const v1::Genesis& genesis);
// Of the epoch that begins at this log index.
LogName NameIn(const v1::BeginEpoch& epoch, uint64_t begin);
// Oldest first; at least genesis'.
std::vector<LogName> NamesOf(const records::Registry& registry);

// The checkpoint in a note that was signed under this name; InvalidArgument if it was not.
absl::StatusOr<crypto::Checkpoint> OpenCheckpointOf(const LogName& name, absl::string_view note);

// The last checkpoint under the name `before`, which the epoch goes on from. EPOCH_INVALID unless
// it was signed under that name, covers all that the epoch keeps, and that is all before the
// epoch's own entry at `index`. Whether its root is that of the kept entries only who has them
// can say.
absl::StatusOr<crypto::Checkpoint> OpenPreviousCheckpoint(const v1::BeginEpoch& epoch,
                                                          uint64_t index, const LogName& before);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_LOG_NAMES_H_
