// A new name and key for the log over the entries that the store holds (R01): after RotateLogKey,
// or after a restore that lost acknowledged entries. The one place that may override the anchor,
// and only on the authority's signed word. The server must not be running.
#ifndef LINKCERT_SERVER_LOG_BEGIN_EPOCH_H_
#define LINKCERT_SERVER_LOG_BEGIN_EPOCH_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "linkcert/v1/act_governance.pb.h"
#include "server/log/clock.h"
#include "server/log/log_identity.h"
#include "storage/anchor.h"
#include "storage/store.h"

namespace linkcert::server {

// What an epoch is begun with; all must outlive the call.
struct EpochParts {
  LogIdentity log;  // the new name and key
  storage::Store* store = nullptr;
  storage::Anchor* anchor = nullptr;
  const Clock* clock = nullptr;
  bool accept_clock_jump = false;
};

// The act that the authority must sign for this store and anchor.
//   DataLoss            the store contradicts itself
//   FailedPrecondition  the store is empty; the anchor is missing, of another log, or behind the
//                       store (then serve once under the old name)
absl::StatusOr<v1::BeginEpoch> DraftBeginEpoch(const EpochParts& parts);

// Appends the signed BeginEpoch as first entry under the new name, then writes the new anchor; says
// the checkpoint in it. Called again with the same statement after it was cut short, it finishes.
//   EPOCH_INVALID  the statement is not of this name and key, not over this store, or its previous
//                  checkpoint is not the anchor's; ORIGIN_REUSED; other refusals of the rules
//   otherwise as DraftBeginEpoch and Store::Commit; the anchor may be missing
absl::StatusOr<std::string> BeginEpoch(const EpochParts& parts, absl::string_view envelope);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_LOG_BEGIN_EPOCH_H_
