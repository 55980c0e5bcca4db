#include "server/program/grpc_server.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/support/byte_buffer.h>

#include "tests/server/live_fixture.h"

namespace linkcert::server {
namespace {

class GrpcServerTest : public LiveTest {
 protected:
  // One unary call by name, without a stub: grpc.health.v1 and reflection are not ours.
  std::pair<grpc::Status, std::string> CallByName(const std::string& method,
                                                  const std::string& request) {
    grpc::GenericStub stub(channel_);
    grpc::ClientContext context;
    grpc::CompletionQueue queue;
    grpc::Slice slice(request);
    auto call = stub.PrepareUnaryCall(&context, method, grpc::ByteBuffer(&slice, 1), &queue);
    grpc::ByteBuffer answer;
    grpc::Status status;
    call->StartCall();
    call->Finish(&answer, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    grpc::Slice bytes;
    const bool has_bytes = status.ok() && answer.DumpToSingleSlice(&bytes).ok();
    return {status, has_bytes ? std::string(bytes.begin(), bytes.end()) : ""};
  }
};

TEST_F(GrpcServerTest, HealthSaysServing) {
  const auto [status, answer] = CallByName("/grpc.health.v1.Health/Check", "");
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(answer, "\x08\x01");  // HealthCheckResponse{status: SERVING}
}

TEST_F(GrpcServerTest, ReflectionIsOffUnlessAskedFor) {
  const auto status =
      CallByName("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", "").first;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(GrpcServerTest, WhileDrainingWritesAreRefusedWithReason) {
  FoundLive();
  registry_.log_->StopAccepting();
  const grpc::Status status = Submit(Register("tiegong-forge").envelope);
  EXPECT_EQ(ReasonOf(status), "SHUTTING_DOWN");
  EXPECT_TRUE(DetailOf<google::rpc::RetryInfo>(status).has_value());
}

TEST_F(GrpcServerTest, DrainEndsStreamsThatStayOpen) {
  FoundLive();
  grpc::ClientContext context;
  auto stream = verification_->StreamVerify(&context);
  ASSERT_TRUE(stream->Write({}, grpc::WriteOptions()));
  stream->WaitForInitialMetadata();
  server_->Drain(10);
  EXPECT_FALSE(stream->Finish().ok());
}

TEST_F(GrpcServerTest, FullQueueRefusesWithRetryInfo) {
  RegistryLogOptions options;
  options.queue.max_units = 0;
  Serve(options);
  const grpc::Status status = Submit(Founding().front().envelope);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ReasonOf(status), "QUEUE_FULL");
  EXPECT_TRUE(DetailOf<google::rpc::RetryInfo>(status).has_value());
}

TEST_F(GrpcServerTest, FullPoolRefusesToo) {
  Serve({}, 0);
  EXPECT_EQ(ReasonOf(Submit(Founding().front().envelope)), "QUEUE_FULL");
  EXPECT_EQ(ReasonOfCall(*governance_, &v1::GovernanceService::Stub::ListKeys, {}), "QUEUE_FULL");
}

}  // namespace
}  // namespace linkcert::server
