#include "server/service/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <mutex>
#include <string>
#include <vector>

namespace linkcert::server {
namespace {

TEST(WorkerPoolTest, StopFinishesAllJobs) {
  std::atomic<int> done = 0;
  WorkerPool pool(2, 100);
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(pool.TryAdd([&] { ++done; }, 1));
  pool.Stop();
  EXPECT_EQ(done, 50);
}

TEST(WorkerPoolTest, NewWorkIsTurnedAwayWhenFullButOldWorkIsNot) {
  std::atomic<int> done = 0;
  WorkerPool pool(0, 1);  // nobody takes anything
  EXPECT_TRUE(pool.TryAdd([&] { ++done; }, 1));
  EXPECT_FALSE(pool.TryAdd([&] { ++done; }, 1));
  pool.Add([&] { ++done; });
}

TEST(WorkerPoolTest, OldWorkGoesFirst) {
  std::mutex gate;
  std::vector<int> order;
  gate.lock();
  WorkerPool pool(1, 10);
  ASSERT_TRUE(pool.TryAdd([&] { const std::lock_guard<std::mutex> wait(gate); }, 0));
  ASSERT_TRUE(pool.TryAdd([&] { order.push_back(2); }, 0));
  pool.Add([&] { order.push_back(1); });
  gate.unlock();
  pool.Stop();
  // The first job may have been waiting when the last one came: only the order of the two counts.
  EXPECT_EQ(order, (std::vector<int>{1, 2}));
}

TEST(WorkerPoolTest, WaitingBytesAreBoundedForEachKind) {
  WorkerPool pool(0, 10, 100);  // nobody takes anything
  EXPECT_FALSE(pool.TryAdd([] {}, 101));
  EXPECT_TRUE(pool.TryAdd([] {}, 60));
  EXPECT_FALSE(pool.TryAdd([] {}, 41));
  EXPECT_TRUE(pool.TryAdd([] {}, 40));
  EXPECT_TRUE(pool.TryAddToStream([] {}, 100));
  EXPECT_FALSE(pool.TryAddToStream([] {}, 1));
}

TEST(WorkerPoolTest, BytesAreFreeAgainOnceWorkHasBegun) {
  WorkerPool pool(1, 10, 100);
  for (int round = 0; round < 3; ++round) {
    std::promise<void> begun;
    ASSERT_TRUE(pool.TryAdd([&] { begun.set_value(); }, 100));
    begun.get_future().wait();
  }
}

TEST(WorkerPoolTest, StreamsAndCallsTakeTurns) {
  std::mutex gate;
  std::string order;
  gate.lock();
  WorkerPool pool(1, 10);
  pool.Add([&] { const std::lock_guard<std::mutex> wait(gate); });
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(pool.TryAddToStream([&] { order += 's'; }, 0));
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(pool.TryAdd([&] { order += 'c'; }, 0));
  gate.unlock();
  pool.Stop();
  EXPECT_EQ(order, "cscscs");
}

}  // namespace
}  // namespace linkcert::server
