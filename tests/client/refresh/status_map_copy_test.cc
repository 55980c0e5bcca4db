// A whole status map: what it proves, and what is refused.
#include "client/refresh/status_map_copy.h"

#include <gmock/gmock.h>

#include "proto/status_proof.h"
#include "proto/wire.h"
#include "tests/client/refresh/fake_status_source.h"
#include "tests/client/status_fixture.h"
#include "tests/testing/reason_matcher.h"

namespace linkcert::client {
namespace {

using linkcert::testing::HasReason;
using linkcert::testing::IsOk;
using proto::Reason;

class StatusMapCopyTest : public StatusTest {
 protected:
  void SetUp() override {
    StatusTest::SetUp();
    Change(batch_ + 1, v1::STANDING_STATE_REVOKED);
    Change(batch_ + 3, v1::STANDING_STATE_SUSPENDED);
    Change(accreditation_, v1::STANDING_STATE_SUSPENDED);
  }
  absl::StatusOr<StatusMapCopy> Fetch() {
    return StatusMapCopy::Fetch(source_, log_.Trust(), now_ms_);
  }
  absl::StatusOr<StatusMapCopy> Parse(const std::string& file) {
    return StatusMapCopy::Parse(file, log_.Trust(), now_ms_);
  }

  FakeStatusSource source_{log_};
};

TEST_F(StatusMapCopyTest, ProvesWhatTheRegistryProves) {
  const auto map = Fetch();
  ASSERT_THAT(map, IsOk());
  EXPECT_EQ(map->size(), 3u);
  for (uint64_t key = 0; key < log_.entries().size(); ++key) {
    EXPECT_EQ(map->Prove(key)->SerializeAsString(), log_.Status(key).SerializeAsString()) << key;
  }
}

TEST_F(StatusMapCopyTest, FileHoldsTheSame) {
  const std::string file = Fetch()->Encode();
  const auto again = Parse(file);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->Encode(), file);
  EXPECT_EQ(again->status_root().index(), log_.StatusRootAfter(0));
}

TEST_F(StatusMapCopyTest, LeftOutRowIsNoticed) {
  source_.left_out = batch_ + 3;
  EXPECT_THAT(Fetch(), HasReason(Reason::kStatusRootDiffers));
}

TEST_F(StatusMapCopyTest, EveryChangedByteAndEveryCutIsRefused) {
  const std::string file = Fetch()->Encode();
  for (size_t i = 0; i < file.size(); ++i) {
    std::string changed = file;
    changed[i] ^= 1;
    EXPECT_FALSE(Parse(changed).ok()) << i;
    EXPECT_FALSE(Parse(file.substr(0, i)).ok()) << i;
  }
  EXPECT_FALSE(Parse(file + file).ok());
}

TEST_F(StatusMapCopyTest, AnotherRegistryIsRefused) {
  Trust trust = log_.Trust();
  trust.genesis = crypto::Sha256("another");
  EXPECT_THAT(StatusMapCopy::Fetch(source_, trust, now_ms_), HasReason(Reason::kGenesisDiffers));
}

TEST_F(StatusMapCopyTest, EmptyMapProvesAbsence) {
  testing::World world;
  testing::MemoryLog log(world);
  log.Found();
  log.SubmitStatusRoot();
  FakeStatusSource source(log);
  const auto map = StatusMapCopy::Fetch(source, log.Trust(), now_ms_);
  ASSERT_THAT(map, IsOk());
  EXPECT_EQ(map->size(), 0u);
  EXPECT_THAT(proto::CheckStatusProof(*map->Prove(5), crypto::Hash()), IsOk());
}

}  // namespace
}  // namespace linkcert::client
