// Admission, replay and the model of tests/model agree on every answer of random histories. The
// 10,000 of a release are played by `rules-model`.
#include "tests/model/trial.h"

namespace linkcert::model {
namespace {

constexpr uint32_t kHistories = 20;

class ModelTest : public ::testing::TestWithParam<uint32_t> {};

TEST_P(ModelTest, AdmissionReplayAndModelAgree) {
  Trial trial;
  for (uint32_t seed = GetParam(); seed < GetParam() + kHistories; ++seed) {
    EXPECT_THAT(trial.Play(seed), ::testing::IsEmpty());
  }
  EXPECT_GT(trial.tally().by_outcome.at(kAdmitted), kHistories * 10);
  EXPECT_GT(trial.tally().by_outcome.size(), 40u) << "too tame to show anything";
}

TEST(TrialTest, SameSeedsGiveTheSameHistoriesInAnyOrder) {
  Trial one;
  Trial other;
  for (uint32_t seed : {4, 5}) one.Play(seed);
  for (uint32_t seed : {5, 4}) other.Play(seed);
  EXPECT_EQ(one.tally().Table(), other.tally().Table());
}

INSTANTIATE_TEST_SUITE_P(Seeds, ModelTest, ::testing::Range(0u, 6 * kHistories, kHistories));

}  // namespace
}  // namespace linkcert::model
