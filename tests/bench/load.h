// Keeps a number of IssueBatch calls under way until all requests are answered.
#ifndef LINKCERT_TESTS_BENCH_LOAD_H_
#define LINKCERT_TESTS_BENCH_LOAD_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "linkcert/v1/issuance_service.pb.h"

namespace linkcert::bench {

struct LoadResult {
  double seconds = 0;
  std::vector<double> latency_ms;  // of each call
};

// Unavailable as soon as one call fails: a benchmark of refusals measures nothing.
absl::StatusOr<LoadResult> RunLoad(const std::string& address,
                                   const std::vector<v1::IssueBatchRequest>& requests,
                                   size_t outstanding);

}  // namespace linkcert::bench

#endif  // LINKCERT_TESTS_BENCH_LOAD_H_
