// The registry's own entry while nothing happens: an idle registry logs a StatusRoot regularly, so
// that a proof of present standing is never old (R27). Thread-safe.
#ifndef LINKCERT_SERVER_LOG_HEARTBEAT_H_
#define LINKCERT_SERVER_LOG_HEARTBEAT_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "proto/entry.h"
#include "rules/view.h"

namespace linkcert::server {

// Well under the hour after which auditors warn; at most 55 minutes leave room for a slow step.
inline constexpr uint64_t kDefaultStatusRootIntervalMs = 15 * 60'000;
inline constexpr uint64_t kMinStatusRootIntervalMs = 1'000;
inline constexpr uint64_t kMaxStatusRootIntervalMs = 55 * 60'000;

// The log time from which on a StatusRoot is due even if nothing changed: `interval_ms` after the
// newest one, or after genesis. Never (nullopt) before genesis, nor in a log that was ended by
// RotateLogKey.
absl::StatusOr<std::optional<proto::LogTime>> NextHeartbeat(const rules::View& view,
                                                            uint64_t interval_ms);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_LOG_HEARTBEAT_H_
