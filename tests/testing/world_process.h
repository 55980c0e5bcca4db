// The test world's acts of one assessment (认定流程), and of those who oversee it. Each is a fresh
// statement, to be changed and signed.
#ifndef LINKCERT_TESTS_TESTING_WORLD_PROCESS_H_
#define LINKCERT_TESTS_TESTING_WORLD_PROCESS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tests/testing/world.h"

namespace linkcert::testing {

// Version 2, for the whole registry.
v1::Statement PublishRuleSet(World& world, const v1::RuleSet& rule_set);

// References of the world's assessors by number, ascending.
std::vector<std::string> Assessors(World& world, const std::vector<int>& numbers);
std::string Supervisor(World& world);

// By the world's first three assessors and its supervisor.
v1::Statement StartExamination(World& world, const v1::Statement& plan);
// Dates: today.
v1::Statement ApproveResults(World& world, const v1::Statement& plan, uint32_t present,
                             uint32_t passed);
v1::Statement OpenPublicity(World& world, const v1::Statement& plan);
v1::Statement ClosePublicity(World& world, const v1::Statement& plan);
// On a plan of the leader.
v1::Statement ReportSupervision(World& world, const v1::Statement& plan, bool objection = false);
v1::Statement RecordAppeals(World& world, const v1::Statement& plan, uint32_t received,
                            uint32_t upheld, uint32_t rejected);

// Serials [first, first + count) of `prefix`, under the world's accreditation.
v1::Statement AssignNumberBlock(World& world, const std::string& prefix, uint32_t first,
                                uint32_t count);
v1::Statement VoidNumbers(World& world, const std::string& prefix, uint32_t first, uint32_t count);

v1::Statement ImposeSanction(World& world, uint64_t finding, v1::SanctionKind kind);

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_WORLD_PROCESS_H_
