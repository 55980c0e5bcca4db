#include "server/events/step_log.h"

namespace linkcert::server {
namespace {

constexpr uint64_t kLineEveryMs = 10'000;

}  // namespace

void StepLog::Note(const StepFigures& figures) {
  ++steps_;
  sum_.units += figures.units;
  sum_.refused += figures.refused;
  sum_.entries += figures.entries;
  sum_.size = figures.size;
  if (!figures.heartbeat.ok()) sum_.heartbeat = figures.heartbeat;
  if (clock_->ElapsedMs() - last_line_ms_ >= kLineEveryMs) Flush();
}

void StepLog::Flush() {
  if (steps_ == 0) return;
  events_->Write(Severity::kInfo, "sequenced",
                 {{"steps", steps_},
                  {"units", uint64_t{sum_.units}},
                  {"refused", uint64_t{sum_.refused}},
                  {"entries", sum_.entries},
                  {"size", sum_.size},
                  {"within_ms", clock_->ElapsedMs() - last_line_ms_}});
  if (!sum_.heartbeat.ok()) {
    events_->Write(Severity::kError, "status_root_overdue", {{"error", sum_.heartbeat.ToString()}});
  }
  last_line_ms_ = clock_->ElapsedMs();
  steps_ = 0;
  sum_ = {};
}

}  // namespace linkcert::server
