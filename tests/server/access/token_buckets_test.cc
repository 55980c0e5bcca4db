#include "server/access/token_buckets.h"

#include <gtest/gtest.h>

#include "tests/testing/fake_clock.h"

namespace linkcert::server {
namespace {

using testing::FakeClock;

TEST(TokenBucketsTest, GivesTheBurstAndThenTheRate) {
  FakeClock clock(0);
  TokenBuckets buckets({.per_second = 10, .burst = 3}, &clock);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(buckets.Take("a"), 0u);
  EXPECT_EQ(buckets.Take("a"), 100u);
  EXPECT_EQ(buckets.Take("b"), 0u);
  clock.Pass(99);
  EXPECT_EQ(buckets.Take("a"), 1u);
  clock.Pass(1);
  EXPECT_EQ(buckets.Take("a"), 0u);
  EXPECT_GT(buckets.Take("a"), 0u);
}

TEST(TokenBucketsTest, TakesAllOrNone) {
  FakeClock clock(0);
  TokenBuckets buckets({.per_second = 1000, .burst = 100}, &clock);
  EXPECT_EQ(buckets.Take("a", 60), 0u);
  EXPECT_EQ(buckets.Take("a", 60), 20u);
  EXPECT_EQ(buckets.Take("a", 40), 0u);
}

TEST(TokenBucketsTest, FullBucketGivesAlsoToWhoWantsMoreThanTheBurst) {
  FakeClock clock(0);
  TokenBuckets buckets({.per_second = 1000, .burst = 100}, &clock);
  EXPECT_EQ(buckets.Take("a", 256), 0u);
  EXPECT_EQ(buckets.Take("a", 256), 100u);
}

TEST(TokenBucketsTest, NeverHoldsMoreThanTheBurst) {
  FakeClock clock(0);
  TokenBuckets buckets({.per_second = 1000, .burst = 5}, &clock);
  clock.Pass(1'000'000);
  EXPECT_EQ(buckets.Take("a", 5), 0u);
  EXPECT_EQ(buckets.Take("a"), 1u);
}

TEST(TokenBucketsTest, NamesBeyondTheLimitShareOne) {
  FakeClock clock(0);
  TokenBuckets buckets({.per_second = 1, .burst = 1}, &clock, 2);
  for (const char* name : {"a", "b", "c"}) EXPECT_EQ(buckets.Take(name), 0u) << name;
  EXPECT_GT(buckets.Take("d"), 0u);
  clock.Pass(1000);  // all are full again, and forgotten
  EXPECT_EQ(buckets.Take("d"), 0u);
  EXPECT_EQ(buckets.Take("e"), 0u);
}

TEST(TokenBucketsTest, WhatIsGivenBackCanBeTakenAgain) {
  FakeClock clock(0);
  TokenBuckets buckets({.per_second = 1, .burst = 10}, &clock);
  buckets.GiveBack("a", 10);  // never holds more than the burst
  EXPECT_EQ(buckets.Take("a", 10), 0u);
  buckets.GiveBack("a", 4);
  EXPECT_EQ(buckets.Take("a", 4), 0u);
  EXPECT_EQ(buckets.Take("a"), 1000u);
}

TEST(TokenBucketsTest, ZeroIsNoLimit) {
  FakeClock clock(0);
  TokenBuckets buckets({.per_second = 0}, &clock);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(buckets.Take("a", 1000), 0u);
}

}  // namespace
}  // namespace linkcert::server
