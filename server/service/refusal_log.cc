#include "server/service/refusal_log.h"

#include "proto/refusal.h"
#include "server/service/grpc_status.h"

namespace linkcert::server {
namespace {

constexpr uint64_t kLinesAMinute = 10;

}  // namespace

void RefusalLog::Note(const char* method, const absl::Status& status) {
  if (status.ok()) return;
  const std::string reason(ReasonName(status));
  const uint64_t count = Count(reason);
  if (!proto::ReasonOf(status).has_value() && !absl::IsCancelled(status)) {
    events_->Write(Severity::kError, "failed",
                   {{"method", method}, {"reason", reason}, {"error", status.ToString()}});
  } else if (count > 0) {
    events_->Write(Severity::kInfo, "refused",
                   {{"method", method}, {"reason", reason}, {"count", count}});
  }
}

uint64_t RefusalLog::Count(const std::string& reason) {
  const uint64_t minute = clock_->ElapsedMs() / 60'000;
  const std::lock_guard<std::mutex> lock(mutex_);
  Counter& counter = counters_[reason];
  ++counter.total;
  if (counter.minute != minute) counter = {counter.total, minute, 0};
  return ++counter.lines <= kLinesAMinute ? counter.total : 0;
}

std::map<std::string, uint64_t> RefusalLog::Counts() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::map<std::string, uint64_t> counts;
  for (const auto& [reason, counter] : counters_) counts[reason] = counter.total;
  return counts;
}

}  // namespace linkcert::server
