// The acts of sample_log.h, as they were signed. All people and firms are invented.
#ifndef LINKCERT_TESTS_VECTORS_SAMPLE_ACTS_H_
#define LINKCERT_TESTS_VECTORS_SAMPLE_ACTS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "linkcert/v1/act_governance.pb.h"
#include "linkcert/v1/act_issue.pb.h"
#include "linkcert/v1/act_process.pb.h"
#include "linkcert/v1/act_standard.pb.h"

namespace linkcert::vectors {

inline constexpr char kLeader[] = "example-electronics";
inline constexpr char kMember[] = "example-board-works";
inline constexpr char kChain[] = "example-chip-chain";
inline constexpr char kLadder[] = "eight-levels";
inline constexpr char kStandard[] = "example-assembler";
inline constexpr char kAccreditation[] = "example-electronics-y";
inline constexpr char kNumberPrefix[] = "Y000032050123263";

// The first `size` bytes of SHA-256("linkcert vectors: " ‖ seed): stands for what would be random.
std::string SampleBytes(absl::string_view seed, size_t size);

v1::RuleSet SampleRuleSet();
v1::RegisterOrganisation SampleOrganisation(absl::string_view id);
v1::DefineChain SampleChain();
v1::JoinChain SampleMembership();
v1::PublishLadder SampleLadder();
v1::PublishStandard SampleStandard();
v1::GrantAccreditation SampleAccreditation();
v1::PlanBatch SamplePlan();
// Without plan, roster, leaf_count and leaves_root.
v1::IssueBatch SampleBatch();

}  // namespace linkcert::vectors

#endif  // LINKCERT_TESTS_VECTORS_SAMPLE_ACTS_H_
