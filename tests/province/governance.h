// What happens over the years beside assessments: members come and go, standards get new versions,
// keys are rotated, rights suspended and ended, sanctions imposed, policies set.
#ifndef LINKCERT_TESTS_PROVINCE_GOVERNANCE_H_
#define LINKCERT_TESTS_PROVINCE_GOVERNANCE_H_

#include "tests/province/stage.h"

namespace linkcert::province {

// Put all of it on the agenda.
void PlanMemberships(const Stage& stage);
void PlanStandards(const Stage& stage);
void PlanKeys(const Stage& stage);
void PlanPolicies(const Stage& stage);
// oversight.cc: rule sets, accreditations, findings, sanctions.
void PlanOversight(const Stage& stage);

}  // namespace linkcert::province

#endif  // LINKCERT_TESTS_PROVINCE_GOVERNANCE_H_
