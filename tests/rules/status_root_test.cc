// R27: due, late, gaps, roots; the map rebuilt on replay is the map.
#include "proto/status_proof.h"
#include "rules/replay.h"
#include "tests/rules/issued_fixture.h"

namespace linkcert::rules {
namespace {

constexpr uint64_t kHourMs = 3600 * 1000;

// Logs without the book's own StatusRoots.
class StatusRootTest : public IssuedTest {
 protected:
  void SetUp() override {
    IssuedTest::SetUp();
    state_ = *State::FromDump(book_.state().Dump());
    index_ = book_.entries().size();
    now_ms_ = world_.now_ms();
  }

  std::string Submit(v1::Statement statement, const Keys& names) {
    const auto unit = *Prepare(world_.Sign(std::move(statement), names), {}, state_, keys_);
    auto admission = Admit(state_, unit, {.index = index_, .logged_at = now_ms_}, keys_);
    return Take(std::move(admission));
  }
  std::string SubmitRoot(const v1::StatusRoot& root) {
    return Take(AdmitStatusRoot(state_, root, {.index = index_, .logged_at = now_ms_}));
  }
  std::string SubmitRoot() { return SubmitRoot(**StatusRootOf(state_)); }
  std::string Suspend(uint64_t i) {
    return Submit(testing::SuspendCertificates(world_, Certificates(i, i + 1)), {leader_});
  }

  // "ADMITTED", with the warnings' names, or the reason.
  std::string Take(absl::StatusOr<Admission> admission) {
    if (!admission.ok()) return Name(*proto::ReasonOf(admission.status()));
    state_.Apply(admission->effects);
    ++index_;
    std::string outcome = "ADMITTED";
    for (const Warning& warning : admission->warnings) {
      absl::StrAppend(&outcome, warning.breach ? " but " : " with ", Name(warning.reason));
    }
    return outcome;
  }
  static std::string Name(proto::Reason reason) {
    return std::string(proto::Describe(reason).name);
  }

  State state_;
  crypto::KeyCache keys_;
  uint64_t index_ = 0;
  uint64_t now_ms_ = 0;
};

TEST_F(StatusRootTest, ChangeIsCoveredWithinASecond) {
  EXPECT_EQ(Suspend(0), "ADMITTED");
  now_ms_ += 1000;
  EXPECT_EQ(Suspend(1), "ADMITTED");  // does not put it off
  now_ms_ += 1;
  EXPECT_EQ(Suspend(2), "STATUS_ROOT_DUE");
  EXPECT_EQ(SubmitRoot(), "ADMITTED but STATUS_ROOT_LATE");
  EXPECT_EQ(Suspend(2), "ADMITTED");
  now_ms_ += 1000;
  EXPECT_EQ(SubmitRoot(), "ADMITTED");
  EXPECT_FALSE(*HasUncoveredChange(state_));
}

TEST_F(StatusRootTest, OneAnHour) {
  EXPECT_EQ(SubmitRoot(), "ADMITTED");
  now_ms_ += kHourMs;
  EXPECT_EQ(Suspend(0), "ADMITTED");
  EXPECT_EQ(SubmitRoot(), "ADMITTED");
  now_ms_ += kHourMs + 1;
  EXPECT_EQ(Suspend(1), "STATUS_ROOT_DUE");
  EXPECT_EQ(SubmitRoot(), "ADMITTED with STATUS_ROOT_GAP");
  EXPECT_EQ(Suspend(1), "ADMITTED");
}

TEST_F(StatusRootTest, RootIsTheMaps) {
  const v1::StatusRoot before = **StatusRootOf(state_);
  EXPECT_EQ(before.root(), std::string(32, '\0'));
  EXPECT_EQ(Suspend(0), "ADMITTED");
  EXPECT_EQ(SubmitRoot(before), "STATUS_ROOT_DIFFERS");
  v1::StatusRoot other = **StatusRootOf(state_);
  other.mutable_root()->back() ^= 1;
  EXPECT_EQ(SubmitRoot(other), "STATUS_ROOT_DIFFERS");
  EXPECT_EQ(SubmitRoot(), "ADMITTED");
}

TEST_F(StatusRootTest, NoRootBeforeGenesis) {
  EXPECT_EQ(*StatusRootOf(State()), std::nullopt);
  EXPECT_FALSE(*IsStatusRootDue(State(), now_ms_));
  const auto early = AdmitStatusRoot(State(), v1::StatusRoot(), {.index = 0, .logged_at = now_ms_});
  EXPECT_EQ(proto::ReasonOf(early.status()), proto::Reason::kGenesisExpected);
}

// Issuing never touches the map; one row voids a batch.
TEST_F(StatusRootTest, ProofsShowWhatChanged) {
  EXPECT_EQ(Suspend(3), "ADMITTED");
  EXPECT_EQ(Submit(testing::VoidBatch(world_, batch_), two_), "ADMITTED");
  const crypto::Hash root = *crypto::Hash::FromBytes((*StatusRootOf(state_))->root());
  for (uint64_t i = batch_ - 2; i < batch_ + 12; ++i) {
    const auto proof = ProveStatus(state_, i);
    ASSERT_THAT(proof, testing::IsOk());
    const auto shown = proto::CheckStatusProof(*proof, root);
    ASSERT_THAT(shown, testing::IsOk());
    EXPECT_EQ(shown->changes_size(), i == batch_ || i == batch_ + 4 ? 1 : 0) << i;
  }
}

TEST_F(StatusRootTest, MapRebuiltOnReplayIsTheMap) {
  for (uint64_t i : {0, 2, 5})
    Log(testing::SuspendCertificates(world_, Certificates(i, i + 1)), {leader_});
  Log(testing::RevokeCertificates(world_, Certificates(2, 4)), two_);
  Log(testing::SuspendAccreditation(world_), authority_);
  Log(testing::RevokeKey(world_, leader2_), {leader2_});
  Replay replay(State(), 0, 0, [](const Finding& finding) { EXPECT_TRUE(finding.warning); });
  for (const std::string& entry : book_.entries()) ASSERT_THAT(replay.Add(entry), testing::IsOk());
  replay.Finish();
  EXPECT_EQ(replay.state().Dump(), book_.state().Dump());
  EXPECT_EQ((*StatusRootOf(replay.state()))->root(), (*StatusRootOf(book_.state()))->root());
}

TEST_F(StatusRootTest, DamagedMapIsDataLoss) {
  EXPECT_EQ(Suspend(0), "ADMITTED");
  EXPECT_EQ(Suspend(1), "ADMITTED");
  auto empty = std::make_shared<Record>();
  empty->mutable_registry();
  state_.Apply({{.key = StatusNodeKey(0, 0), .record = empty}});
  EXPECT_THAT(ProveStatus(state_, batch_), testing::HasCode(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace linkcert::rules
