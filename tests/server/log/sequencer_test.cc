#include "server/log/sequencer.h"

#include <random>
#include <thread>

#include "crypto/checkpoint.h"
#include "proto/certificate_leaf.h"
#include "server/log/rebuild.h"
#include "tests/server/registry_fixture.h"
#include "tests/server/rows.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using testing::CommitFault;

class SequencerTest : public RegistryTest {
 protected:
  // The founding, batches, and between them units that are refused or were logged before.
  std::vector<Unit> History() {
    std::vector<Unit> units = Founding();
    units.push_back(Batch(1, 7));
    units.push_back(Batch(3, 7));  // numbers taken
    units.push_back(units[5]);     // logged before
    units.push_back(Batch(100, 300));
    units.push_back(Register("authority"));  // reserved
    units.push_back(Batch(1000, 1));
    units.push_back(Register("tiegong-forge"));
    return units;
  }

  Rows RowsInGroups(const std::vector<Unit>& units, uint32_t seed, uint32_t largest_group) {
    Registry other(world_.Key("log"), testing::kFoundingMs);
    EXPECT_THAT(other.Open(), IsOk());
    std::mt19937 random(seed);
    uint32_t until_step = 1;
    for (const Unit& unit : units) {
      other.Queue(unit);
      if (--until_step > 0) continue;
      EXPECT_THAT(other.Step(), IsOk());
      until_step = 1 + random() % largest_group;
    }
    EXPECT_THAT(other.Step(), IsOk());
    return RowsOf(*other.memory_->TakeSnapshot());
  }
};

TEST_F(SequencerTest, HistoriesInGroupsOfAnySizeLeaveTheSameRows) {
  const std::vector<Unit> units = History();
  const Rows one_by_one = RowsInGroups(units, 1, 1);
  EXPECT_EQ(one_by_one.entries.size(), units.size() - 3 + 7 + 300 + 1);
  EXPECT_EQ(RowsInGroups(units, 1, 1000), one_by_one);
  for (uint32_t seed = 1; seed <= 3; ++seed) EXPECT_EQ(RowsInGroups(units, seed, 9), one_by_one);
}

TEST_F(SequencerTest, ReplayLeavesTheSameRows) {
  for (const Unit& unit : History()) registry_.Queue(unit);
  ASSERT_THAT(registry_.Step(), IsOk());
  const auto snapshot = registry_.memory_->TakeSnapshot();
  const auto copy = storage::NewMemoryStore();
  absl::StatusOr<RebuildReport> report = Rebuild(*snapshot, copy.get());
  ASSERT_THAT(report, IsOk());
  EXPECT_TRUE(report->clean()) << report->first_finding << report->first_difference;
  EXPECT_EQ(RowsOf(*copy->TakeSnapshot()), RowsOf(*snapshot));
}

TEST_F(SequencerTest, RefusedUnitInTheMiddleLeavesTheOthersAlone) {
  Found();
  auto first = registry_.Queue(Batch(1, 2));
  auto taken = registry_.Queue(Batch(2, 2));
  auto last = registry_.Queue(Batch(3, 2));
  const uint64_t before = Size();
  ASSERT_THAT(registry_.Step(), IsOk());
  ASSERT_THAT(*first, IsOk());
  EXPECT_THAT(*taken, HasReason(Reason::kNumberBlockTaken));
  ASSERT_THAT(*last, IsOk());
  EXPECT_EQ((*first)->placement.begin, before);
  EXPECT_EQ((*last)->placement.begin, before + 3);
  EXPECT_EQ(Size(), before + 6);
}

TEST_F(SequencerTest, TheSameStatementAgainStandsWhereItStood) {
  Found();
  const Unit unit = Register("tiegong-forge");
  auto first = registry_.Queue(unit);
  auto in_one_group = registry_.Queue(unit);
  ASSERT_THAT(registry_.Step(), IsOk());
  const uint64_t size = Size();
  registry_.clock_.Pass(1000);
  auto later = registry_.Submit(unit);
  for (const auto& again : {*in_one_group, later}) {
    ASSERT_THAT(again, IsOk());
    EXPECT_TRUE(again->placement.already_logged);
    EXPECT_EQ(again->placement.begin, (*first)->placement.begin);
    EXPECT_EQ(again->placement.logged_at, (*first)->placement.logged_at);
  }
  EXPECT_EQ(Size(), size);
}

