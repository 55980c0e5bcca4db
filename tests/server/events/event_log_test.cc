#include "server/events/event_log.h"

#include <gmock/gmock.h>

#include <sstream>

#include "proto/refusal.h"
#include "server/service/refusal_log.h"
#include "tests/testing/fake_clock.h"

namespace linkcert::server {
namespace {

using ::testing::HasSubstr;

size_t Lines(const std::ostringstream& out) {
  const std::string text = out.str();
  return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(EventLogTest, WritesOneJsonLineAnEvent) {
  std::ostringstream out;
  EventLog log(&out);
  log.Write(Severity::kInfo, "listening", {{"port", uint64_t{7443}}, {"address", "a \"b\"\n"}});
  EXPECT_EQ(Lines(out), 1u);
  EXPECT_THAT(out.str(), HasSubstr("\"level\":\"info\",\"event\":\"listening\",\"port\":7443,"
                                   "\"address\":\"a \\\"b\\\"\\n\"}"));
}

TEST(EventLogTest, BytesThatAreNoTextDoNotStopIt) {
  std::ostringstream out;
  EventLog(&out).Write(Severity::kError, "exit", {{"error", std::string("\xff\xfe")}});
  EXPECT_EQ(Lines(out), 1u);
}

TEST(RefusalLogTest, CountsAllAndLogsSome) {
  std::ostringstream out;
  EventLog events(&out);
  testing::FakeClock clock(0);
  RefusalLog refusals(&clock, &events);
  for (int i = 0; i < 100; ++i) {
    refusals.Note("Method", proto::Refuse(proto::Reason::kQueueFull));
  }
  EXPECT_EQ(Lines(out), 10u);
  clock.Pass(60'000);
  refusals.Note("Method", proto::Refuse(proto::Reason::kQueueFull));
  EXPECT_EQ(Lines(out), 11u);
  EXPECT_THAT(out.str(), HasSubstr("\"count\":101"));
  EXPECT_EQ(refusals.Counts()["QUEUE_FULL"], 101u);
}

TEST(RefusalLogTest, OwnErrorsAreLoggedWithTheirText) {
  std::ostringstream out;
  EventLog events(&out);
  testing::FakeClock clock(0);
  RefusalLog(&clock, &events).Note("Method", absl::DataLossError("row 7"));
  EXPECT_THAT(out.str(), HasSubstr("row 7"));
}

}  // namespace
}  // namespace linkcert::server
