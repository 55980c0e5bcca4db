#include "rules/scope.h"

#include "tests/rules/rules_fixture.h"

namespace linkcert::rules {
namespace {

class ScopeTest : public RulesTest {
 protected:
  v1::GrantAccreditation grant_ = world_.GrantAccreditation().grant_accreditation();
  v1::PlanBatch plan_ = world_.Plan().plan_batch();
};

TEST_F(ScopeTest, OneLineMustCoverTradeAndLevelTogether) {
  v1::ScopeItem& first = *grant_.mutable_scope(0);
  first.add_trades("焊接");
  v1::ScopeItem& second = *grant_.add_scope();
  second = first;
  second.set_trades(0, "装配");
  second.clear_levels();
  second.add_levels(4);
  plan_.set_trade("装配");
  plan_.set_level(3);
  EXPECT_EQ(proto::ReasonOf(CheckScope(grant_, ScopeOf(plan_))),
            proto::Reason::kScopeLevelNotGranted);
  plan_.set_trade("铆接");
  EXPECT_EQ(proto::ReasonOf(CheckScope(grant_, ScopeOf(plan_))),
            proto::Reason::kScopeTradeNotGranted);
  plan_.set_trade("焊接");
  EXPECT_THAT(CheckScope(grant_, ScopeOf(plan_)), testing::IsOk());
}

TEST_F(ScopeTest, BothDaysLieWithinTheGrant) {
  EXPECT_THAT(CheckGrantDates(grant_, 20260101, 20281231), testing::IsOk());
  EXPECT_FALSE(CheckGrantDates(grant_, 20251231, 20281231).ok());
  EXPECT_FALSE(CheckGrantDates(grant_, 20260101, 20290101).ok());
  grant_.clear_valid_to();
  EXPECT_THAT(CheckGrantDates(grant_, 20260101, 20990101), testing::IsOk());
}

}  // namespace
}  // namespace linkcert::rules
