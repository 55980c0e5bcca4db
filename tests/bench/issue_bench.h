// Issuing, measured against the real server over gRPC.
#ifndef LINKCERT_TESTS_BENCH_ISSUE_BENCH_H_
#define LINKCERT_TESTS_BENCH_ISSUE_BENCH_H_

#include <string>

#include "absl/status/status.h"
#include "tests/testing/live_registry.h"
#include "tests/testing/world.h"

namespace linkcert::bench {

// A founded registry that is being measured. All statements are signed before a clock starts.
class IssueBench {
 public:
  IssueBench(testing::World& world, testing::LiveRegistry& registry, std::string address,
             std::string echo_address, std::string scratch)
      : world_(world),
        registry_(registry),
        address_(std::move(address)),
        echo_address_(std::move(echo_address)),
        scratch_(std::move(scratch)) {}

  absl::Status Batches(int batches);  // of 1,000, eight under way
  // The same with claims for the vault in this directory.
  absl::Status BatchesForVault(int batches, const std::string& vault);
  absl::Status Singles(int count);  // of one, 64 under way
  absl::Status Idle(int count);     // of one, one after the other
  uint32_t next_serial() const { return next_serial_; }

 private:
  std::vector<v1::IssueBatchRequest> Sign(int batches, uint32_t leaves, bool for_vault = false);

  testing::World& world_;
  testing::LiveRegistry& registry_;
  const std::string address_;
  const std::string echo_address_;
  const std::string scratch_;
  uint32_t next_serial_ = 1;
};

}  // namespace linkcert::bench

#endif  // LINKCERT_TESTS_BENCH_ISSUE_BENCH_H_
