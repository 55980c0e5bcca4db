#include "tests/bench/load.h"

#include <grpcpp/create_channel.h>

#include <condition_variable>
#include <mutex>

#include "linkcert/v1/issuance_service.grpc.pb.h"
#include "tests/bench/figure.h"

namespace linkcert::bench {
namespace {

class Load {
 public:
  Load(size_t calls, const BeginCall& begin) : calls_(calls), begin_(begin) {}

  absl::StatusOr<LoadResult> Run(size_t outstanding) {
    Stopwatch watch;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      while (open_ < outstanding && next_ < calls_) BeginOne();
    }
    std::unique_lock<std::mutex> lock(mutex_);
    done_.wait(lock, [&] { return open_ == 0; });
    if (!failure_.ok()) return failure_;
    result_.seconds = watch.seconds();
    return result_;
  }

 private:
  void BeginOne() {  // mutex_ is held
    ++open_;
    begin_(next_++, [this, watch = Stopwatch()](const grpc::Status& status) {
      Ended(watch.seconds() * 1000, status);
    });
  }

  void Ended(double milliseconds, const grpc::Status& status) {
    std::lock_guard<std::mutex> lock(mutex_);
    result_.latency_ms.push_back(milliseconds);
    if (!status.ok()) failure_ = absl::UnavailableError(status.error_message());
    --open_;
    if (failure_.ok() && next_ < calls_) BeginOne();
    if (open_ == 0) done_.notify_all();
  }

  const size_t calls_;
  const BeginCall& begin_;
  std::mutex mutex_;
  std::condition_variable done_;
  size_t next_ = 0;  // guarded by mutex_, as all below
  size_t open_ = 0;
  absl::Status failure_;
  LoadResult result_;
};

}  // namespace

std::vector<std::pair<std::string, double>> LatencyFigures(const LoadResult& result) {
  return {{"p50_ms", Quantile(result.latency_ms, 0.5)},
          {"p99_ms", Quantile(result.latency_ms, 0.99)}};
}

absl::StatusOr<LoadResult> RunLoad(size_t calls, size_t outstanding, const BeginCall& begin) {
  return Load(calls, begin).Run(outstanding);
}

absl::StatusOr<LoadResult> RunIssueLoad(const std::string& address,
                                        const std::vector<v1::IssueBatchRequest>& requests,
                                        size_t outstanding) {
  const auto stub = v1::IssuanceService::NewStub(
      grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  using Async = class v1::IssuanceService::Stub::async;
  return RunLoad(requests.size(), outstanding,
                 UnaryCalls<Async, v1::IssueBatchRequest, v1::Receipt>(
                     stub->async(), &Async::IssueBatch, requests));
}

}  // namespace linkcert::bench
