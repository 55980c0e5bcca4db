// The language of the sequencer's tests: an invented registry over a memory store, a clock that
// stands still, and steps made by hand.
//   Found();
//   auto first = Queue(JoinStranger());  auto again = Queue(...);
//   Step();
//   EXPECT_THAT(*first, IsOk());
#ifndef LINKCERT_TESTS_SERVER_REGISTRY_FIXTURE_H_
#define LINKCERT_TESTS_SERVER_REGISTRY_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/server/stepped_registry.h"
#include "tests/testing/reason_matcher.h"
#include "tests/testing/world.h"

namespace linkcert::server {

using testing::HasCode;
using testing::HasReason;
using testing::IsOk;
using testing::Unit;

class RegistryTest : public ::testing::Test {
 protected:
  RegistryTest() : registry_(world_.Key("log"), testing::kFoundingMs) {
    world_.LiveNow(testing::kFoundingMs);
  }
  void SetUp() override { ASSERT_THAT(registry_.Open(), IsOk()); }

  // Everything up to assessors, then a plan and its roster.
  std::vector<Unit> Founding() {
    std::vector<Unit> units;
    for (std::string& envelope : world_.Founding()) units.push_back({std::move(envelope), {}, {}});
    const std::string leader = absl::StrCat(testing::kLeader, "-1");
    plan_ = world_.Plan();
    roster_ = world_.SealRoster(plan_, 2000);
    units.push_back({world_.Sign(plan_, {leader}), {}, {}});
    units.push_back({world_.Sign(roster_, {leader}), {}, {}});
    return units;
  }
  void Found() {
    for (const Unit& unit : Founding()) ASSERT_THAT(registry_.Submit(unit), IsOk());
  }
  Unit Batch(uint32_t first_serial, uint32_t leaf_count) {
    return world_.SignBatch(world_.Batch(plan_, roster_, first_serial), leaf_count);
  }
  // A firm joins the registry: admitted once.
  Unit Register(const std::string& organisation) {
    v1::Statement act = world_.RegisterOrganisation(organisation, "虚构厂");
    return {world_.Sign(act, {"authority-1"}), {}, {}};
  }
  uint64_t Size() const { return registry_.log_->Latest()->size; }

  testing::World world_;
  Registry registry_;
  v1::Statement plan_;
  v1::Statement roster_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_TESTS_SERVER_REGISTRY_FIXTURE_H_
