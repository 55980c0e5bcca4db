// One published state of the log, and the moment of it that is asked about.
#ifndef LINKCERT_SERVER_SERVICE_LOG_MOMENT_H_
#define LINKCERT_SERVER_SERVICE_LOG_MOMENT_H_

#include <algorithm>
#include <cstdint>
#include <optional>

#include "proto/entry.h"
#include "server/log/log_reader.h"

namespace linkcert::server {

// Immutable, so thread-safe.
struct LogMoment {
  LogReader reader;
  uint64_t now_ms = 0;                  // not before the log's newest entry
  std::optional<proto::LogTime> as_of;  // not after now_ms; absent = now

  uint64_t moment_ms() const { return as_of.value_or(now_ms); }
  // Up to which log time the registry can speak of it.
  proto::LogTime reaches() const { return std::min(moment_ms(), reader.published().logged_at); }
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_LOG_MOMENT_H_
