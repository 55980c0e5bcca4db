#include "server/log/log_clock.h"

#include "tests/testing/fake_clock.h"
#include "tests/testing/reason_matcher.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using testing::FakeClock;
using testing::HasReason;
using testing::IsOkAndHolds;

constexpr uint64_t kNow = 1780275600000;
constexpr uint64_t kYearMs = uint64_t{365} * 24 * 3'600'000;

TEST(LogClockTest, EmptyLogTakesTheWallClock) {
  FakeClock clock(kNow);
  EXPECT_THAT(LogClock(&clock, 0, false).Now(), IsOkAndHolds(kNow));
}

TEST(LogClockTest, FollowsTheWallClockWhileTimePasses) {
  FakeClock clock(kNow);
  LogClock log_clock(&clock, kNow, false);
  clock.Pass(kYearMs);
  EXPECT_THAT(log_clock.Now(), IsOkAndHolds(kNow + kYearMs));
}

TEST(LogClockTest, StandsStillWhileTheWallClockIsALittleBehind) {
  FakeClock clock(kNow - kMaxClockBackMs);
  EXPECT_THAT(LogClock(&clock, kNow, false).Now(), IsOkAndHolds(kNow));
}

TEST(LogClockTest, RefusesAWallClockFurtherBehindAndRecovers) {
  FakeClock clock(kNow);
  LogClock log_clock(&clock, kNow, false);
  clock.Set(kNow - kMaxClockBackMs - 1);
  EXPECT_THAT(log_clock.Now(), HasReason(Reason::kClockImplausible));
  clock.Set(kNow + 1);
  EXPECT_THAT(log_clock.Now(), IsOkAndHolds(kNow + 1));
}

TEST(LogClockTest, RefusesAJumpAhead) {
  FakeClock clock(kNow);
  LogClock log_clock(&clock, kNow, false);
  clock.Set(kNow + kMaxClockAheadMs);
  EXPECT_THAT(log_clock.Now(), IsOkAndHolds(kNow + kMaxClockAheadMs));
  clock.Set(kNow + kMaxClockAheadMs + 1);
  EXPECT_THAT(log_clock.Now(), HasReason(Reason::kClockImplausible));
}

TEST(LogClockTest, MeasuresJumpsFromTheLastEntry) {
  FakeClock clock(kNow);
  LogClock log_clock(&clock, kNow, false);
  clock.Set(kNow + kMaxClockAheadMs);
  log_clock.Advance(*log_clock.Now());
  clock.Set(kNow + 2 * kMaxClockAheadMs);
  EXPECT_THAT(log_clock.Now(), IsOkAndHolds(kNow + 2 * kMaxClockAheadMs));
}

TEST(LogClockTest, RestartAfterALongHolidayIsBelieved) {
  FakeClock clock(kNow + kMaxStoppedMs);
  EXPECT_THAT(LogClock(&clock, kNow, false).Now(), IsOkAndHolds(kNow + kMaxStoppedMs));
}

TEST(LogClockTest, RestartAYearAheadNeedsAnOperatorsWord) {
  FakeClock clock(kNow + kYearMs);
  EXPECT_THAT(LogClock(&clock, kNow, false).Now(), HasReason(Reason::kClockImplausible));
  EXPECT_THAT(LogClock(&clock, kNow, true).Now(), IsOkAndHolds(kNow + kYearMs));
}

}  // namespace
}  // namespace linkcert::server