TEST_F(SequencerTest, FirstStatementMustBeThisServersGenesis) {
  EXPECT_THAT(registry_.Submit(Register("tiegong-forge")),
              HasCode(absl::StatusCode::kFailedPrecondition));
  testing::World other("example.invalid/other");
  other.LiveNow(testing::kFoundingMs);
  EXPECT_THAT(registry_.Submit({other.Founding().front(), {}, {}}),
              HasReason(Reason::kGenesisDiffers));
  EXPECT_EQ(Size(), 0u);
}

TEST_F(SequencerTest, ReceiptProvesTheStatementAgainstTheCheckpoint) {
  Found();
  absl::StatusOr<Sequenced> batch = registry_.Submit(Batch(1, 300));
  ASSERT_THAT(batch, IsOk());
  const LogReader reader = registry_.log_->ReaderOf(batch->published);
  absl::StatusOr<v1::Receipt> receipt = reader.ReceiptFor(batch->placement);
  ASSERT_THAT(receipt, IsOk());
  EXPECT_EQ(receipt->end(), receipt->entry().index() + 301);
  crypto::Path path;
  for (const std::string& hash : receipt->entry().path()) {
    path.push_back(*crypto::Hash::FromBytes(hash));
  }
  EXPECT_THAT(
      crypto::VerifyInclusion(crypto::HashLeaf(receipt->entry().entry()), receipt->entry().index(),
                              batch->published->size, path, batch->published->root),
      IsOk());
}

TEST_F(SequencerTest, CheckpointIsSignedAndAnchored) {
  Found();
  const PublishedPtr published = registry_.log_->Latest();
  auto key = crypto::NoteKey::Create(testing::kOrigin, crypto::NoteAlgorithm::kEd25519,
                                     world_.Key("log").public_key());
  auto checkpoint = crypto::OpenCheckpoint(published->checkpoint, *key);
  ASSERT_THAT(checkpoint, IsOk());
  EXPECT_EQ(checkpoint->size, published->size);
  EXPECT_EQ(checkpoint->root, published->root);
  EXPECT_EQ(registry_.anchor_->last(), published->checkpoint);
}

TEST_F(SequencerTest, EveryTreeOnTheWayIsConsistentWithTheLast) {
  std::vector<PublishedPtr> on_the_way;
  for (const Unit& unit : History()) {
    if (registry_.Submit(unit).ok()) on_the_way.push_back(registry_.log_->Latest());
  }
  const LogReader reader = registry_.log_->Reader();
  for (const PublishedPtr& old : on_the_way) {
    auto path = reader.ConsistencyPath(old->size, Size());
    ASSERT_THAT(path, IsOk());
    EXPECT_THAT(
        crypto::VerifyConsistency(old->size, Size(), *path, old->root, reader.published().root),
        IsOk());
  }
}

TEST_F(SequencerTest, UnknownOutcomeStopsForGood) {
  Found();
  const uint64_t before = Size();
  registry_.store_->FailNext(CommitFault::kUnknownKept);
  auto unit = registry_.Queue(Register("tiegong-forge"));
  EXPECT_THAT(registry_.Step(), HasCode(absl::StatusCode::kUnknown));
  EXPECT_THAT(*unit, HasCode(absl::StatusCode::kUnknown));
  EXPECT_EQ(Size(), before);
  EXPECT_THAT(registry_.Step(), HasCode(absl::StatusCode::kUnknown));
  EXPECT_THAT(*registry_.Queue(Register("hetian-parts")), HasReason(Reason::kShuttingDown));
}

TEST_F(SequencerTest, RestartRepairsAnUnknownOutcome) {
  Found();
  const Unit unit = Register("tiegong-forge");
  for (CommitFault fault : {CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    registry_.store_->FailNext(fault);
    EXPECT_FALSE(registry_.Submit(unit).ok());
    ASSERT_THAT(registry_.Open(), IsOk());
    EXPECT_EQ(registry_.anchor_->last(), registry_.log_->Latest()->checkpoint);
  }
  auto again = registry_.Submit(unit);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->placement.already_logged);
}

