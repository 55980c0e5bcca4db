#include "tests/testing/world_oversight.h"

#include <algorithm>

#include "rules/records.h"

namespace linkcert::testing {

v1::Statement AddRegistryKey(World& world) {
  return world.AddKey(rules::kRegistryOrganisation, kRegistryKey, {v1::KEY_PURPOSE_RECEIPT});
}

v1::Statement RecordErasure(World& world, std::vector<std::string> claims_roots) {
  std::sort(claims_roots.begin(), claims_roots.end());
  v1::Statement statement = world.New();
  for (std::string& root : claims_roots) {
    statement.mutable_record_erasure()->add_claims_roots(std::move(root));
  }
  return statement;
}

}  // namespace linkcert::testing
