#include <gtest/gtest.h>

#include "crypto/keys.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::IsOk;

class PrivateKeyTest : public ::testing::TestWithParam<Algorithm> {};
INSTANTIATE_TEST_SUITE_P(EachAlgorithm, PrivateKeyTest,
                         ::testing::Values(Algorithm::kP256, Algorithm::kEd25519, Algorithm::kSm2),
                         [](const auto& info) { return std::string(AlgorithmName(info.param)); });

TEST_P(PrivateKeyTest, GeneratedKeysSignAndDiffer) {
  const auto one = GenerateKey(GetParam());
  const auto two = GenerateKey(GetParam());
  EXPECT_EQ(one->public_key().algorithm(), GetParam());
  EXPECT_NE(one->public_key().id(), two->public_key().id());
  EXPECT_THAT(one->public_key().Verify("m", *one->Sign("m")), IsOk());
}

TEST_P(PrivateKeyTest, ASeedGivesAlwaysTheSameKey) {
  auto one = KeyFromSeedForTesting(GetParam(), "seed");
  auto same = KeyFromSeedForTesting(GetParam(), "seed");
  auto other = KeyFromSeedForTesting(GetParam(), "other");
  ASSERT_TRUE(one.ok() && same.ok() && other.ok()) << one.status();
  EXPECT_EQ((*one)->public_key().spki(), (*same)->public_key().spki());
  EXPECT_NE((*one)->public_key().spki(), (*other)->public_key().spki());
  EXPECT_THAT((*same)->public_key().Verify("m", *(*one)->Sign("m")), IsOk());
}

TEST(PrivateKeyDeterminismTest, Ed25519SignaturesAreDeterministic) {
  auto key = KeyFromSeedForTesting(Algorithm::kEd25519, "seed");
  EXPECT_EQ(*(*key)->Sign("m"), *(*key)->Sign("m"));
}

}  // namespace
}  // namespace linkcert::crypto
