// The test world's acts of those who use certificates, and of those who keep the registry. Each is
// a fresh statement, to be changed and signed.
#ifndef LINKCERT_TESTS_TESTING_WORLD_OVERSIGHT_H_
#define LINKCERT_TESTS_TESTING_WORLD_OVERSIGHT_H_

#include <string>
#include <vector>

#include "tests/testing/world.h"

namespace linkcert::testing {

// The registry's own key, for the signature of its person and two of the authority.
inline constexpr char kRegistryKey[] = "registry-1";
v1::Statement AddRegistryKey(World& world);

// In ascending order whatever is given.
v1::Statement RecordErasure(World& world, std::vector<std::string> claims_roots);

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_WORLD_OVERSIGHT_H_
