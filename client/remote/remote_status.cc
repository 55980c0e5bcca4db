#include "client/remote/remote_status.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/shuffle.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

constexpr uint64_t kFirstDelayMs = 100;
constexpr uint64_t kLongestDelayMs = 5000;

struct Details {
  google::rpc::ErrorInfo error;
  google::rpc::RetryInfo retry;
};

Details DetailsOf(const grpc::Status& status) {
  Details details;
  google::rpc::Status rich;
  if (!rich.ParseFromString(status.error_details())) return details;
  for (const google::protobuf::Any& detail : rich.details()) {
    if (detail.Is<google::rpc::ErrorInfo>()) detail.UnpackTo(&details.error);
    if (detail.Is<google::rpc::RetryInfo>()) detail.UnpackTo(&details.retry);
  }
  return details;
}

// The detail without the sentence that Refuse puts before it again.
absl::string_view WithoutSentence(absl::string_view message, const proto::ReasonEntry& reason) {
  absl::ConsumePrefix(&message, reason.name);
  absl::ConsumePrefix(&message, ": ");
  absl::ConsumePrefix(&message, reason.english);
  absl::ConsumePrefix(&message, " ");
  return message;
}

}  // namespace

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const std::string& message = status.error_message();
  const Details details = DetailsOf(status);
  const std::optional<proto::Reason> reason = proto::ParseReason(details.error.reason());
  if (reason) {
    return proto::Refuse(*reason, WithoutSentence(message, proto::Describe(*reason)));
  }
  const std::string& name = details.error.reason();
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                      name.empty() ? message : absl::StrCat(name, ": ", message));
}

std::optional<uint64_t> RetryDelayMs(const grpc::Status& status, uint32_t attempt) {
  const Details details = DetailsOf(status);
  const std::string& reason = details.error.reason();
  const bool full = reason == proto::Describe(proto::Reason::kQueueFull).name ||
                    reason == proto::Describe(proto::Reason::kRateExceeded).name;
  if (status.error_code() != grpc::StatusCode::UNAVAILABLE && !full) return std::nullopt;
  const auto& told = details.retry.retry_delay();
  const int64_t told_ms = told.seconds() * 1000 + told.nanos() / 1000000;
  uint64_t delay_ms = kFirstDelayMs << std::min(attempt, uint32_t{6});
  if (details.retry.has_retry_delay() && told_ms > 0) delay_ms = static_cast<uint64_t>(told_ms);
  delay_ms = std::min(delay_ms, kLongestDelayMs);
  return delay_ms + RandomBelow(delay_ms / 4 + 1);  // so that not all come back at once
}

}  // namespace linkcert::client
