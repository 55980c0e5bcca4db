#include "server/log/heartbeat.h"

#include <future>
#include <thread>

#include "proto/entry.h"
#include "rules/records.h"
#include "server/log/rebuild.h"
#include "tests/server/registry_fixture.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using testing::CommitFault;
using testing::IsOkAndHolds;

constexpr uint64_t kIntervalMs = 60'000;

class HeartbeatTest : public RegistryTest {
 protected:
  void SetUp() override {
    options_.sequencer.status_root_interval_ms = kIntervalMs;
    options_.sequencer.on_step = [this](const StepFigures& figures) { steps_.push_back(figures); };
    ASSERT_THAT(registry_.Open(options_), IsOk());
  }
  bool IsStatusRoot(uint64_t index) {
    return registry_.log_->Reader().Entry(index)->has_status_root();
  }
  rules::State StateWith(const rules::records::Registry& registry) {
    rules::State state;
    auto map = std::make_shared<rules::Record>();
    map->mutable_status_map()->mutable_newest_root()->set_at(1000);
    auto record = std::make_shared<rules::Record>();
    *record->mutable_registry() = registry;
    state.Apply({{rules::StatusMapKey(), map}, {rules::RegistryRecordKey(), record}});
    return state;
  }

  RegistryLogOptions options_;
  std::vector<StepFigures> steps_;
};

TEST_F(HeartbeatTest, IdleRegistryLogsAStatusRootEachInterval) {
  Found();
  const uint64_t size = Size();
  registry_.clock_.Pass(kIntervalMs - 1);
  ASSERT_THAT(registry_.Step(), IsOk());
  EXPECT_EQ(Size(), size);
  for (uint64_t beat = 1; beat <= 3; ++beat) {
    registry_.clock_.Pass(beat == 1 ? 1 : kIntervalMs);
    ASSERT_THAT(registry_.Step(), IsOk());
    ASSERT_THAT(registry_.Step(), IsOk());
    ASSERT_EQ(Size(), size + beat);
    EXPECT_TRUE(IsStatusRoot(size + beat - 1));
  }
  EXPECT_EQ(registry_.anchor_->last(), registry_.log_->Latest()->checkpoint);
  EXPECT_TRUE(Rebuild(*registry_.memory_->TakeSnapshot(), nullptr)->clean());
}

TEST_F(HeartbeatTest, BusyRegistryLogsItBeforeTheUnits) {
  Found();
  const uint64_t size = Size();
  registry_.clock_.Pass(kIntervalMs);
  auto batch = registry_.Queue(Batch(1, 3));
  auto firm = registry_.Queue(Register("tiegong-forge"));
  ASSERT_THAT(registry_.Step(), IsOk());
  EXPECT_TRUE(IsStatusRoot(size));
  EXPECT_EQ((*batch)->placement.begin, size + 1);
  EXPECT_EQ((*firm)->placement.end, Size());
}

TEST_F(HeartbeatTest, NeverBeforeGenesis) {
  registry_.clock_.Pass(kIntervalMs);
  ASSERT_THAT(registry_.Step(), IsOk());
  EXPECT_EQ(Size(), 0u);
  EXPECT_TRUE(steps_.empty());
  EXPECT_THAT(NextHeartbeat(rules::State(), kIntervalMs), IsOkAndHolds(std::nullopt));
}

TEST_F(HeartbeatTest, NeverInALogThatWasEnded) {
  rules::records::Registry registry;
  EXPECT_THAT(NextHeartbeat(StateWith(registry), kIntervalMs), IsOkAndHolds(1000 + kIntervalMs));
  registry.mutable_announced()->set_new_origin("example.invalid/next");
  EXPECT_THAT(NextHeartbeat(StateWith(registry), kIntervalMs), IsOkAndHolds(std::nullopt));
}

TEST_F(HeartbeatTest, RestartDoesNotForgetWhenTheLastOneWas) {
  Found();
  registry_.clock_.Pass(kIntervalMs / 2);
  ASSERT_THAT(registry_.Open(options_), IsOk());
  const uint64_t size = Size();
  ASSERT_THAT(registry_.Step(), IsOk());
  EXPECT_EQ(Size(), size);
  registry_.clock_.Pass(kIntervalMs / 2);
  ASSERT_THAT(registry_.Step(), IsOk());
  EXPECT_EQ(Size(), size + 1);
}

TEST_F(HeartbeatTest, SaysWhyItCannotBeLoggedAndTriesAgain) {
  Found();
  const uint64_t size = Size();
  registry_.clock_.Set(testing::kFoundingMs - 60'000);
  ASSERT_THAT(registry_.Step(), IsOk());
  EXPECT_THAT(steps_.back().heartbeat, HasReason(Reason::kClockImplausible));
  registry_.clock_.Set(testing::kFoundingMs);
  registry_.clock_.Pass(kIntervalMs);
  registry_.store_->FailNext(CommitFault::kRefused);
  ASSERT_THAT(registry_.Step(), IsOk());
  EXPECT_THAT(steps_.back().heartbeat, HasReason(Reason::kDiskFull));
  ASSERT_THAT(registry_.Step(), IsOk());
  EXPECT_THAT(steps_.back().heartbeat, IsOk());
  EXPECT_EQ(Size(), size + 1);
}

TEST_F(HeartbeatTest, RunWakesUpForIt) {
  Found();
  registry_.clock_.Pass(kIntervalMs);
  std::promise<void> stepped;
  auto options = options_;
  options.sequencer.on_step = [&](const StepFigures&) { stepped.set_value(); };
  ASSERT_THAT(registry_.Open(options), IsOk());
  std::thread sequencer([&] { EXPECT_THAT(registry_.log_->sequencer().Run(), IsOk()); });
  stepped.get_future().wait();
  registry_.log_->StopAccepting();
  sequencer.join();
  EXPECT_TRUE(IsStatusRoot(Size() - 1));
}

}  // namespace
}  // namespace linkcert::server
