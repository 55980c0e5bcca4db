#include "server/service/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <vector>

namespace linkcert::server {
namespace {

TEST(WorkerPoolTest, StopFinishesAllJobs) {
  std::atomic<int> done = 0;
  WorkerPool pool(2, 100);
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(pool.TryAdd([&] { ++done; }));
  pool.Stop();
  EXPECT_EQ(done, 50);
}

TEST(WorkerPoolTest, NewWorkIsTurnedAwayWhenFullButOldWorkIsNot) {
  std::atomic<int> done = 0;
  WorkerPool pool(0, 1);  // nobody takes anything
  EXPECT_TRUE(pool.TryAdd([&] { ++done; }));
  EXPECT_FALSE(pool.TryAdd([&] { ++done; }));
  pool.Add([&] { ++done; });
}

TEST(WorkerPoolTest, OldWorkGoesFirst) {
  std::mutex gate;
  std::vector<int> order;
  gate.lock();
  WorkerPool pool(1, 10);
  ASSERT_TRUE(pool.TryAdd([&] { const std::lock_guard<std::mutex> wait(gate); }));
  ASSERT_TRUE(pool.TryAdd([&] { order.push_back(2); }));
  pool.Add([&] { order.push_back(1); });
  gate.unlock();
  pool.Stop();
  // The first job may have been waiting when the last one came: only the order of the two counts.
  EXPECT_EQ(order, (std::vector<int>{1, 2}));
}

}  // namespace
}  // namespace linkcert::server
