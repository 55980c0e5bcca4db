#include "tests/testing/world_oversight.h"

#include <algorithm>

#include "rules/records.h"

namespace linkcert::testing {

v1::Statement AddRegistryKey(World& world) {
  return world.AddKey(rules::kRegistryOrganisation, kRegistryKey, {v1::KEY_PURPOSE_RECEIPT});
}

v1::Statement SetRecognitionPolicy(World& world, uint32_t version,
                                   const std::vector<v1::RecognitionRule>& rules) {
  v1::Statement statement = world.New();
  v1::SetRecognitionPolicy& act = *statement.mutable_set_recognition_policy();
  act.set_version(version);
  for (const v1::RecognitionRule& rule : rules) *act.add_rules() = rule;
  return statement;
}

v1::Statement SetPostRequirement(World& world, uint32_t version) {
  v1::Statement statement = world.New();
  v1::SetPostRequirement& act = *statement.mutable_set_post_requirement();
  act.set_post(kPost);
  act.set_name("贴片线操作岗（虚构）");
  act.set_version(version);
  v1::PostQualification& asked = *act.add_qualifications();
  asked.mutable_occupation()->set_edition("2022");
  asked.mutable_occupation()->set_code("6-25-04-07");
  asked.set_ladder(kLadder);
  asked.set_lowest_level(3);
  return statement;
}

v1::Statement ReportNationalSync(World& world, uint64_t batch, v1::NationalSync state,
                                 const std::vector<Indexes>& certificates) {
  v1::Statement statement = world.New();
  v1::ReportNationalSync& act = *statement.mutable_report_national_sync();
  act.set_batch(batch);
  act.set_state(state);
  for (const Indexes& range : certificates) {
    v1::IndexRange& added = *act.add_certificates();
    added.set_begin(range.begin);
    added.set_end(range.end);
  }
  return statement;
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
