#include "server/log/begin_epoch.h"

#include "crypto/checkpoint.h"
#include "server/log/rebuild.h"
#include "tests/server/registry_fixture.h"
#include "tests/server/rows.h"
#include "tests/testing/world_standing.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using ::testing::HasSubstr;

constexpr char kNext[] = "example.invalid/linkcert-test-2";

class BeginEpochTest : public RegistryTest {
 protected:
  void SetUp() override {
    RegistryTest::SetUp();
    Found();
  }
  // The server stops; what is there is opened by begin-epoch.
  EpochParts Parts() {
    registry_.log_ = nullptr;
    return {.log = {.origin = kNext, .key = &world_.Key("log-2")},
            .store = registry_.memory_.get(),
            .anchor = registry_.anchor_.get(),
            .clock = &registry_.clock_};
  }
  std::string Sign(const v1::BeginEpoch& act) {
    v1::Statement statement = world_.New();
    *statement.mutable_begin_epoch() = act;
    return world_.Sign(statement, {"authority-1", "authority-2"});
  }
  std::string Draft() {
    const absl::StatusOr<v1::BeginEpoch> act = DraftBeginEpoch(Parts());
    EXPECT_THAT(act, IsOk());
    return Sign(*act);
  }
  void Announce() {
    const std::vector<std::string> authority = {"authority-1", "authority-2"};
    const v1::Statement act = testing::RotateLogKey(world_, kNext, "log-2");
    ASSERT_THAT(registry_.Submit({world_.Sign(act, authority), {}, {}}), IsOk());
  }
  absl::Status OpenNext() {
    registry_.identity_ = {kNext, &world_.Key("log-2")};
    return registry_.Open();
  }
  // The store loses what was logged after `rows` was taken; the anchor does not.
  void Restore(const Rows& rows) {
    registry_.log_ = nullptr;
    registry_.memory_ = storage::NewMemoryStore();
    ASSERT_THAT(registry_.memory_->Commit(0, {rows.entries, rows.tiles, rows.records, rows.head}),
                IsOk());
  }
  // Acknowledged, and then lost.
  void LoseABatch() {
    const Rows rows = RowsOf(*registry_.memory_->TakeSnapshot());
    ASSERT_THAT(registry_.Submit(Batch(1, 7)), IsOk());
    Restore(rows);
  }
  // With one thing of the draft changed.
  absl::Status BeginAfter(const std::function<void(v1::BeginEpoch&)>& change) {
    v1::BeginEpoch act = *DraftBeginEpoch(Parts());
    change(act);
    return BeginEpoch(Parts(), Sign(act)).status();
  }
  std::string CheckpointOf(const std::string& key, uint64_t size, const crypto::Hash& root) {
    return *crypto::SignCheckpoint({.origin = testing::kOrigin, .size = size, .root = root},
                                   world_.Key(key));
  }
};

TEST_F(BeginEpochTest, RotationGoesOnUnderTheNewName) {
  Announce();
  const uint64_t kept = Size();
  EXPECT_THAT(registry_.Submit(Register("tiegong-forge")), HasReason(Reason::kLogEnded));
  ASSERT_THAT(BeginEpoch(Parts(), Draft()), IsOk());
  ASSERT_THAT(OpenNext(), IsOk());
  EXPECT_EQ(Size(), kept + 1);
  EXPECT_EQ(registry_.anchor_->last(), registry_.log_->Latest()->checkpoint);
  ASSERT_THAT(registry_.Submit(Register("tiegong-forge")), IsOk());
  EXPECT_TRUE(Rebuild(*registry_.memory_->TakeSnapshot(), nullptr)->clean());
}

