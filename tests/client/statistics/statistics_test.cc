#include "client/statistics/statistics.h"

#include "tests/client/statistics/counted_state.h"

namespace linkcert::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "key certified/assessed", in order; "+n certified" for what was merged.
std::vector<std::string> Said(const CountedState& state, const StatisticsOptions& options) {
  const absl::StatusOr<Statistics> counted = CountCertificates(state.state(), options);
  if (!counted.ok()) return {counted.status().ToString()};
  std::vector<std::string> said;
  for (const Group& group : counted->groups) {
    said.push_back(
        absl::StrCat(group.key, " ", group.counts.certified, "/", group.counts.assessed));
  }
  if (counted->merged_groups > 0) {
    said.push_back(absl::StrCat("+", counted->merged_groups, " ", counted->merged.certified));
  }
  return said;
}

TEST(StatisticsTest, CountsByEachQuestion) {
  CountedState state;
  state.Add({.programme = "绿色制造（虚构）"});
  state.Add({.issuer = "yuhai-power", .certificates = 20, .present = 21, .issued_on = 20250301});
  EXPECT_THAT(Said(state, {.by = Dimension::kIssuer}),
              ElementsAre("yuhai-power 20/21", "xingchen-chip 10/12"));
  EXPECT_THAT(Said(state, {.by = Dimension::kProvince}), ElementsAre("44 20/21", "32 10/12"));
  EXPECT_THAT(Said(state, {.by = Dimension::kYear}), ElementsAre("2025 20/21", "2026 10/12"));
  EXPECT_THAT(Said(state, {.by = Dimension::kChain}), ElementsAre("suzhou-semiconductor 30/33"));
  EXPECT_THAT(Said(state, {.by = Dimension::kLevel}), ElementsAre("eight-levels:4 30/33"));
  EXPECT_THAT(Said(state, {.by = Dimension::kRoute}), ElementsAre("EXAM 30/33"));
  EXPECT_THAT(Said(state, {.by = Dimension::kClass}), ElementsAre("STATE_LEVEL 30/33"));
  EXPECT_THAT(Said(state, {.by = Dimension::kProgramme}),
              ElementsAre(" 20/21", "绿色制造（虚构） 10/12"));
}

TEST(StatisticsTest, ExaminationOfSeveralBatchesIsCountedOnce) {
  CountedState state;
  state.Add({.certificates = 10, .present = 30});
  state.Add({.certificates = 15, .present = 30});
  EXPECT_THAT(Said(state, {.by = Dimension::kOccupation}), ElementsAre("2022:6-25-04-07 25/30"));
  const Statistics counted = *CountCertificates(state.state(), {});
  EXPECT_EQ(counted.total.batches, 2u);
  EXPECT_EQ(counted.total.issuers, 1u);
  EXPECT_EQ(counted.total.firms, 2u);
}

TEST(StatisticsTest, WhoSatForTwoCertificatesIsOneInAllAndOneOfEachClass) {
  CountedState state;
  state.Add({.certificates = 10, .present = 30});
  state.Add(
      {.certificates = 9, .present = 30, .certificate_class = v1::CERTIFICATE_CLASS_ENTERPRISE});
  EXPECT_THAT(Said(state, {.by = Dimension::kClass}),
              ElementsAre("STATE_LEVEL 10/30", "ENTERPRISE 9/30"));
  EXPECT_EQ(CountCertificates(state.state(), {.by = Dimension::kClass})->total.assessed, 30u);
  EXPECT_EQ(
      CountCertificates(state.state(), {.by = Dimension::kClass, .minimum = 15})->merged.assessed,
      30u);
}

TEST(StatisticsTest, PeriodIsOfIssueDatesAndInclusive) {
  CountedState state;
  state.Add({.certificates = 7, .issued_on = 20260101});
  state.Add({.certificates = 8, .issued_on = 20260102});
  state.Add({.certificates = 9, .issued_on = 20260103});
  const auto in = [&](uint32_t from, uint32_t to) {
    return CountCertificates(state.state(), {.from = from, .to = to})->total.certified;
  };
  EXPECT_EQ(in(20260102, 20260102), 8u);
  EXPECT_EQ(in(20260102, 0), 17u);
  EXPECT_EQ(in(0, 20260102), 15u);
  EXPECT_EQ(in(20270101, 0), 0u);
}

TEST(StatisticsTest, SmallGroupIsNeverAlone) {
  CountedState state;
  state.Add({.plan = "a", .occupation = "1-01-01-01", .certificates = 50, .present = 60});
  state.Add({.plan = "b", .occupation = "1-01-01-02", .certificates = 30, .present = 40});
  state.Add({.plan = "c", .occupation = "1-01-01-03", .certificates = 2, .present = 2});
  EXPECT_THAT(Said(state, {}), ElementsAre("2022:1-01-01-01 50/60", "+2 32"));
}

