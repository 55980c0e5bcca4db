// Hands statements to a registry over gRPC, many under way at once. A refusal is an error: nothing
// that a generated province does should be refused.
#ifndef LINKCERT_TESTS_PROVINCE_LOADER_H_
#define LINKCERT_TESTS_PROVINCE_LOADER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "linkcert/v1/governance_service.grpc.pb.h"
#include "linkcert/v1/issuance_service.grpc.pb.h"
#include "tests/province/agenda.h"
#include "tests/testing/world.h"

namespace linkcert::province {

// What was spent, in seconds of the machine's clock.
struct LoadFigures {
  double signing_s = 0;  // and making leaves and claims: the issuers' part
  double calls_s = 0;    // from the first call of a wave to its last answer
  uint64_t calls = 0;    // statements
  double ticks_s = 0;
  uint64_t ticks = 0;
};

// Not thread-safe.
class Loader {
 public:
  explicit Loader(testing::World& world) : world_(world) {}

  void Connect(const std::string& address);
  // All of them at the same log time; the answers stand in the same order.
  absl::StatusOr<std::vector<uint64_t>> Submit(absl::Span<Draft> drafts);
  // Asks again for what was logged last. Nothing new is logged but the StatusRoot that is due: on a
  // machine's own clock the sequencer would wake up for it.
  absl::Status Tick();

  LoadFigures& figures() { return figures_; }

 private:
  void Begin(const Draft& draft, v1::Receipt* receipt, std::function<void(grpc::Status)> done);

  testing::World& world_;
  std::unique_ptr<v1::GovernanceService::Stub> governance_;
  std::unique_ptr<v1::IssuanceService::Stub> issuance_;
  std::string last_;  // envelope without leaves
  LoadFigures figures_;
};

}  // namespace linkcert::province

#endif  // LINKCERT_TESTS_PROVINCE_LOADER_H_
