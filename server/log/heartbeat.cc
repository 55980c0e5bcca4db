#include "server/log/heartbeat.h"

#include "rules/records.h"

namespace linkcert::server {

absl::StatusOr<std::optional<proto::LogTime>> NextHeartbeat(const rules::View& view,
                                                            uint64_t interval_ms) {
  const auto map = rules::FindStatusMap(view);
  if (!map.ok()) return map.status();
  if (*map == nullptr) return std::nullopt;
  const auto registry = rules::FindRegistry(view);
  if (!registry.ok()) return registry.status();
  if (*registry == nullptr || (*registry)->has_announced()) return std::nullopt;
  return (*map)->newest_root().at() + interval_ms;
}

}  // namespace linkcert::server
