// Sanctions (处理决定) upon findings.
#include "tests/rules/process_fixture.h"

namespace linkcert::rules {
namespace {

class SanctionsTest : public ProcessTest {
 protected:
  uint64_t Find(v1::FindingKind kind) {
    v1::Statement finding = testing::RecordFinding(world_);
    finding.mutable_record_finding()->set_kind(kind);
    return Log(finding, authority_);
  }
  v1::Statement Sanction(v1::SanctionKind kind, uint64_t finding) {
    v1::Statement sanction = testing::ImposeSanction(world_, finding, kind);
    v1::ImposeSanction& act = *sanction.mutable_impose_sanction();
    const bool filing =
        kind == v1::SANCTION_KIND_SUSPEND_FILING || kind == v1::SANCTION_KIND_END_FILING;
    if (filing) act.set_accreditation(testing::kAccreditation);
    if (kind == v1::SANCTION_KIND_BAR_ASSESSOR) {
      act.set_assessor(world_.RegisterAssessor(1).register_assessor().assessor());
    }
    return sanction;
  }
  std::string Outcome(v1::SanctionKind kind, uint64_t finding) {
    return Judged(Sanction(kind, finding), authority_);
  }
};

TEST_F(SanctionsTest, WarningsChangeNothing) {
  const uint64_t finding = Find(v1::FINDING_KIND_PROCEDURE);
  EXPECT_EQ(Outcome(v1::SANCTION_KIND_WARNING, finding), "ADMITTED");
  EXPECT_EQ(Outcome(v1::SANCTION_KIND_RECTIFY, finding), "ADMITTED");
  EXPECT_EQ(Judged(world_.Plan(), {leader_}), "ADMITTED");
}

TEST_F(SanctionsTest, EachNeedsAFindingThatObjects) {
  EXPECT_EQ(Outcome(v1::SANCTION_KIND_WARNING, 7), "FINDING_DIFFERS");
  const uint64_t none = Find(v1::FINDING_KIND_NO_OBJECTION);
  EXPECT_EQ(Outcome(v1::SANCTION_KIND_WARNING, none), "FINDING_DIFFERS");
  EXPECT_EQ(Judged(Sanction(v1::SANCTION_KIND_WARNING, none), {leader_}), "SIGNER_FOREIGN");
}

TEST_F(SanctionsTest, SuspendedFilingIssuesNothing) {
  const uint64_t finding = Find(v1::FINDING_KIND_PROCEDURE);
  EXPECT_EQ(Outcome(v1::SANCTION_KIND_SUSPEND_FILING, finding), "ADMITTED");
  EXPECT_EQ(Judged(world_.Plan(), {leader_}), "ACCREDITATION_NOT_IN_FORCE");
  EXPECT_EQ(Outcome(v1::SANCTION_KIND_SUSPEND_FILING, finding), "STATUS_MOVE_NOT_ALLOWED");
  EXPECT_EQ(Outcome(v1::SANCTION_KIND_END_FILING, finding), "ADMITTED");
  EXPECT_EQ(Outcome(v1::SANCTION_KIND_END_FILING, finding), "STATUS_MOVE_NOT_ALLOWED");
  EXPECT_THAT(Replayed(), ::testing::IsEmpty());
}

TEST_F(SanctionsTest, FilingIsOfTheFirmThatTheFindingIsAbout) {
  v1::Statement other = testing::RecordFinding(world_);
  other.mutable_record_finding()->set_organisation(kMember);
  const uint64_t finding = Log(other, authority_);
  EXPECT_EQ(Outcome(v1::SANCTION_KIND_SUSPEND_FILING, finding), "FINDING_DIFFERS");
  v1::Statement unknown = Sanction(v1::SANCTION_KIND_SUSPEND_FILING, finding);
  unknown.mutable_impose_sanction()->set_accreditation("no-grant");
  EXPECT_EQ(Judged(unknown, authority_), "ACCREDITATION_UNKNOWN");
}

TEST_F(SanctionsTest, BarredAssessorSitsOnNoPanel) {
  const uint64_t finding = Find(v1::FINDING_KIND_ASSESSOR);
  v1::Statement bar = Sanction(v1::SANCTION_KIND_BAR_ASSESSOR, finding);
  bar.mutable_impose_sanction()->set_until(Date(7));
  EXPECT_EQ(Judged(bar, authority_), "ADMITTED");
  GoToDay(7);
  EXPECT_EQ(Judged(StepOf(kStarted), {leader_}), "ASSESSOR_BARRED");
}

TEST_F(SanctionsTest, BarEnds) {
  v1::Statement bar = Sanction(v1::SANCTION_KIND_BAR_ASSESSOR, Find(v1::FINDING_KIND_ASSESSOR));
  bar.mutable_impose_sanction()->set_until(Date(6));
  EXPECT_EQ(Judged(bar, authority_), "ADMITTED");
  GoToDay(7);
  EXPECT_EQ(Judged(StepOf(kStarted), {leader_}), "ADMITTED");
}

TEST_F(SanctionsTest, AssessorIsBarredOnAFindingAboutAssessors) {
  EXPECT_EQ(Outcome(v1::SANCTION_KIND_BAR_ASSESSOR, Find(v1::FINDING_KIND_FRAUD)),
            "FINDING_DIFFERS");
  v1::Statement unknown = Sanction(v1::SANCTION_KIND_BAR_ASSESSOR, Find(v1::FINDING_KIND_ASSESSOR));
  unknown.mutable_impose_sanction()->set_assessor(std::string(16, 'u'));
  EXPECT_EQ(Judged(unknown, authority_), "ASSESSOR_UNKNOWN");
}

TEST_F(SanctionsTest, NamesWhatItsKindIsAbout) {
  const uint64_t finding = Find(v1::FINDING_KIND_ASSESSOR);
  v1::Statement bare = testing::ImposeSanction(world_, finding, v1::SANCTION_KIND_SUSPEND_FILING);
  EXPECT_EQ(Judged(bare, authority_), "SANCTION_INVALID");
  v1::Statement warning = Sanction(v1::SANCTION_KIND_WARNING, finding);
  warning.mutable_impose_sanction()->set_assessor(std::string(16, 'a'));
  EXPECT_EQ(Judged(warning, authority_), "SANCTION_INVALID");
  v1::Statement end = Sanction(v1::SANCTION_KIND_END_FILING, finding);
  end.mutable_impose_sanction()->set_until(Date(9));
  EXPECT_EQ(Judged(end, authority_), "SANCTION_INVALID");
  v1::Statement over = Sanction(v1::SANCTION_KIND_RECTIFY, finding);
  over.mutable_impose_sanction()->set_until(Date(-1));
  EXPECT_EQ(Judged(over, authority_), "DATES_DISORDERED");
}

}  // namespace
}  // namespace linkcert::rules
