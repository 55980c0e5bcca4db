// Names of a log, followed from genesis without trusting the server.
#include "client/verify/followed_log.h"

#include <gmock/gmock.h>

#include "tests/client/client_fixture.h"
#include "tests/testing/reason_matcher.h"

namespace linkcert::client {
namespace {

using linkcert::testing::HasReason;
using linkcert::testing::IsOk;
using proto::Reason;
using ::testing::Not;

constexpr char kSecond[] = "example.invalid/linkcert-test-2";
constexpr char kThird[] = "example.invalid/linkcert-test-3";

class FollowedLogTest : public ClientTest {
 protected:
  std::string VkeyNow() {  // "log VKEY" without the word
    const std::string policy = log_.PolicyText("");
    return policy.substr(4, policy.size() - 5);
  }
  absl::StatusOr<FollowedLog> Follow(const v1::GetEpochsResponse& answer) {
    const crypto::Hash genesis = log_.Trust().genesis;
    return FollowLog(answer, &genesis);
  }
  // The refusal of what a lying server sends after two epochs.
  absl::Status After(const std::function<void(v1::GetEpochsResponse&)>& change) {
    log_.BeginEpoch(kSecond, "log-2");
    log_.BeginEpoch(kThird, "log-3");
    v1::GetEpochsResponse answer = log_.Epochs();
    change(answer);
    return Follow(answer).status();
  }
};

TEST_F(FollowedLogTest, WithoutEpochsGenesisNamesTheLog) {
  const auto log = Follow(log_.Epochs());
  ASSERT_THAT(log, IsOk());
  EXPECT_EQ(log->vkey, VkeyNow());
  EXPECT_EQ(log->epochs, 0u);
  EXPECT_EQ(log->genesis, log_.Trust().genesis);
}

TEST_F(FollowedLogTest, NewestEpochNamesTheLog) {
  log_.BeginEpoch(kSecond, "log-2");
  log_.BeginEpoch(kThird, "log-3");
  const auto log = Follow(log_.Epochs());
  ASSERT_THAT(log, IsOk());
  EXPECT_EQ(log->vkey, VkeyNow());
  EXPECT_EQ(log->epochs, 2u);
}

TEST_F(FollowedLogTest, AnotherGenesisIsRefusedOnlyIfOneIsTrusted) {
  const crypto::Hash other = crypto::Sha256("another registry");
  EXPECT_THAT(FollowLog(log_.Epochs(), &other), HasReason(Reason::kGenesisDiffers));
  EXPECT_THAT(FollowLog(log_.Epochs(), nullptr), IsOk());
}

TEST_F(FollowedLogTest, EpochOfStrangersIsRefused) {
  v1::Statement epoch = world_.New();
  v1::BeginEpoch& act = *epoch.mutable_begin_epoch();
  act.set_origin(kSecond);
  act.set_log_key(world_.Spki("log-2"));
  act.set_previous_checkpoint(*log_.Checkpoint());
  act.set_kept_entries(log_.entries().size());
  log_.Force({.envelope = world_.Sign(epoch, {leader_, leader2_}), .leaves = {}, .claims = {}});
  log_.SignAs(kSecond, "log-2");
  v1::GetEpochsResponse answer = log_.Epochs();
  answer.clear_authority_keys();  // of strangers they are none
  EXPECT_THAT(Follow(answer), HasReason(Reason::kSignerUnknown));
  EXPECT_THAT(Follow(log_.Epochs()), Not(IsOk()));
}

TEST_F(FollowedLogTest, EpochThatIsLeftOutIsRefused) {
  EXPECT_THAT(After([](auto& answer) { answer.mutable_epochs()->DeleteSubrange(0, 1); }),
              HasReason(Reason::kEpochInvalid));
}

TEST_F(FollowedLogTest, NewestEpochThatIsHiddenDidNotSign) {
  EXPECT_THAT(After([](auto& answer) { answer.mutable_epochs()->RemoveLast(); }),
              HasReason(Reason::kCheckpointInvalid));
}

TEST_F(FollowedLogTest, MissingAuthorityKeyIsRefused) {
  EXPECT_THAT(After([](auto& answer) { answer.clear_authority_keys(); }),
              HasReason(Reason::kSignerUnknown));
}

TEST_F(FollowedLogTest, EntryFromElsewhereIsRefused) {
  EXPECT_THAT(After([](auto& answer) { answer.mutable_epochs(0)->mutable_entry()->back() ^= 1; }),
              HasReason(Reason::kInclusionInvalid));
}

}  // namespace
}  // namespace linkcert::client
