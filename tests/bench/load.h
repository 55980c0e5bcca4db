// Keeps a number of calls under way until all are answered.
#ifndef LINKCERT_TESTS_BENCH_LOAD_H_
#define LINKCERT_TESTS_BENCH_LOAD_H_

#include <grpcpp/client_context.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "linkcert/v1/issuance_service.pb.h"

namespace linkcert::bench {

struct LoadResult {
  double seconds = 0;
  std::vector<double> latency_ms;  // of each call
};

// Median and 99th percentile, as a Figure prints them.
std::vector<std::pair<std::string, double>> LatencyFigures(const LoadResult& result);

// Begins call number `call`; `done` is called once, on any thread.
using BeginCall = std::function<void(size_t call, std::function<void(const grpc::Status&)> done)>;

// Unavailable as soon as one call fails: a benchmark of refusals measures nothing.
absl::StatusOr<LoadResult> RunLoad(size_t calls, size_t outstanding, const BeginCall& begin);

// Calls of one unary method, `async` being the stub's asynchronous half; all must outlive the load.
template <typename Async, typename Request, typename Response>
BeginCall UnaryCalls(Async* async,
                     void (Async::*method)(grpc::ClientContext*, const Request*, Response*,
                                           std::function<void(grpc::Status)>),
                     const std::vector<Request>& requests) {
  struct Open {
    grpc::ClientContext context;
    Response response;
  };
  return [=, &requests](size_t call, std::function<void(const grpc::Status&)> done) {
    auto open = std::make_shared<Open>();
    (async->*method)(&open->context, &requests[call], &open->response,
                     [open, done = std::move(done)](const grpc::Status& status) { done(status); });
  };
}

// IssueBatch calls to a server, or to the echo of the ceilings.
absl::StatusOr<LoadResult> RunIssueLoad(const std::string& address,
                                        const std::vector<v1::IssueBatchRequest>& requests,
                                        size_t outstanding);

}  // namespace linkcert::bench

#endif  // LINKCERT_TESTS_BENCH_LOAD_H_