TEST(StatisticsTest, SmallGroupsTogetherReachTheMinimum) {
  CountedState state;
  state.Add({.plan = "a", .occupation = "1-01-01-01", .certificates = 50, .present = 60});
  state.Add({.plan = "b", .occupation = "1-01-01-02", .certificates = 30, .present = 40});
  state.Add({.plan = "c", .occupation = "1-01-01-03", .certificates = 2, .present = 2});
  state.Add({.plan = "d", .occupation = "1-01-01-04", .certificates = 2, .present = 2});
  EXPECT_THAT(Said(state, {}), ElementsAre("2022:1-01-01-01 50/60", "+3 34"));
  EXPECT_THAT(Said(state, {.minimum = 4}),
              ElementsAre("2022:1-01-01-01 50/60", "2022:1-01-01-02 30/40", "+2 4"));
}

TEST(StatisticsTest, FewInAllAreWithheld) {
  CountedState state;
  state.Add({.certificates = 4});
  const Statistics counted = *CountCertificates(state.state(), {});
  EXPECT_TRUE(counted.withheld);
  EXPECT_EQ(counted.total, Counts());
  EXPECT_THAT(counted.groups, IsEmpty());
  EXPECT_FALSE(CountCertificates(CountedState().state(), {})->withheld);
}

TEST(StatisticsTest, WhatFellIsCountedOnce) {
  CountedState state;
  const uint64_t first = state.Add({});
  const uint64_t second = state.Add({});
  state.SetStanding(first + 1, v1::STANDING_STATE_REVOKED);
  state.SetStanding(first + 10, v1::STANDING_STATE_SUSPENDED);
  state.SetStanding(second, v1::STANDING_STATE_VOIDED);
  state.SetStanding(second + 3, v1::STANDING_STATE_REVOKED);
  state.SetStanding(5, v1::STANDING_STATE_ENDED);  // a key's
  const Counts total = CountCertificates(state.state(), {})->total;
  EXPECT_EQ(total.revoked, 11u);
  EXPECT_EQ(total.suspended, 1u);
}

// R22
TEST(StatisticsTest, WhatAStolenKeySignedIsRevoked) {
  CountedState state;
  const uint64_t first = state.Add({});
  state.Add({.key = "key-2"});
  state.SetStanding(first + 1, v1::STANDING_STATE_REVOKED);
  state.SetStanding(first + 2, v1::STANDING_STATE_SUSPENDED);
  state.AddKey("key-1", kLoggedAtMs + 1);
  EXPECT_EQ(CountCertificates(state.state(), {})->total.revoked, 1u);
  state.AddKey("key-1", kLoggedAtMs);
  const Counts total = CountCertificates(state.state(), {})->total;
  EXPECT_EQ(total.revoked, 10u);
  EXPECT_EQ(total.suspended, 0u);
}

TEST(StatisticsTest, NewVersionsFallWithTheirOwnKey) {
  CountedState state;
  const uint64_t first = state.Add({});
  const uint64_t newer = state.Add({.certificates = 4, .original = first, .key = "key-2"});
  for (uint64_t i = 1; i <= 4; ++i) state.SetStanding(first + i, v1::STANDING_STATE_SUPERSEDED);
  state.SetStanding(newer + 1, v1::STANDING_STATE_SUPERSEDED);
  state.SetStanding(newer + 2, v1::STANDING_STATE_REVOKED);
  state.SetStanding(newer + 3, v1::STANDING_STATE_SUSPENDED);
  EXPECT_EQ(CountCertificates(state.state(), {})->total.revoked, 1u);
  state.AddKey("key-2", kLoggedAtMs);
  const Counts total = CountCertificates(state.state(), {})->total;
  EXPECT_EQ(total.revoked, 3u);
  EXPECT_EQ(total.suspended, 0u);
  EXPECT_EQ(total.certified, 10u);
}

TEST(StatisticsTest, ExaminationIsCountedWithItsFirstBatchOfThePeriod) {
  CountedState state;
  state.Add({.certificates = 6, .present = 30, .issued_on = 20251231});
  state.Add({.certificates = 7, .present = 30, .issued_on = 20260101});
  state.Add({.certificates = 8, .present = 30, .issued_on = 20260102});
  const Counts total = CountCertificates(state.state(), {.from = 20260101})->total;
  EXPECT_EQ(total.certified, 15u);
  EXPECT_EQ(total.assessed, 30u);
}

TEST(StatisticsTest, DimensionsAreNamed) {
  for (const std::string& name : DimensionNames()) EXPECT_EQ(NameOf(*ParseDimension(name)), name);
  EXPECT_EQ(ParseDimension("people"), std::nullopt);
}

}  // namespace
}  // namespace linkcert::client