TEST_F(SequencerTest, UnitsNotTakenWhenItStopsAreRefused) {
  RegistryLogOptions options;
  options.sequencer.max_group_entries = 1;
  ASSERT_THAT(registry_.Open(options), IsOk());
  Found();
  registry_.store_->FailNext(CommitFault::kUnknownLost);
  auto taken = registry_.Queue(Register("tiegong-forge"));
  auto waiting = registry_.Queue(Register("hetian-parts"));
  EXPECT_THAT(registry_.Step(), HasCode(absl::StatusCode::kUnknown));
  EXPECT_THAT(*taken, HasCode(absl::StatusCode::kUnknown));
  EXPECT_THAT(*waiting, HasReason(Reason::kShuttingDown));
}

TEST_F(SequencerTest, AnotherWriterFencesThisOne) {
  Found();
  storage::Batch foreign;
  foreign.entries = {"another writer's"};
  ASSERT_THAT(registry_.memory_->Commit(Size(), foreign), IsOk());
  EXPECT_FALSE(registry_.Submit(Register("tiegong-forge")).ok());
  EXPECT_THAT(registry_.Step(), HasCode(absl::StatusCode::kAborted));
}

TEST_F(SequencerTest, FullDiskRefusesAllAndRecovers) {
  Found();
  const PublishedPtr before = registry_.log_->Latest();
  registry_.store_->FailNext(CommitFault::kRefused);
  auto batch = registry_.Queue(Batch(1, 300));
  auto depending = registry_.Queue(Batch(2, 1));
  ASSERT_THAT(registry_.Step(), IsOk());
  EXPECT_THAT(*batch, HasReason(Reason::kDiskFull));
  EXPECT_THAT(*depending, HasReason(Reason::kDiskFull));
  EXPECT_EQ(registry_.log_->Latest(), before);
  EXPECT_THAT(registry_.Submit(Batch(1, 300)), IsOk());
  EXPECT_TRUE(Rebuild(*registry_.memory_->TakeSnapshot(), nullptr)->clean());
}

TEST_F(SequencerTest, FullDiskDoesNotUnsayWhatIsDurable) {
  Found();
  const Unit durable = Register("tiegong-forge");
  ASSERT_THAT(registry_.Submit(durable), IsOk());
  registry_.store_->FailNext(CommitFault::kRefused);
  auto again = registry_.Queue(durable);
  auto fresh = registry_.Queue(Register("hetian-parts"));
  ASSERT_THAT(registry_.Step(), IsOk());
  EXPECT_THAT(*again, IsOk());
  EXPECT_THAT(*fresh, HasReason(Reason::kDiskFull));
}

TEST_F(SequencerTest, FullQueueTurnsAway) {
  RegistryLogOptions options;
  options.queue.max_units = 1;
  ASSERT_THAT(registry_.Open(options), IsOk());
  const std::vector<Unit> units = Founding();
  auto first = registry_.Queue(units[0]);
  EXPECT_THAT(*registry_.Queue(units[1]), HasReason(Reason::kQueueFull));
  ASSERT_THAT(registry_.Step(), IsOk());
  EXPECT_THAT(*first, IsOk());
  EXPECT_THAT(registry_.Submit(units[1]), IsOk());
}

TEST_F(SequencerTest, QueueIsBoundedInBytesToo) {
  RegistryLogOptions options;
  options.queue.max_bytes = 100;
  ASSERT_THAT(registry_.Open(options), IsOk());
  EXPECT_THAT(*registry_.Queue(Founding().front()), HasReason(Reason::kQueueFull));
}

