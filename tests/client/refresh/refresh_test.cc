// Files brought up to date: by a registry that answers, behind, growing or lying; in private.
#include "client/refresh/refresh.h"

#include <gmock/gmock.h>

#include "client/logged_entry.h"
#include "tests/client/refresh/fake_status_source.h"
#include "tests/client/status_fixture.h"
#include "tests/testing/reason_matcher.h"

namespace linkcert::client {
namespace {

using linkcert::testing::HasCode;
using linkcert::testing::HasReason;
using linkcert::testing::IsOk;
using proto::Reason;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::SizeIs;

class RefreshTest : public StatusTest {
 protected:
  using ClientTest::OutcomeOf;

  RefreshedFiles Run(const std::vector<std::string>& files, const StatusMapCopy* map = nullptr) {
    Verifier verifier(log_.Trust(), {.now_ms = now_ms_});
    return Refresh(source_, Prover(), map, files, verifier);
  }
  ProveEntry Prover() {
    return [this](uint64_t index, uint64_t size) -> absl::StatusOr<v1::LoggedEntry> {
      const std::vector<std::string> all = log_.entries();
      log_.entries().resize(size);
      v1::LoggedEntry entry = log_.Logged(index);
      log_.entries() = all;
      if (change_proof_) change_proof_(entry);
      return entry;
    };
  }
  Refreshed One(const std::string& file) { return Run({file}).files.front(); }
  // The outcome of a refresh by a registry that changes its answer.
  absl::Status StatusAfter(const std::function<void(v1::GetStatusProofResponse&)>& change) {
    source_.change = change;
    return One(File()).status;
  }

  // Of one batch, larger than one call can ask about.
  std::vector<std::string> ManyFiles(uint32_t count) {
    const testing::Unit unit = world_.SignBatch(world_.Batch(plans_[1], rosters_[1], 101), count);
    const uint64_t batch = log_.Force(unit);
    const auto builder = CertificateBuilder::Create(log_.Evidence(batch), unit.leaves);
    std::vector<std::string> files;
    for (uint32_t i = 0; i < count; ++i) files.push_back(*builder->Build(i, unit.claims[i], {}));
    log_.SubmitStatusRoot();
    return files;
  }

