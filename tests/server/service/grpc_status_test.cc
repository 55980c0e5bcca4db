#include "server/service/grpc_status.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "proto/refusal.h"

namespace linkcert::server {
namespace {

TEST(GrpcStatusTest, EveryErrorHasAStableReason) {
  std::set<std::string> known;
  for (const proto::ReasonEntry& entry : proto::AllReasons()) known.emplace(entry.name);
  for (int code = 1; code <= 16; ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code), "text");
    EXPECT_EQ(known.count(std::string(ReasonName(status))), 1u) << status;
  }
  EXPECT_EQ(ReasonName(absl::DataLossError("row 7")), "DATA_LOSS");
  EXPECT_EQ(ReasonName(absl::UnavailableError("device")), "INTERNAL");
  EXPECT_EQ(ReasonName(proto::Refuse(proto::Reason::kQueueFull)), "QUEUE_FULL");
}

TEST(GrpcStatusTest, TextsOfOwnErrorsStayInTheServersLog) {
  EXPECT_EQ(ToGrpcStatus(absl::DataLossError("/var/lib/x")).error_message().find("/var"),
            std::string::npos);
}

}  // namespace
}  // namespace linkcert::server
