// A stream of changes whose registry falls silent, or ends it.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <future>

#include "absl/strings/str_cat.h"
#include "client/remote/remote.h"
#include "linkcert/v1/verification_service.grpc.pb.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::client {
namespace {

using linkcert::testing::HasCode;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Tells of entries 1 and 2, then says nothing until it may end.
class SilentRegistry final : public v1::VerificationService::Service {
 public:
  grpc::Status WatchStatus(grpc::ServerContext*, const v1::WatchStatusRequest*,
                           grpc::ServerWriter<v1::WatchStatusResponse>* writer) override {
    v1::WatchStatusResponse response;
    for (uint64_t entry : {1, 2}) {
      response.set_covered(entry);
      writer->Write(response);
    }
    may_end_.get_future().wait();
    return grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "too many");
  }
  void End() { may_end_.set_value(); }

 private:
  std::promise<void> may_end_;
};

class RemoteWatchTest : public ::testing::Test {
 protected:
  RemoteWatchTest() {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&registry_);
    server_ = builder.BuildAndStart();
    options_.server = absl::StrCat("127.0.0.1:", port);
  }
  absl::Status Watch() {
    return (*Remote::Connect(options_))
        ->WatchStatus({}, [this](const v1::WatchStatusResponse& response) {
          covered_.push_back(response.covered());
          return covered_.size() < enough_ ? absl::OkStatus() : absl::CancelledError("enough");
        });
  }

  SilentRegistry registry_;
  std::unique_ptr<grpc::Server> server_;
  RemoteOptions options_;
  std::vector<uint64_t> covered_;
  size_t enough_ = 10;
};

TEST_F(RemoteWatchTest, SilenceEndsIt) {
  options_.longest_silence_ms = 300;
  const absl::Status ended = Watch();
  registry_.End();
  EXPECT_THAT(ended, HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(ended.message(), HasSubstr("nothing came"));
  EXPECT_THAT(covered_, ElementsAre(1, 2));
}

TEST_F(RemoteWatchTest, ErrorOfTheServerIsTheOutcome) {
  registry_.End();
  EXPECT_THAT(Watch(), HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(covered_, ElementsAre(1, 2));
}

TEST_F(RemoteWatchTest, WhoHasEnoughEndsIt) {
  enough_ = 2;
  EXPECT_THAT(Watch(), HasCode(absl::StatusCode::kCancelled));
  registry_.End();
  EXPECT_THAT(covered_, ElementsAre(1, 2));
}

}  // namespace
}  // namespace linkcert::client
