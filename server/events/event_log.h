// The server's own log: one JSON line an event.
//   {"time":"2026-06-15T01:00:00.123Z","level":"info","event":"listening","port":40123}
// Never personal data, never the content of a statement. Thread-safe.
#ifndef LINKCERT_SERVER_EVENTS_EVENT_LOG_H_
#define LINKCERT_SERVER_EVENTS_EVENT_LOG_H_

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <ostream>
#include <string>
#include <variant>

namespace spdlog {
class logger;
}

namespace linkcert::server {

enum class Severity { kInfo, kWarning, kError };

struct EventField {
  const char* name;  // snake_case, with its unit
  std::variant<bool, uint64_t, std::string> value;
};

class EventLog {
 public:
  // `out` must outlive the log.
  explicit EventLog(std::ostream* out);
  ~EventLog();

  void Write(Severity severity, const char* event, std::initializer_list<EventField> fields = {});

 private:
  const std::unique_ptr<spdlog::logger> logger_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_EVENTS_EVENT_LOG_H_
