// What an accreditation allows (R05). Pure, and shared: Admit refuses by it, verifiers check by it.
#ifndef LINKCERT_RULES_SCOPE_H_
#define LINKCERT_RULES_SCOPE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "linkcert/v1/act_issue.pb.h"
#include "linkcert/v1/act_process.pb.h"
#include "linkcert/v1/act_standard.pb.h"
#include "proto/civil_date.h"

namespace linkcert::rules {

// What is asked of an accreditation, by a plan or a batch.
struct ScopeRequest {
  v1::Occupation occupation;
  std::string trade;
  std::string ladder;
  uint32_t level = 0;
  std::vector<v1::CertificateClass> classes;
  v1::Route route = v1::ROUTE_UNSPECIFIED;
  std::string standard;
  std::string chain;
};
ScopeRequest ScopeOf(const v1::PlanBatch& plan);
ScopeRequest ScopeOf(const v1::IssueBatch& batch);

// SCOPE_…_NOT_GRANTED for the first thing that is outside.
absl::Status CheckScope(const v1::GrantAccreditation& grant, const ScopeRequest& request);

// ACCREDITATION_NOT_IN_FORCE unless both days lie within the grant's own dates.
absl::Status CheckGrantDates(const v1::GrantAccreditation& grant, proto::CivilDate exam_start,
                             proto::CivilDate issued_on);

// SCOPE_AUDIENCE_NOT_GRANTED unless the grant covers a roster of these organisations.
absl::Status CheckAudience(const v1::GrantAccreditation& grant, const std::string& chain,
                           const v1::RosterSummary& roster);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_SCOPE_H_
