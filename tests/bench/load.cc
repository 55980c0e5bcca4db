#include "tests/bench/load.h"

#include <grpcpp/create_channel.h>

#include <condition_variable>
#include <memory>
#include <mutex>

#include "linkcert/v1/issuance_service.grpc.pb.h"
#include "tests/bench/figure.h"

namespace linkcert::bench {
namespace {

class Load {
 public:
  Load(const std::string& address, const std::vector<v1::IssueBatchRequest>& requests)
      : stub_(v1::IssuanceService::NewStub(
            grpc::CreateChannel(address, grpc::InsecureChannelCredentials()))),
        requests_(requests) {}

  absl::StatusOr<LoadResult> Run(size_t outstanding) {
    Stopwatch watch;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      while (open_ < outstanding && next_ < requests_.size()) StartOne();
    }
    std::unique_lock<std::mutex> lock(mutex_);
    done_.wait(lock, [&] { return open_ == 0; });
    if (!failure_.ok()) return failure_;
    result_.seconds = watch.seconds();
    return result_;
  }

 private:
  struct Open {
    grpc::ClientContext context;
    v1::Receipt receipt;
    Stopwatch watch;
  };

  void StartOne() {  // mutex_ is held
    auto call = std::make_shared<Open>();
    ++open_;
    stub_->async()->IssueBatch(&call->context, &requests_[next_++], &call->receipt,
                               [this, call](const grpc::Status& status) { Ended(*call, status); });
  }

  void Ended(const Open& call, const grpc::Status& status) {
    std::lock_guard<std::mutex> lock(mutex_);
    result_.latency_ms.push_back(call.watch.seconds() * 1000);
    if (!status.ok()) failure_ = absl::UnavailableError(status.error_message());
    --open_;
    if (failure_.ok() && next_ < requests_.size()) StartOne();
    if (open_ == 0) done_.notify_all();
  }

  std::unique_ptr<v1::IssuanceService::Stub> stub_;
  const std::vector<v1::IssueBatchRequest>& requests_;
  std::mutex mutex_;
  std::condition_variable done_;
  size_t next_ = 0;  // guarded by mutex_, as all below
  size_t open_ = 0;
  absl::Status failure_;
  LoadResult result_;
};

}  // namespace

absl::StatusOr<LoadResult> RunLoad(const std::string& address,
                                   const std::vector<v1::IssueBatchRequest>& requests,
                                   size_t outstanding) {
  return Load(address, requests).Run(outstanding);
}

}  // namespace linkcert::bench