TEST_F(BeginEpochTest, OldNameIsOverOnceTheEpochHasBegun) {
  Announce();
  ASSERT_THAT(registry_.Open(), IsOk());  // until then it serves reads
  ASSERT_THAT(BeginEpoch(Parts(), Draft()), IsOk());
  EXPECT_THAT(registry_.Open(), HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST_F(BeginEpochTest, NoEpochBeginsWhileTheServerRuns) {
  Announce();
  const std::string begin = Draft();
  ASSERT_THAT(registry_.Open(), IsOk());
  EXPECT_THAT(registry_.Submit({begin, {}, {}}), HasReason(Reason::kEpochInvalid));
}

TEST_F(BeginEpochTest, RestoreThatLostEntriesGoesOnUnderANewName) {
  LoseABatch();
  EXPECT_THAT(std::string(registry_.Open().message()), HasSubstr("ahead"));
  registry_.clock_.Pass(3 * 3'600'000);  // a StatusRoot is long due: not before the epoch
  world_.set_now_ms(registry_.clock_.WallMs());
  const uint64_t kept = registry_.memory_->TakeSnapshot()->size();
  ASSERT_THAT(BeginEpoch(Parts(), Draft()), IsOk());
  ASSERT_THAT(OpenNext(), IsOk());
  EXPECT_EQ(Size(), kept + 1);
  EXPECT_THAT(registry_.Submit(Batch(1, 7)), IsOk());
  EXPECT_TRUE(Rebuild(*registry_.memory_->TakeSnapshot(), nullptr)->clean());
}

TEST_F(BeginEpochTest, PreviousCheckpointIsTheAnchors) {
  LoseABatch();
  const uint64_t kept = registry_.memory_->TakeSnapshot()->size();
  const crypto::Hash any = crypto::Sha256("any root");
  EXPECT_THAT(BeginAfter([&](auto& act) {
                act.set_previous_checkpoint(CheckpointOf("log", kept + 99, any));
              }),
              HasReason(Reason::kEpochInvalid));
  EXPECT_THAT(BeginAfter([&](auto& act) {
                act.set_previous_checkpoint(CheckpointOf("log-3", kept + 99, any));
              }),
              HasReason(Reason::kEpochInvalid));
  registry_.OpenAnchor("lost anchor");  // then any that the log signed
  v1::BeginEpoch act;
  act.set_origin(kNext);
  act.set_log_key(world_.Spki("log-2"));
  act.set_previous_checkpoint(CheckpointOf("log", kept + 99, any));
  act.set_kept_entries(kept);
  EXPECT_THAT(BeginEpoch(Parts(), Sign(act)), IsOk());
}

TEST_F(BeginEpochTest, EntriesKeptHaveThePreviousRootAndCount) {
  const uint64_t kept = Size();
  EXPECT_THAT(BeginAfter([](auto& act) { act.set_kept_entries(act.kept_entries() - 1); }),
              HasReason(Reason::kEpochInvalid));
  EXPECT_THAT(BeginAfter([&](auto& act) {
                act.set_previous_checkpoint(CheckpointOf("log", kept, crypto::Sha256("x")));
              }),
              HasReason(Reason::kEpochInvalid));
  EXPECT_EQ(registry_.memory_->TakeSnapshot()->size(), kept);
}

TEST_F(BeginEpochTest, StatementMustBeOfThisServersNameAndKey) {
  EXPECT_THAT(BeginAfter([](auto& act) { act.set_origin("example.invalid/another"); }),
              HasReason(Reason::kEpochInvalid));
  EXPECT_THAT(BeginAfter([&](auto& act) { act.set_log_key(world_.Spki("log-3")); }),
              HasReason(Reason::kEpochInvalid));
  EXPECT_THAT(BeginEpoch(Parts(), Register("tiegong-forge").envelope),
              HasReason(Reason::kRequestMalformed));
}

TEST_F(BeginEpochTest, AnchorBehindTheStoreIsBroughtUpFirst) {
  const std::string older = CheckpointOf("log", 3, crypto::Sha256("any root"));
  EpochParts parts = Parts();
  ASSERT_THAT(registry_.anchor_->Write(older), IsOk());
  EXPECT_THAT(std::string(DraftBeginEpoch(parts).status().message()), HasSubstr("behind"));
}

TEST_F(BeginEpochTest, CutShortBeforeTheAnchorItIsFinished) {
  Announce();
  const std::string old_anchor = *registry_.anchor_->last();
  const std::string begin = Draft();
  ASSERT_THAT(BeginEpoch(Parts(), begin), IsOk());
  const std::string new_anchor = *registry_.anchor_->last();
  ASSERT_THAT(registry_.anchor_->Write(old_anchor), IsOk());
  EXPECT_THAT(OpenNext(), HasCode(absl::StatusCode::kFailedPrecondition));
  for (int again = 0; again < 2; ++again) {
    EXPECT_THAT(BeginEpoch(Parts(), begin), testing::IsOkAndHolds(new_anchor));
  }
  EXPECT_THAT(OpenNext(), IsOk());
}

TEST_F(BeginEpochTest, SecondHistoryUnderTheNewNameIsRefused) {
  Announce();
  const std::string old_anchor = *registry_.anchor_->last();
  const std::string begin = Draft();
  ASSERT_THAT(BeginEpoch(Parts(), begin), IsOk());
  const Rows begun = RowsOf(*registry_.memory_->TakeSnapshot());
  ASSERT_THAT(OpenNext(), IsOk());
  ASSERT_THAT(registry_.Submit(Register("tiegong-forge")), IsOk());
  Restore(begun);  // the new anchor is ahead
  EXPECT_THAT(BeginEpoch(Parts(), begin), HasCode(absl::StatusCode::kFailedPrecondition));
  v1::BeginEpoch another;
  another.set_origin(kNext);
  another.set_log_key(world_.Spki("log-2"));
  another.set_previous_checkpoint(old_anchor);
  another.set_kept_entries(begun.entries.size());
  EXPECT_THAT(BeginEpoch(Parts(), Sign(another)), HasReason(Reason::kOriginReused));
}

}  // namespace
}  // namespace linkcert::server
