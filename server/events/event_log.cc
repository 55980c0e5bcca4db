#include "server/events/event_log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include <nlohmann/json.hpp>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace linkcert::server {
namespace {

using Json = nlohmann::ordered_json;

const char* NameOf(Severity severity) {
  switch (severity) {
    case Severity::kInfo:
      return "info";
    case Severity::kWarning:
      return "warning";
    case Severity::kError:
      return "error";
  }
  return "error";
}

spdlog::level::level_enum LevelOf(Severity severity) {
  switch (severity) {
    case Severity::kInfo:
      return spdlog::level::info;
    case Severity::kWarning:
      return spdlog::level::warn;
    case Severity::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

}  // namespace

EventLog::EventLog(std::ostream* out)
    : logger_(std::make_unique<spdlog::logger>(
          "linkcert", std::make_shared<spdlog::sinks::ostream_sink_mt>(*out, true))) {
  logger_->set_pattern("%v");
}

EventLog::~EventLog() = default;

void EventLog::Write(Severity severity, const char* event,
                     std::initializer_list<EventField> fields) {
  Json line;
  line["time"] = absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone());
  line["level"] = NameOf(severity);
  line["event"] = event;
  for (const EventField& field : fields) {
    std::visit([&](const auto& value) { line[field.name] = value; }, field.value);
  }
  // Bytes that are no UTF-8 are replaced: a log line must never fail.
  const std::string text = line.dump(-1, ' ', false, Json::error_handler_t::replace);
  logger_->log(LevelOf(severity), spdlog::string_view_t(text.data(), text.size()));
}

}  // namespace linkcert::server
