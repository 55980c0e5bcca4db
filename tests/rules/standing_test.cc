// What a history says, judged alone (R16, R20, R22).
#include "rules/standing.h"

#include "proto/civil_date.h"
#include "tests/testing/reason_matcher.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using testing::HasReason;
using testing::IsOk;

constexpr uint64_t kDayMs = 24ull * 3600 * 1000;

struct Step {
  v1::StandingState state;
  uint64_t entry_index;
  uint64_t logged_at;
  uint64_t since = 0;
};

v1::StatusHistory History(std::initializer_list<Step> steps) {
  v1::StatusHistory history;
  for (const Step& step : steps) {
    v1::StatusChange& change = *history.add_changes();
    change.set_state(step.state);
    change.set_entry_index(step.entry_index);
    change.set_logged_at(step.logged_at);
    change.set_since(step.since);
  }
  return history;
}

TEST(StandingTest, WhatNeverChangedIsInForce) {
  EXPECT_EQ(StateNow({}), v1::STANDING_STATE_IN_FORCE);
  EXPECT_EQ(LastChangeBefore({}, 9), nullptr);
  EXPECT_EQ(LastChangeUntil({}, 9), nullptr);
  EXPECT_THAT(CheckInForce(nullptr), IsOk());
  EXPECT_THAT(CheckKeyAt({}, {.index = 9, .logged_at = 9}), IsOk());
  EXPECT_THAT(CheckAccreditationAt({}, {.index = 9, .logged_at = 9}, 0), IsOk());
}

TEST(StandingTest, OnlyTwoStatesMayStillMove) {
  for (int state = 1; state < v1::StandingState_ARRAYSIZE; ++state) {
    EXPECT_EQ(IsFinal(static_cast<v1::StandingState>(state)), state > 2) << state;
  }
}

TEST(StandingTest, ChangesAreFoundByIndexAndTime) {
  const auto history = History({{v1::STANDING_STATE_SUSPENDED, 10, 100},
                                {v1::STANDING_STATE_IN_FORCE, 20, 100},
                                {v1::STANDING_STATE_REVOKED, 30, 200}});
  EXPECT_EQ(StateNow(history), v1::STANDING_STATE_REVOKED);
  EXPECT_EQ(LastChangeBefore(history, 10), nullptr);
  EXPECT_EQ(LastChangeBefore(history, 11)->entry_index(), 10u);
  EXPECT_EQ(LastChangeBefore(history, 31)->entry_index(), 30u);
  EXPECT_EQ(LastChangeUntil(history, 99), nullptr);
  EXPECT_EQ(LastChangeUntil(history, 100)->entry_index(), 20u);
  EXPECT_EQ(LastChangeUntil(history, 199)->entry_index(), 20u);
  EXPECT_EQ(LastChangeUntil(history, 200)->entry_index(), 30u);
}

TEST(StandingTest, EachStateHasItsReason) {
  const std::pair<v1::StandingState, Reason> reasons[] = {
      {v1::STANDING_STATE_SUSPENDED, Reason::kCertificateSuspended},
      {v1::STANDING_STATE_REVOKED, Reason::kCertificateRevoked},
      {v1::STANDING_STATE_SUPERSEDED, Reason::kCertificateSuperseded},
      {v1::STANDING_STATE_VOIDED, Reason::kBatchVoided}};
  for (const auto& [state, reason] : reasons) {
    const auto history = History({{state, 10, 100}});
    EXPECT_THAT(CheckInForce(&history.changes(0)), HasReason(reason));
  }
  const auto history = History({{v1::STANDING_STATE_IN_FORCE, 10, 100}});
  EXPECT_THAT(CheckInForce(&history.changes(0)), IsOk());
}

// R02: by index, for several units may bear one log time.
TEST(StandingTest, KeyThatEndedSignsNothingAfter) {
  const auto history = History({{v1::STANDING_STATE_ENDED, 10, 100}});
  EXPECT_THAT(CheckKeyAt(history, {.index = 9, .logged_at = 100}), IsOk());
  EXPECT_THAT(CheckKeyAt(history, {.index = 10, .logged_at = 100}), IsOk());  // its own last act
  EXPECT_THAT(CheckKeyAt(history, {.index = 11, .logged_at = 100}),
              HasReason(Reason::kSignerKeyEnded));
}

// R22: scene 16.
TEST(StandingTest, StolenKeyCountsFromTheStatedTime) {
  const auto history = History({{v1::STANDING_STATE_ENDED, 10, 100},
                                {v1::STANDING_STATE_COMPROMISED, 20, 200, 90},
                                {v1::STANDING_STATE_COMPROMISED, 30, 300, 80}});
  EXPECT_THAT(CheckKeyAt(history, {.index = 5, .logged_at = 79}), IsOk());
  for (uint64_t at : {80, 90, 100}) {
    EXPECT_THAT(CheckKeyAt(history, {.index = 5, .logged_at = at}),
                HasReason(Reason::kKeyCompromised));
  }
}

TEST(StandingTest, SuspendedRightIssuesNothing) {
  const auto history =
      History({{v1::STANDING_STATE_SUSPENDED, 10, 100}, {v1::STANDING_STATE_IN_FORCE, 20, 200}});
  EXPECT_THAT(CheckAccreditationAt(history, {.index = 9, .logged_at = 100}, 30), IsOk());
  EXPECT_THAT(CheckAccreditationAt(history, {.index = 11, .logged_at = 100}, 30),
              HasReason(Reason::kAccreditationNotInForce));
  EXPECT_THAT(CheckAccreditationAt(history, {.index = 21, .logged_at = 200}, 30), IsOk());
}

TEST(StandingTest, GraceCountsWholeDays) {
  const uint64_t evening = proto::StartOfDayMs(20260615) + 23 * 3600 * 1000;
  const auto history = History({{v1::STANDING_STATE_ENDED, 10, evening}});
  const uint64_t last_moment = proto::StartOfDayMs(20260618) - 1;
  EXPECT_THAT(CheckAccreditationAt(history, {.index = 11, .logged_at = last_moment}, 2), IsOk());
  EXPECT_THAT(CheckAccreditationAt(history, {.index = 11, .logged_at = last_moment + 1}, 2),
              HasReason(Reason::kAccreditationNotInForce));
}

TEST(StandingTest, EndDuringASuspensionHasNoGrace) {
  const auto history =
      History({{v1::STANDING_STATE_SUSPENDED, 10, kDayMs}, {v1::STANDING_STATE_ENDED, 20, kDayMs}});
  EXPECT_THAT(CheckAccreditationAt(history, {.index = 21, .logged_at = kDayMs}, 30),
              HasReason(Reason::kAccreditationNotInForce));
}

}  // namespace
}  // namespace linkcert::rules
