#include "server/access/gate.h"

#include "tests/server/live_fixture.h"

namespace linkcert::server {
namespace {

class GateTest : public LiveTest {
 protected:
  void SetUp() override {
    LiveTest::SetUp();
    FoundLive();
  }
  void ServeWith(const GateOptions& options) {
    grpc_.gate = options;
    Serve({});
  }
  grpc::Status GetCheckpoint() {
    v1::Checkpoint answer;
    return CallOnce(*log_, &v1::LogService::Stub::GetCheckpoint, {}, &answer);
  }
  // The reason of a stream of `messages` with `rows` each.
  grpc::Status Stream(int messages, int rows) {
    grpc::ClientContext context;
    auto stream = verification_->StreamVerify(&context);
    v1::StreamVerifyRequest request;
    for (int row = 0; row < rows; ++row) request.add_rows();
    for (int message = 0; message < messages; ++message) stream->Write(request);
    stream->WritesDone();
    v1::StreamVerifyResponse response;
    while (stream->Read(&response)) {
    }
    return stream->Finish();
  }
};

uint64_t RetryMs(const grpc::Status& status) {
  const auto retry = DetailOf<google::rpc::RetryInfo>(status);
  if (!retry.has_value()) return 0;
  return static_cast<uint64_t>(retry->retry_delay().seconds() * 1000 +
                               retry->retry_delay().nanos() / 1'000'000);
}

TEST(AddressTest, PortsDoNotCount) {
  EXPECT_EQ(AddressOf("ipv4:192.0.2.1:5000"), AddressOf("ipv4:192.0.2.1:5001"));
  EXPECT_NE(AddressOf("ipv4:192.0.2.1:5000"), AddressOf("ipv4:192.0.2.2:5000"));
  EXPECT_EQ(AddressOf("unix:/run/linkcert"), "unix:/run/linkcert");
}

TEST(AddressTest, OfIpv6TheSubscriberCounts) {
  EXPECT_EQ(AddressOf("ipv6:%5B2001:db8::1%5D:5000"), AddressOf("ipv6:[2001:db8::2]:5001"));
  EXPECT_NE(AddressOf("ipv6:[2001:db8::1]:5000"), AddressOf("ipv6:[2001:db8:0:1::1]:5000"));
  EXPECT_EQ(AddressOf("ipv6:[::ffff:192.0.2.1]:5000"), AddressOf("ipv4:192.0.2.1:5000"));
}

TEST_F(GateTest, WithoutTlsNobodyIsKnown) {
  ServeWith({});
  EXPECT_EQ(ReasonOf(Stream(1, 1)), "CALLER_NEEDED");
  EXPECT_TRUE(GetCheckpoint().ok());
}

TEST_F(GateTest, DevelopersCallerMustBeRegisteredToo) {
  ServeWith({.insecure_caller = "xuyou-unknown"});
  EXPECT_EQ(ReasonOf(Stream(1, 1)), "CALLER_UNKNOWN");
  ServeWith({.insecure_caller = testing::kMember});
  EXPECT_TRUE(Stream(1, 1).ok());
}

TEST_F(GateTest, AddressThatAsksTooMuchIsToldWhenToComeBack) {
  ServeWith({.address_rate = {.per_second = 10, .burst = 100}});
  while (GetCheckpoint().ok()) {
  }
  const grpc::Status status = GetCheckpoint();
  EXPECT_EQ(ReasonOf(status), "RATE_EXCEEDED");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(RetryMs(status), 100u);
  registry_.clock_.Pass(100);
  EXPECT_TRUE(GetCheckpoint().ok());
}

TEST_F(GateTest, RowsOfAStreamCountAgainstTheOrganisation) {
  ServeWith({.insecure_caller = testing::kMember,
             .organisation_rate = {.per_second = 100, .burst = 1000}});
  EXPECT_TRUE(Stream(3, 250).ok());            // 751 tokens
  const grpc::Status status = Stream(1, 250);  // 249 are left, one for the call
  EXPECT_EQ(ReasonOf(status), "RATE_EXCEEDED");
  EXPECT_EQ(RetryMs(status), 20u);
  registry_.clock_.Pass(30);
  EXPECT_TRUE(Stream(1, 250).ok());
}

}  // namespace
}  // namespace linkcert::server
