// The test world's acts of those who use certificates, and of those who keep the registry. Each is
// a fresh statement, to be changed and signed.
#ifndef LINKCERT_TESTS_TESTING_WORLD_OVERSIGHT_H_
#define LINKCERT_TESTS_TESTING_WORLD_OVERSIGHT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tests/testing/world.h"
#include "tests/testing/world_standing.h"

namespace linkcert::testing {

// The registry's own key, for the signature of its person and two of the authority.
inline constexpr char kRegistryKey[] = "registry-1";
v1::Statement AddRegistryKey(World& world);

// By the organisation whose key signs.
v1::Statement SetRecognitionPolicy(World& world, uint32_t version,
                                   const std::vector<v1::RecognitionRule>& rules);
// A post for assemblers of level 3 or higher of the world's ladder.
inline constexpr char kPost[] = "smt-line";
v1::Statement SetPostRequirement(World& world, uint32_t version);

// By the issuer; none = the whole batch.
v1::Statement ReportNationalSync(World& world, uint64_t batch, v1::NationalSync state,
                                 const std::vector<Indexes>& certificates = {});

// In ascending order whatever is given.
v1::Statement RecordErasure(World& world, std::vector<std::string> claims_roots);

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_WORLD_OVERSIGHT_H_
