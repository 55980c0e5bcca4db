#include "server/service/grpc_status.h"

#include <optional>
#include <string>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "proto/refusal.h"
#include "server/access/gate.h"

namespace linkcert::server {
namespace {

using proto::Reason;

// How long to wait before trying again, milliseconds; 0 = trying again does not help.
uint64_t RetryDelayMs(const absl::Status& status) {
  const std::optional<Reason> reason = proto::ReasonOf(status);
  if (!reason.has_value()) return 0;
  switch (*reason) {
    case Reason::kRateExceeded:
    case Reason::kNumberTriesExhausted:
      return RetryAfterMs(status).value_or(1000);
    case Reason::kQueueFull:
      return 200;
    case Reason::kShuttingDown:
      return 1000;
    case Reason::kDiskFull:
    case Reason::kClockImplausible:
      return 30'000;
    default:
      return 0;
  }
}

google::rpc::ErrorInfo ErrorInfoOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  const absl::string_view name = ReasonName(status);
  info.set_reason(name.data(), name.size());
  info.set_domain(kErrorDomain);
  const std::optional<Reason> reason = proto::ReasonOf(status);
  if (!reason.has_value()) return info;
  const absl::string_view rule = proto::Describe(*reason).rule;
  if (!rule.empty()) (*info.mutable_metadata())["rule"] = std::string(rule);
  return info;
}

std::string TextOf(const absl::Status& status) {
  if (proto::ReasonOf(status).has_value() || absl::IsUnknown(status)) {
    return std::string(status.message());
  }
  return "the server failed; its own log says why";
}

// Of an error that is no refusal.
Reason ReasonOfCode(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kCancelled:
      return Reason::kCancelled;
    case absl::StatusCode::kUnknown:
      return Reason::kOutcomeUnknown;
    case absl::StatusCode::kDataLoss:
      return Reason::kDataLoss;
    default:
      return Reason::kInternal;
  }
}

}  // namespace

absl::string_view ReasonName(const absl::Status& status) {
  return proto::Describe(proto::ReasonOf(status).value_or(ReasonOfCode(status.code()))).name;
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  google::rpc::Status rich;
  rich.set_code(static_cast<int>(status.code()));
  rich.set_message(TextOf(status));
  rich.add_details()->PackFrom(ErrorInfoOf(status));
  if (const uint64_t delay_ms = RetryDelayMs(status); delay_ms > 0) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(static_cast<int64_t>(delay_ms / 1000));
    retry.mutable_retry_delay()->set_nanos(static_cast<int32_t>(delay_ms % 1000 * 1'000'000));
    rich.add_details()->PackFrom(retry);
  }
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), rich.message(),
                      rich.SerializeAsString());
}

}  // namespace linkcert::server