TEST_F(SequencerTest, StrangersFillASmallPartOfTheQueueOnly) {
  Found();
  RegistryLogOptions options;
  options.queue.max_stranger_units = 2;
  ASSERT_THAT(registry_.Open(options), IsOk());
  // Each is well signed, by a key that it brings itself and nobody else.
  const auto stranger = [&](int number) {
    const std::string key = absl::StrCat("stranger-", number);
    v1::Statement act = world_.AddKey(testing::kStranger, key, {v1::KEY_PURPOSE_CERTIFICATE});
    return Unit{world_.Sign(act, {key}), {}, {}};
  };
  auto first = registry_.Queue(stranger(1));
  registry_.Queue(stranger(2));
  EXPECT_THAT(*registry_.Queue(stranger(3)), HasReason(Reason::kQueueFull));
  auto known = registry_.Queue(Register("tiegong-forge"));
  ASSERT_THAT(registry_.Step(), IsOk());
  EXPECT_THAT(*first, HasReason(Reason::kSignerMissing));
  EXPECT_THAT(*known, IsOk());
  EXPECT_THAT(registry_.Submit(stranger(3)), HasReason(Reason::kSignerMissing));
}

TEST_F(SequencerTest, StrangersAreBoundedInBytesToo) {
  RegistryLogOptions options;
  options.queue.max_stranger_bytes = 100;
  ASSERT_THAT(registry_.Open(options), IsOk());
  EXPECT_THAT(*registry_.Queue(Founding().front()), HasReason(Reason::kQueueFull));
}

TEST_F(SequencerTest, WrongClockRefusesWritesAndReadsGoOn) {
  Found();
  registry_.clock_.Set(testing::kFoundingMs - 60'000);
  EXPECT_THAT(registry_.Submit(Register("tiegong-forge")), HasReason(Reason::kClockImplausible));
  EXPECT_THAT(registry_.log_->Reader().Entry(0), IsOk());
  registry_.clock_.Set(testing::kFoundingMs + 1);
  EXPECT_THAT(registry_.Submit(Register("tiegong-forge")), IsOk());
}

TEST_F(SequencerTest, LogTimeNeverGoesBack) {
  Found();
  registry_.clock_.Set(testing::kFoundingMs - 3000);
  auto unit = registry_.Submit(Register("tiegong-forge"));
  ASSERT_THAT(unit, IsOk());
  EXPECT_EQ(unit->placement.logged_at, testing::kFoundingMs);
}

TEST_F(SequencerTest, AbandonedUnitIsNotSequenced) {
  Found();
  const uint64_t before = Size();
  absl::Status outcome;
  auto unit = registry_.log_->Prepare(Register("tiegong-forge").envelope, {});
  ASSERT_THAT(registry_.log_->Submit({.unit = *std::move(unit),
                                      .is_abandoned = [] { return true; },
                                      .done = [&](auto answer) { outcome = answer.status(); }}),
              IsOk());
  ASSERT_THAT(registry_.Step(), IsOk());
  EXPECT_THAT(outcome, HasCode(absl::StatusCode::kCancelled));
  EXPECT_EQ(Size(), before);
}

TEST_F(SequencerTest, StagesOfAStepComeInOrder) {
  std::vector<Stage> stages;
  RegistryLogOptions options;
  options.sequencer.at_stage = [&](Stage stage) { stages.push_back(stage); };
  ASSERT_THAT(registry_.Open(options), IsOk());
  ASSERT_THAT(registry_.Submit(Founding().front()), IsOk());
  EXPECT_THAT(stages,
              ::testing::ElementsAre(Stage::kTaken, Stage::kCommitted, Stage::kSigned,
                                     Stage::kAnchored, Stage::kPublished, Stage::kAnswered));
}

TEST_F(SequencerTest, ReadersAndWritersInThreads) {
  Found();
  std::thread sequencer([&] { EXPECT_THAT(registry_.log_->sequencer().Run(), IsOk()); });
  std::vector<Unit> units;
  for (int i = 0; i < 40; ++i) units.push_back(Register(absl::StrCat("firm-", i)));
  std::thread reader([&] {
    for (uint64_t last = 0; last < 40;) {
      const LogReader now = registry_.log_->Reader();
      last = now.published().size - std::min<uint64_t>(now.published().size, 27);
      EXPECT_THAT(now.EntryWithPath(now.published().size - 1, now.published().size), IsOk());
    }
  });
  for (const Unit& unit : units) registry_.Queue(unit);
  reader.join();
  registry_.log_->StopAccepting();
  sequencer.join();
}

}  // namespace
}  // namespace linkcert::server
