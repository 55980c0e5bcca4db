// Scene 1 whole: seven certificates of the leader, and what stands in the status map of them.
#ifndef LINKCERT_TESTS_RULES_ISSUED_FIXTURE_H_
#define LINKCERT_TESTS_RULES_ISSUED_FIXTURE_H_

#include <string>
#include <vector>

#include "rules/replay.h"
#include "rules/standing.h"
#include "rules/status_map.h"
#include "tests/rules/rules_fixture.h"
#include "tests/testing/world_standing.h"

namespace linkcert::rules {

using testing::Indexes;

class IssuedTest : public SealedTest {
 protected:
  using Keys = std::vector<std::string>;

  void SetUp() override {
    SealedTest::SetUp();
    issued_ = Batch();
    ASSERT_EQ(book_.Outcome(issued_), "ADMITTED");
    batch_ = book_.last_index();
  }

  // Certificates [from, to) of the seven.
  std::vector<Indexes> Certificates(uint64_t from, uint64_t to) const {
    return {{batch_ + 1 + from, batch_ + 1 + to}};
  }
  // Log index of an act that must be admitted.
  uint64_t Log(v1::Statement statement, const Keys& keys) {
    EXPECT_EQ(Outcome(std::move(statement), keys), "ADMITTED");
    return book_.last_index();
  }
  // What replay of all entries finds, warnings left out; without findings it leaves the same
  // records as admission did.
  std::vector<std::string> Replayed() { return ReplayOf(book_.entries()); }
  // The same with one more statement, written past the rules.
  std::vector<std::string> ReplayedWith(v1::Statement statement, const Keys& keys) {
    std::vector<std::string> entries = book_.entries();
    entries.push_back(
        *proto::EncodeStatementEntry(world_.now_ms(), world_.Sign(std::move(statement), keys)));
    return ReplayOf(entries);
  }
  std::string StateOf(uint64_t index) {
    const std::string& name = v1::StandingState_Name(StateNow(*StandingOf(book_.state(), index)));
    return name.substr(sizeof("STANDING_STATE_") - 1);
  }
  std::string StateOfCertificate(uint64_t i) { return StateOf(batch_ + 1 + i); }

  // A second issuer: two enterprise certificates of the member firm; `change` as in Batch.
  testing::Unit MemberBatch(const Change& change = [](v1::IssueBatch&) {}) {
    v1::Statement grant = world_.GrantAccreditation();
    v1::GrantAccreditation& act = *grant.mutable_grant_accreditation();
    act.set_accreditation("lvyuan-2026");
    act.set_organisation(kMember);
    act.clear_filing_code();
    act.set_classes(0, v1::CERTIFICATE_CLASS_ENTERPRISE);
    Log(grant, authority_);
    v1::Statement plan = world_.Plan();
    plan.mutable_plan_batch()->set_accreditation("lvyuan-2026");
    plan.mutable_plan_batch()->set_classes(0, v1::CERTIFICATE_CLASS_ENTERPRISE);
    plan.mutable_plan_batch()->set_exam_start(20260615);
    plan.mutable_plan_batch()->set_exam_end(20260615);
    Log(plan, {member_});
    v1::Statement roster = world_.SealRoster(plan);
    Log(roster, {member_});
    v1::Statement batch = world_.Batch(plan, roster);
    batch.mutable_issue_batch()->set_certificate_class(v1::CERTIFICATE_CLASS_ENTERPRISE);
    batch.mutable_issue_batch()->mutable_numbers()->set_prefix("LY26");
    testing::Unit unit = world_.MakeLeaves(batch, 2);
    change(*batch.mutable_issue_batch());
    return world_.SignBatchAs(batch, unit, members_);
  }
  // Log index of that batch.
  uint64_t IssueByMember() {
    EXPECT_EQ(book_.Outcome(MemberBatch()), "ADMITTED");
    return book_.last_index();
  }

  std::vector<std::string> ReplayOf(const std::vector<std::string>& entries) {
    std::vector<std::string> reasons;
    Replay replay(State(), 0, 0, [&](const Finding& finding) {
      if (!finding.warning) reasons.push_back(absl::StrCat(proto::Describe(finding.reason).name));
    });
    for (const std::string& entry : entries) EXPECT_THAT(replay.Add(entry), testing::IsOk());
    replay.Finish();
    EXPECT_TRUE(!reasons.empty() || replay.state().Dump() == book_.state().Dump());
    return reasons;
  }

  testing::Unit issued_;
  uint64_t batch_ = 0;
  const Keys authority_ = {"authority-1"};
  const Keys two_ = {leader_, leader2_};
  const Keys members_ = {member_, absl::StrCat(kMember, "-2")};
};

}  // namespace linkcert::rules

#endif  // LINKCERT_TESTS_RULES_ISSUED_FIXTURE_H_
