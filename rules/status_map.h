// The status map (R27), kept as records: one history for each thing that ever changed, and the
// nodes of the sparse Merkle map over them. docs/FORMAT.md §6.
#ifndef LINKCERT_RULES_STATUS_MAP_H_
#define LINKCERT_RULES_STATUS_MAP_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "linkcert/v1/entry.pb.h"
#include "rules/act_context.h"
#include "rules/view.h"

namespace linkcert::rules {

// The history of the thing that entry `index` created; without changes if it never changed.
absl::StatusOr<v1::StatusHistory> StandingOf(const View& view, uint64_t index);

// Adds a change of this entry to the histories of `things` (each index once) and moves the map's
// root; sets the change's time and entry. STATUS_HISTORY_FULL. Call it at most once a unit.
absl::Status ChangeStandings(ActContext& context, absl::Span<const uint64_t> things,
                             v1::StatusChange change);

// What the map shows of a thing, against the root of StatusRootOf(view).
absl::StatusOr<v1::StatusProof> ProveStatus(const View& view, uint64_t index);

// R27: what a StatusRoot entry says now; nullopt before genesis.
absl::StatusOr<std::optional<v1::StatusRoot>> StatusRootOf(const View& view);
// A change that no StatusRoot covers.
absl::StatusOr<bool> HasUncoveredChange(const View& view);
// A StatusRoot must come before any unit logged at `at`: a change is uncovered for more than a
// second, or the newest root is more than an hour old.
absl::StatusOr<bool> IsStatusRootDue(const View& view, proto::LogTime at);

// The registry's own entry: STATUS_ROOT_DIFFERS. One that comes late is admitted with a finding,
// because only a StatusRoot can end the delay.
absl::StatusOr<Admission> AdmitStatusRoot(const View& view, const v1::StatusRoot& status_root,
                                          const Stamp& stamp);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_STATUS_MAP_H_
