// A registry at an address, founded and loaded by a World: for tests and benchmarks of the real
// server. Plain blocking calls, no retries: a test wants to see each answer.
#ifndef LINKCERT_TESTS_TESTING_LIVE_REGISTRY_H_
#define LINKCERT_TESTS_TESTING_LIVE_REGISTRY_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "linkcert/v1/governance_service.grpc.pb.h"
#include "linkcert/v1/issuance_service.grpc.pb.h"
#include "tests/testing/world.h"

namespace linkcert::testing {

inline constexpr uint32_t kLiveRoster = 1000000;  // people on the roster that LiveRegistry seals

// Thread-safe but for Found.
class LiveRegistry {
 public:
  explicit LiveRegistry(const std::string& address);

  // Founds the registry and seals a roster large enough for every load; the plan and the roster are
  // for World::Batch.
  absl::Status Found(World& world);
  const v1::Statement& plan() const { return plan_; }
  const v1::Statement& roster() const { return roster_; }

  absl::StatusOr<v1::Receipt> Submit(const std::string& envelope);
  absl::StatusOr<v1::Receipt> Issue(const Unit& unit);

 private:
  std::unique_ptr<v1::GovernanceService::Stub> governance_;
  std::unique_ptr<v1::IssuanceService::Stub> issuance_;
  v1::Statement plan_;
  v1::Statement roster_;
};

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_LIVE_REGISTRY_H_
