#include "proto/civil_date.h"

#include "tests/testing/status_matchers.h"

namespace linkcert::proto {
namespace {

using ::linkcert::testing::HasCode;
using ::linkcert::testing::IsOkAndHolds;

constexpr uint64_t kDayMs = 86'400'000;

TEST(CivilDateTest, KnowsRealDays) {
  for (uint32_t day : {19000101u, 20000229u, 20240229u, 20260515u, 99991231u}) {
    EXPECT_TRUE(IsCivilDate(day)) << day;
  }
  for (uint32_t day : {0u, 18991231u, 19000229u, 20250229u, 20260431u, 20260500u, 20261301u,
                       20260001u, 99999999u, 100000101u, 4294967295u}) {
    EXPECT_FALSE(IsCivilDate(day)) << day;
  }
}

TEST(CivilDateTest, DayBeginsAtMidnightOfUtc8) {
  EXPECT_EQ(CivilDateAt(0), 19700101u);
  EXPECT_EQ(CivilDateAt(16 * 3'600'000 - 1), 19700101u);
  EXPECT_EQ(CivilDateAt(16 * 3'600'000), 19700102u);
  EXPECT_EQ(StartOfDayMs(20260515), 1778774400000u);
  EXPECT_EQ(CivilDateAt(1778774400000u), 20260515u);
  EXPECT_EQ(CivilDateAt(1778774400000u - 1), 20260514u);
}

// Every day of the registry's next lifetime, one after the other.
TEST(CivilDateTest, AllDaysFollowEachOther) {
  CivilDate day = 19700102;
  for (uint64_t at = StartOfDayMs(day); day < 21010101; at += kDayMs) {
    ASSERT_TRUE(IsCivilDate(day));
    ASSERT_EQ(CivilDateAt(at), day);
    ASSERT_EQ(StartOfDayMs(day), at);
    ASSERT_EQ(DaysBetween(day, AddDays(day, 1)), 1);
    day = AddDays(day, 1);
  }
}

TEST(CivilDateTest, CountsDays) {
  EXPECT_EQ(DaysBetween(20260101, 20270101), 365);
  EXPECT_EQ(DaysBetween(20240301, 20240228), -2);
  EXPECT_EQ(AddDays(20240228, 2), 20240301u);
  EXPECT_EQ(AddDays(20260101, -1), 20251231u);
}

TEST(CivilDateTest, StaysInsideItsYears) {
  EXPECT_EQ(AddDays(99991231, 1), 99991231u);
  EXPECT_EQ(AddDays(19000101, INT64_MIN), 19000101u);
  EXPECT_EQ(CivilDateAt(UINT64_MAX), 99991231u);
  EXPECT_EQ(StartOfDayMs(19500101), 0u);
  EXPECT_EQ(AddDays(0, 1), 0u);
  EXPECT_EQ(DaysBetween(0, 20260101), 0);
}

TEST(CivilDateTest, WritesAndReadsOneForm) {
  EXPECT_EQ(FormatDate(20260515), "2026-05-15");
  EXPECT_THAT(ParseDate("2026-05-15"), IsOkAndHolds(20260515u));
  for (const char* text : {"", "2026-5-15", "2026-02-30", "20260515", "2026/05/15", "2026-05-15 ",
                           "２０２６-05-15", "+026-05-15"}) {
    EXPECT_THAT(ParseDate(text), HasCode(absl::StatusCode::kInvalidArgument)) << text;
  }
}

}  // namespace
}  // namespace linkcert::proto
