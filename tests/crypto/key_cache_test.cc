#include "crypto/key_cache.h"

#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::HasCode;

std::string Spki(int number) {
  auto key = KeyFromSeedForTesting(Algorithm::kEd25519, absl::StrCat("cache ", number));
  return std::string((*key)->public_key().spki());
}

TEST(KeyCacheTest, GivesTheSameParsedKeyAgain) {
  KeyCache cache;
  const std::string spki = Spki(1);
  auto first = cache.Get(spki);
  auto second = cache.Get(spki);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->spki().data(), second->spki().data());
  EXPECT_EQ(first->spki(), spki);
}

TEST(KeyCacheTest, FullCacheStaysCorrect) {
  KeyCache cache(3);
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 10; ++i) {
      auto key = cache.Get(Spki(i));
      ASSERT_TRUE(key.ok());
      EXPECT_EQ(key->spki(), Spki(i));
    }
  }
}

TEST(KeyCacheTest, FullCacheForgets) {
  KeyCache cache(1);
  auto first = cache.Get(Spki(1));
  ASSERT_TRUE(first.ok() && cache.Get(Spki(2)).ok());
  auto again = cache.Get(Spki(1));
  ASSERT_TRUE(again.ok());
  EXPECT_NE(first->spki().data(), again->spki().data());
}

TEST(KeyCacheTest, BadKeysStayErrors) {
  KeyCache cache;
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(cache.Get("no key"), HasCode(absl::StatusCode::kInvalidArgument));
  }
}

TEST(KeyCacheTest, ManyThreadsMayAsk) {
  KeyCache cache(4);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&cache, t] {
      for (int i = 0; i < 100; ++i) EXPECT_TRUE(cache.Get(Spki((i + t) % 6)).ok());
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace linkcert::crypto
