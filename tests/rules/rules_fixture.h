// The language of the rule tests: a founded registry, and statements changed in one place.
#ifndef LINKCERT_TESTS_RULES_RULES_FIXTURE_H_
#define LINKCERT_TESTS_RULES_RULES_FIXTURE_H_

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rules/records.h"
#include "tests/testing/rule_book.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/world.h"

namespace linkcert::rules {

using testing::kLeader;
using testing::kMember;
using testing::kMember2;
using testing::kStranger;

// Before genesis.
class RulesTest : public ::testing::Test {
 protected:
  std::string Outcome(v1::Statement statement, const std::vector<std::string>& keys) {
    return book_.Outcome(world_.Sign(std::move(statement), keys));
  }

  testing::World world_;
  testing::RuleBook book_{world_};
  const std::string leader_ = absl::StrCat(kLeader, "-1");
  const std::string leader2_ = absl::StrCat(kLeader, "-2");
  const std::string member_ = absl::StrCat(kMember, "-1");
  const std::string stranger_ = absl::StrCat(kStranger, "-1");
};

// Scene 1 up to the assessors.
class FoundedTest : public RulesTest {
 protected:
  void SetUp() override { book_.Found(); }
};

// Scene 1 up to the sealed roster of nine, two weeks later.
class SealedTest : public FoundedTest {
 protected:
  using Change = std::function<void(v1::IssueBatch&)>;

  void SetUp() override {
    FoundedTest::SetUp();
    plan_ = world_.Plan();
    roster_ = world_.SealRoster(plan_);
    ASSERT_EQ(Outcome(plan_, {leader_}), "ADMITTED");
    ASSERT_EQ(Outcome(roster_, {leader_}), "ADMITTED");
    world_.set_now_ms(testing::kIssueMs);
    book_.LogStatusRootIfDue();  // two weeks later: before the batch, not with it
  }

  // Seven certificates; `change` is made after leaves and numbers are set, before signing.
  testing::Unit Batch(
      const Change& change = [](v1::IssueBatch&) {}, uint32_t leaf_count = 7) {
    v1::Statement batch = world_.Batch(plan_, roster_);
    testing::Unit unit = world_.MakeLeaves(batch, leaf_count);
    change(*batch.mutable_issue_batch());
    return world_.SignBatchAs(std::move(batch), std::move(unit), {leader_, leader2_});
  }
  std::string BatchOutcome(const Change& change) { return book_.Outcome(Batch(change)); }

  v1::Statement plan_;
  v1::Statement roster_;
};

}  // namespace linkcert::rules

#endif  // LINKCERT_TESTS_RULES_RULES_FIXTURE_H_
