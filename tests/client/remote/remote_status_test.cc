#include "client/remote/remote_status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/remote/remote.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/testing/reason_matcher.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::client {
namespace {

using linkcert::testing::HasCode;
using linkcert::testing::HasReason;

grpc::Status Answer(grpc::StatusCode code, const std::string& reason, int64_t retry_seconds = 0) {
  google::rpc::Status rich;
  google::rpc::ErrorInfo error;
  error.set_reason(reason);
  error.set_domain("linkcert");
  rich.add_details()->PackFrom(error);
  if (retry_seconds != 0) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(retry_seconds);
    rich.add_details()->PackFrom(retry);
  }
  return grpc::Status(code, "text", rich.SerializeAsString());
}

TEST(RemoteStatus, ReasonOfARefusalIsKept) {
  EXPECT_THAT(FromGrpc(Answer(grpc::StatusCode::FAILED_PRECONDITION, "SCOPE_LEVEL_NOT_GRANTED")),
              HasReason(proto::Reason::kScopeLevelNotGranted));
}

TEST(RemoteStatus, UnknownReasonKeepsItsCode) {
  EXPECT_THAT(FromGrpc(Answer(grpc::StatusCode::FAILED_PRECONDITION, "FROM_THE_FUTURE")),
              HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST(RemoteStatus, DamagedDetailsKeepTheCode) {
  EXPECT_THAT(FromGrpc(grpc::Status(grpc::StatusCode::NOT_FOUND, "text", "\xff\xff")),
              HasCode(absl::StatusCode::kNotFound));
}

TEST(RemoteStatus, OnlyUnavailableAndTooMuchAreTriedAgain) {
  EXPECT_TRUE(RetryDelayMs(Answer(grpc::StatusCode::UNAVAILABLE, ""), 0));
  EXPECT_TRUE(RetryDelayMs(Answer(grpc::StatusCode::RESOURCE_EXHAUSTED, "QUEUE_FULL"), 0));
  EXPECT_TRUE(RetryDelayMs(Answer(grpc::StatusCode::RESOURCE_EXHAUSTED, "RATE_EXCEEDED"), 0));
  EXPECT_FALSE(RetryDelayMs(Answer(grpc::StatusCode::RESOURCE_EXHAUSTED, "DISK_FULL"), 0));
  EXPECT_FALSE(RetryDelayMs(Answer(grpc::StatusCode::FAILED_PRECONDITION, "PLAN_DIFFERS"), 0));
  EXPECT_FALSE(RetryDelayMs(grpc::Status::OK, 0));
}

TEST(RemoteStatus, DelayIsTheServersOrGrows) {
  const auto told = RetryDelayMs(Answer(grpc::StatusCode::UNAVAILABLE, "", 2), 0);
  EXPECT_GE(*told, 2000u);
  EXPECT_LE(*told, 2500u);
  EXPECT_LT(*RetryDelayMs(Answer(grpc::StatusCode::UNAVAILABLE, ""), 0), 126u);
  EXPECT_GE(*RetryDelayMs(Answer(grpc::StatusCode::UNAVAILABLE, ""), 3), 800u);
}

TEST(Remote, ServerMustBeHostAndPort) {
  for (const char* server : {"", "localhost", "localhost:", "localhost:x", ":1", "127.0.0.1:0"}) {
    EXPECT_THAT(Remote::Connect({.server = server}), HasCode(absl::StatusCode::kInvalidArgument))
        << server;
  }
}

TEST(Remote, OtherMachineNeedsToBeAllowed) {
  EXPECT_THAT(Remote::Connect({.server = "registry.example:7443"}),
              HasCode(absl::StatusCode::kInvalidArgument));
  for (const char* server : {"127.evil.example:7443", "127.0.0.1.example:7443", "[::2]:7443",
                             "128.0.0.1:7443", "::1:7443", "[127.0.0.1]:7443"}) {
    EXPECT_FALSE(Remote::Connect({.server = server}).ok()) << server;
  }
  EXPECT_TRUE(Remote::Connect({.server = "127.8.9.10:7443"}).ok());
  EXPECT_TRUE(Remote::Connect({.server = "registry.example:7443", .insecure = true}).ok());
  EXPECT_TRUE(Remote::Connect({.server = "[::1]:7443"}).ok());
}

TEST(Remote, TlsOptionsMustFitTogether) {
  const auto connect = [](const RemoteTls& tls, bool insecure = false) {
    return Remote::Connect({.server = "localhost:7443", .tls = tls, .insecure = insecure}).status();
  };
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(connect({.certificate_path = "c", .key_path = "k"}), HasCode(kInvalid));
  EXPECT_THAT(connect({.ca_path = "a", .certificate_path = "c"}), HasCode(kInvalid));
  EXPECT_THAT(connect({.ca_path = "a", .key_path = "k"}), HasCode(kInvalid));
  EXPECT_THAT(connect({.ca_path = "a"}, true), HasCode(kInvalid));
  EXPECT_THAT(connect({.ca_path = "/no/such/file"}), HasCode(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace linkcert::client
