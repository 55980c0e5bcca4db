// Rows of a sheet through streams that break: a registry that answers by a script.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <deque>
#include <mutex>

#include "absl/strings/str_cat.h"
#include "client/remote/remote.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "linkcert/v1/verification_service.grpc.pb.h"
#include "tests/testing/reason_matcher.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::client {
namespace {

using linkcert::testing::HasCode;
using linkcert::testing::HasReason;
using linkcert::testing::IsOk;

grpc::Status RefuseWith(const std::string& reason) {
  google::rpc::Status rich;
  google::rpc::ErrorInfo error;
  error.set_reason(reason);
  rich.add_details()->PackFrom(error);
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(1'000'000);
  rich.add_details()->PackFrom(retry);
  return grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "text", rich.SerializeAsString());
}

// One stream: answers so many messages, then ends so.
struct Scene {
  int answers = 0;
  grpc::Status end = {};
};

class ScriptedRegistry final : public v1::VerificationService::Service {
 public:
  using Stream = grpc::ServerReaderWriter<v1::StreamVerifyResponse, v1::StreamVerifyRequest>;

  grpc::Status StreamVerify(grpc::ServerContext*, Stream* stream) override {
    const Scene scene = NextScene();
    v1::StreamVerifyRequest message;
    for (int i = 0; i < scene.answers && stream->Read(&message); ++i) {
      v1::StreamVerifyResponse answer;
      for (const v1::StreamVerifyRow& row : message.rows()) {
        answer.add_results()->set_row(row.row() + shift_);
      }
      stream->Write(answer);
    }
    return scene.end;
  }
  void Play(std::deque<Scene> script) { script_ = std::move(script); }
  void AnswerOtherRows() { shift_ = 1; }
  int streams() const { return streams_; }

 private:
  // The last scene is played for ever.
  Scene NextScene() {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++streams_;
    const Scene scene = script_.front();
    if (script_.size() > 1) script_.pop_front();
    return scene;
  }

  std::mutex mutex_;
  std::deque<Scene> script_ = {{.answers = 1000}};
  uint64_t shift_ = 0;
  int streams_ = 0;
};

class RemoteRowsTest : public ::testing::Test {
 protected:
  RemoteRowsTest() {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&registry_);
    server_ = builder.BuildAndStart();
    address_ = absl::StrCat("127.0.0.1:", port);
  }
  ~RemoteRowsTest() override { server_->Shutdown(); }

  // Asks five messages of two rows.
  absl::Status Ask(uint64_t deadline_ms = 10'000) {
    auto remote = Remote::Connect({.server = address_, .deadline_ms = deadline_ms});
    EXPECT_THAT(remote, IsOk());
    uint64_t next = 0;
    return (*remote)->VerifyRows(
        [&next](v1::StreamVerifyRequest& message) {
          if (next == 10) return false;
          for (int i = 0; i < 2; ++i) message.add_rows()->set_row(next++);
          return true;
        },
        [this](const v1::StreamVerifyResponse& answer) {
          for (const auto& result : answer.results()) answered_.push_back(result.row());
        });
  }

  ScriptedRegistry registry_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  std::vector<uint64_t> answered_;
  const std::vector<uint64_t> all_ = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
};

TEST_F(RemoteRowsTest, AnswersComeInTheirOrder) {
  EXPECT_THAT(Ask(), IsOk());
  EXPECT_EQ(answered_, all_);
  EXPECT_EQ(registry_.streams(), 1);
}

TEST_F(RemoteRowsTest, WhatWasLeftUnansweredIsAskedAgain) {
  registry_.Play({{.answers = 1, .end = RefuseWith("QUEUE_FULL")},
                  {.answers = 0, .end = RefuseWith("RATE_EXCEEDED")},
                  {.answers = 2, .end = RefuseWith("RATE_EXCEEDED")},
                  {.answers = 1, .end = grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone")},
                  {.answers = 1000}});
  EXPECT_THAT(Ask(), IsOk());
  EXPECT_EQ(answered_, all_);
  EXPECT_EQ(registry_.streams(), 5);
}

TEST_F(RemoteRowsTest, RegistryThatStaysFullIsGivenUp) {
  registry_.Play({{.answers = 1, .end = RefuseWith("QUEUE_FULL")},
                  {.answers = 0, .end = RefuseWith("QUEUE_FULL")}});
  EXPECT_THAT(Ask(50), HasReason(proto::Reason::kQueueFull));
  EXPECT_EQ(answered_, std::vector<uint64_t>({0, 1}));
  EXPECT_GT(registry_.streams(), 2);
}

TEST_F(RemoteRowsTest, OtherRefusalsEndIt) {
  registry_.Play({{.answers = 2, .end = RefuseWith("CALLER_NOT_PERMITTED")}});
  EXPECT_THAT(Ask(), HasReason(proto::Reason::kCallerNotPermitted));
  EXPECT_EQ(answered_.size(), 4u);
  EXPECT_EQ(registry_.streams(), 1);
}

TEST_F(RemoteRowsTest, AnswersAboutOtherRowsAreNotTaken) {
  registry_.AnswerOtherRows();
  EXPECT_THAT(Ask(), HasCode(absl::StatusCode::kDataLoss));
  EXPECT_TRUE(answered_.empty());
}

TEST_F(RemoteRowsTest, RegistryThatHoldsBackAnswersIsNoEnd) {
  registry_.Play({{.answers = 2}});
  EXPECT_THAT(Ask(), HasCode(absl::StatusCode::kDataLoss));
}

TEST_F(RemoteRowsTest, NothingToAskIsNoError) {
  auto remote = Remote::Connect({.server = address_});
  EXPECT_THAT((*remote)->VerifyRows([](auto&) { return false; }, [](const auto&) {}), IsOk());
}

}  // namespace
}  // namespace linkcert::client
