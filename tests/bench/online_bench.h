// Verifying and changing standings, measured against the real server over gRPC.
#ifndef LINKCERT_TESTS_BENCH_ONLINE_BENCH_H_
#define LINKCERT_TESTS_BENCH_ONLINE_BENCH_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "linkcert/v1/issuance_service.grpc.pb.h"
#include "linkcert/v1/verification_service.grpc.pb.h"
#include "tests/testing/live_registry.h"
#include "tests/testing/world.h"

namespace linkcert::bench {

class OnlineBench {
 public:
  OnlineBench(testing::World& world, testing::LiveRegistry& registry, const std::string& address,
              const std::string& echo_address);

  // Issues what the others ask about: one batch of 1,000, with serials from `first_serial` on.
  absl::Status Issue(uint32_t first_serial);
  absl::Status VerifyById(int count);      // unary, 64 under way
  absl::Status StreamVerify(int count);    // messages of 256 rows
  absl::Status SuspendSingles(int count);  // one certificate a statement, 64 under way
  absl::Status RevokeMany();               // the whole batch but one, in one statement

 private:
  using Verifications = std::unique_ptr<v1::VerificationService::Stub>;

  absl::StatusOr<double> RowsPerSecond(v1::VerificationService::Stub& stub, int messages);

  testing::World& world_;
  testing::LiveRegistry& registry_;
  const std::string echo_address_;
  Verifications verification_;
  Verifications echo_;
  std::unique_ptr<v1::IssuanceService::Stub> issuance_;
  uint64_t batch_ = 0;  // its log index
};

}  // namespace linkcert::bench

#endif  // LINKCERT_TESTS_BENCH_ONLINE_BENCH_H_