  FakeStatusSource source_{log_};
  std::function<void(v1::LoggedEntry&)> change_proof_;
};

TEST_F(RefreshTest, FileSpeaksOfToday) {
  PassDays(60);
  log_.SubmitStatusRoot();
  const Refreshed refreshed = One(File());
  ASSERT_THAT(refreshed.status, IsOk());
  EXPECT_EQ(Outcome(refreshed.verification), "VALID");
  EXPECT_FALSE(refreshed.verification.as_of_issue);
  EXPECT_EQ(OutcomeOf(refreshed.bytes), "VALID");
}

TEST_F(RefreshTest, IsTheFileOfAnIssuerWhoMakesItNow) {
  PassDays(60);
  log_.SubmitStatusRoot();
  const v1::CertificateFile made = Complete();
  EXPECT_EQ(One(log_.File(batch_, unit_, 0, {proto::kNumber, proto::kEmployer})).bytes,
            made.SerializeAsString());
  EXPECT_EQ(One(made.SerializeAsString()).bytes, made.SerializeAsString());
}

TEST_F(RefreshTest, RevokedFileSaysSo) {
  Change(batch_ + 1, v1::STANDING_STATE_REVOKED);
  const Refreshed refreshed = One(File());
  ASSERT_THAT(refreshed.status, IsOk());
  EXPECT_EQ(OutcomeOf(refreshed.bytes), "INVALID STATUS CERTIFICATE_REVOKED");
}

TEST_F(RefreshTest, StolenKeyReachesTheFile) {
  ChangeKey(leader_, testing::kIssueMs - 1);
  const Refreshed refreshed = One(File());
  ASSERT_THAT(refreshed.status, IsOk());
  EXPECT_EQ(OutcomeOf(refreshed.bytes), "INVALID KEYS_IN_FORCE KEY_COMPROMISED");
}

TEST_F(RefreshTest, WithoutANewerStatusRootTheFileStays) {
  const Refreshed refreshed = One(File());
  EXPECT_THAT(refreshed.status, IsOk());
  EXPECT_TRUE(refreshed.as_of_issue);
  EXPECT_EQ(refreshed.bytes, "");
  EXPECT_EQ(Outcome(refreshed.verification), "VALID");
}

TEST_F(RefreshTest, ManyFilesRestOnOneCheckpoint) {
  log_.SubmitStatusRoot();
  std::vector<std::string> files;
  for (uint32_t i = 0; i < 300; ++i) files.push_back(File(i % 7));
  const RefreshedFiles all = Run(files);
  EXPECT_THAT(all.checkpoints, ElementsAre(*log_.Checkpoint()));
  for (const Refreshed& one : all.files) EXPECT_THAT(one.status, IsOk());
  EXPECT_EQ(source_.calls, 1);  // seven certificates in all
}

TEST_F(RefreshTest, LogThatGrowsInBetweenIsAskedAgain) {
  const std::vector<std::string> files = ManyFiles(260);
  source_.before_each_call = [&] {
    if (source_.calls == 2) log_.SubmitStatusRoot();
  };
  const RefreshedFiles all = Run(files);
  EXPECT_EQ(source_.calls, 4);
  EXPECT_THAT(all.checkpoints, ElementsAre(*log_.Checkpoint()));
  for (const Refreshed& one : all.files) ASSERT_THAT(one.status, IsOk());
}

TEST_F(RefreshTest, LogThatGrowsAllTheTimeGivesSeveralCheckpoints) {
  const std::vector<std::string> files = ManyFiles(260);
  source_.before_each_call = [&] { log_.SubmitStatusRoot(); };
  const RefreshedFiles all = Run(files);
  EXPECT_THAT(all.checkpoints, SizeIs(2));
  for (const Refreshed& one : all.files) ASSERT_THAT(one.status, IsOk());
}

TEST_F(RefreshTest, DamagedFileDoesNotHoldBackTheOthers) {
  log_.SubmitStatusRoot();
  const RefreshedFiles all = Run({"no file", File()});
  EXPECT_FALSE(all.files[0].status.ok());
  EXPECT_THAT(all.files[1].status, IsOk());
}

TEST_F(RefreshTest, RegistryThatIsBehindChangesNothing) {
  log_.SubmitStatusRoot();
  const std::string newest = One(File()).bytes;
  log_.entries().pop_back();
  EXPECT_THAT(One(newest).status, HasCode(absl::StatusCode::kUnavailable));
}

// Restored to an older state, then grown past the file under the same name: what the file proves
// against the registry must not be lost with it.
TEST_F(RefreshTest, RegistryOfAnotherHistoryChangesNothing) {
  Change(batch_ + 1, v1::STANDING_STATE_REVOKED);
  const std::string file = One(File()).bytes;
  const uint64_t revocation = log_.entries().size() - 2;  // before its StatusRoot
  log_.entries()[revocation].back() ^= 1;
  EXPECT_THAT(One(file).status, HasReason(Reason::kCheckpointInconsistent));
  log_.SubmitStatusRoot();
  const RefreshedFiles all = Run({file, File(1)});
  EXPECT_THAT(all.files[0].status, HasReason(Reason::kCheckpointInconsistent));
  EXPECT_EQ(all.files[0].bytes, "");
  EXPECT_THAT(all.files[1].status, IsOk());
}

TEST_F(RefreshTest, LogThatIsNotProvenToGoOnChangesNothing) {
  const std::string file = File();
  log_.SubmitStatusRoot();
  change_proof_ = [](v1::LoggedEntry& entry) { entry.mutable_entry()->back() ^= 1; };
  EXPECT_THAT(One(file).status, HasCode(absl::StatusCode::kUnavailable));
  change_proof_ = nullptr;
  EXPECT_THAT(One(file).status, IsOk());
}

TEST_F(RefreshTest, LyingRegistryChangesNothing) {
  Change(batch_ + 1, v1::STANDING_STATE_REVOKED);
  using Answer = v1::GetStatusProofResponse;
  EXPECT_THAT(StatusAfter([](Answer& answer) {
                for (v1::StatusProof& proof : *answer.mutable_proofs()) proof.clear_history();
              }),
              HasReason(Reason::kStatusProofInvalid));
  EXPECT_THAT(StatusAfter([](Answer& answer) { answer.mutable_proofs()->RemoveLast(); }),
              HasReason(Reason::kEvidenceMissing));
  EXPECT_THAT(StatusAfter([](Answer& answer) { answer.mutable_entries()->RemoveLast(); }),
              HasReason(Reason::kEvidenceMissing));
  EXPECT_THAT(
      StatusAfter([](Answer& answer) { answer.mutable_entries(0)->mutable_path(0)->back() ^= 1; }),
      HasReason(Reason::kInclusionInvalid));
  EXPECT_THAT(
      StatusAfter([](Answer& answer) { answer.mutable_entries(1)->mutable_entry()->back() ^= 1; }),
      HasReason(Reason::kEntryUnexpected));
  EXPECT_THAT(StatusAfter([](Answer& answer) {
                answer.mutable_status_root()->mutable_entry()->back() ^= 1;
              }),
              HasReason(Reason::kInclusionInvalid));
}

TEST_F(RefreshTest, ForeignCheckpointChangesNothing) {
  log_.SubmitStatusRoot();
  const auto foreign = crypto::GenerateKey(crypto::Algorithm::kEd25519);
  EXPECT_THAT(StatusAfter([&](v1::GetStatusProofResponse& answer) {
                const auto checkpoint = ReadCheckpoint(answer.checkpoint());
                answer.set_checkpoint(*crypto::SignCheckpoint(*checkpoint, *foreign));
              }),
              HasCode(absl::StatusCode::kInternal));
}

TEST_F(RefreshTest, InPrivateOnlyTheBatchIsAskedFor) {
  Change(batch_ + 1, v1::STANDING_STATE_REVOKED);
  const auto map = StatusMapCopy::Fetch(source_, log_.Trust(), now_ms_);
  ASSERT_THAT(map, IsOk());
  const RefreshedFiles all = Run({File(0), File(1)}, &*map);
  EXPECT_THAT(source_.asked_keys, SizeIs(0));
  EXPECT_THAT(source_.asked_entries, Contains(batch_));
  for (uint64_t i = 1; i <= 7; ++i) EXPECT_THAT(source_.asked_entries, Not(Contains(batch_ + i)));
  EXPECT_EQ(OutcomeOf(all.files[0].bytes), "INVALID STATUS CERTIFICATE_REVOKED");
  EXPECT_EQ(OutcomeOf(all.files[1].bytes), "VALID");
}

TEST_F(RefreshTest, SavedMapServesUntilItIsTooOld) {
  log_.SubmitStatusRoot();
  const auto map = StatusMapCopy::Fetch(source_, log_.Trust(), now_ms_);
  ASSERT_THAT(map, IsOk());
  PassDays(3);
  log_.SubmitStatusRoot();
  EXPECT_EQ(OutcomeOf(Run({File()}, &*map).files.front().bytes), "VALID");
  now_ms_ += 40 * kDayMs;
  EXPECT_EQ(OutcomeOf(Run({File()}, &*map).files.front().bytes).substr(0, 7), "UNKNOWN");
}

TEST_F(RefreshTest, FileFollowsTheLogToItsNewName) {
  const std::string old = log_.File(batch_, unit_, 0, {proto::kNumber, proto::kEmployer});
  log_.BeginEpoch("example.invalid/linkcert-test-2", "log-2");
  log_.SubmitStatusRoot();
  const Refreshed refreshed = One(old);
  ASSERT_THAT(refreshed.status, IsOk());
  EXPECT_EQ(Outcome(refreshed.verification), "VALID");
  EXPECT_TRUE(refreshed.bytes == Complete().SerializeAsString());
  EXPECT_TRUE(One(refreshed.bytes).bytes == refreshed.bytes);
}

TEST_F(RefreshTest, KeysThatSignedTheEpochComeAlong) {
  const std::string old = File();
  const std::string third = "authority-3";
  log_.Submit(world_.Sign(world_.AddKey("authority", third, {v1::KEY_PURPOSE_AUTHORITY}),
                          {"authority-1", "authority-2", third}));
  log_.BeginEpoch("example.invalid/linkcert-test-2", "log-2", 0, {"authority-2", third});
  log_.SubmitStatusRoot();
  const Refreshed refreshed = One(old);
  ASSERT_THAT(refreshed.status, IsOk());
  EXPECT_EQ(Outcome(refreshed.verification), "VALID");
}

TEST_F(RefreshTest, PrivateRefreshFollowsTheLogToo) {
  const std::string old = File();
  log_.BeginEpoch("example.invalid/linkcert-test-2", "log-2");
  log_.SubmitStatusRoot();
  const auto map = StatusMapCopy::Fetch(source_, log_.Trust(), now_ms_);
  ASSERT_THAT(map, IsOk());
  EXPECT_EQ(Outcome(Run({old}, &*map).files.front().verification), "VALID");
}

TEST_F(RefreshTest, PolicyFromBeforeTheEpochIsTold) {
  Verifier verifier(log_.Trust(), {.now_ms = now_ms_});
  const std::string old = File();
  log_.BeginEpoch("example.invalid/linkcert-test-2", "log-2");
  log_.SubmitStatusRoot();
  const absl::Status status =
      Refresh(source_, Prover(), nullptr, {old}, verifier).files.front().status;
  EXPECT_THAT(status, HasCode(absl::StatusCode::kInternal));
  EXPECT_THAT(status.message(), ::testing::HasSubstr("CHECKPOINT_INVALID; the log has taken"));
}

TEST_F(RefreshTest, HiddenEpochMakesABadFile) {
  const std::string old = File();
  log_.BeginEpoch("example.invalid/linkcert-test-2", "log-2");
  log_.SubmitStatusRoot();
  source_.change_epochs = [](v1::GetEpochsResponse& answer) { answer.clear_epochs(); };
  EXPECT_THAT(One(old).status, HasCode(absl::StatusCode::kInternal));
}

}  // namespace
}  // namespace linkcert::client
