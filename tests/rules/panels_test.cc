// Who assesses (R11), who supervises (R12).
#include "tests/rules/process_fixture.h"

namespace linkcert::rules {
namespace {

class PanelTest : public ProcessTest {
 protected:
  void SetUp() override {
    ProcessTest::SetUp();
    for (int number : {4, 5}) Log(world_.RegisterAssessor(number), authority_);
    GoToDay(7);
  }
  v1::Statement StartWith(const std::vector<int>& numbers) {
    return Start(assessment_, testing::Assessors(world_, numbers));
  }
  v1::Statement Start(const v1::Statement& plan, const std::vector<std::string>& assessors) {
    v1::Statement start = testing::StartExamination(world_, plan);
    start.mutable_start_examination()->mutable_assessors()->Assign(assessors.begin(),
                                                                   assessors.end());
    return start;
  }
  // A panel of two and one who is registered with this change.
  std::string OutcomeWith(const std::function<void(v1::RegisterAssessor&)>& change) {
    v1::Statement other = world_.RegisterAssessor(9);
    change(*other.mutable_register_assessor());
    Log(other, authority_);
    return Judged(StartWith({1, 2, 9}), {leader_});
  }
  // The leader's next examination, by these.
  std::string Next(const std::vector<int>& numbers) {
    MakePlan([&](v1::Statement& plan) {
      plan.mutable_plan_batch()->set_exam_start(proto::CivilDateAt(world_.now_ms()));
      plan.mutable_plan_batch()->set_exam_end(proto::CivilDateAt(world_.now_ms()));
    });
    return Judged(StartWith(numbers), {leader_});
  }
};

// Scene 4.
TEST_F(PanelTest, EvenPanelIsRefused) {
  EXPECT_EQ(Judged(StartWith({1, 2, 3, 4}), {leader_}), "ASSESSOR_PANEL_EVEN");
}

TEST_F(PanelTest, PanelHasTheRuleSetsMinimum) {
  EXPECT_EQ(Judged(StartWith({1}), {leader_}), "ASSESSOR_PANEL_TOO_SMALL");
  EXPECT_EQ(Judged(StartWith({1, 2, 3}), {leader_}), "ADMITTED");
}

TEST_F(PanelTest, PanelHasTheStandardsMinimum) {
  v1::Statement publish = world_.PublishStandard();
  v1::PublishStandard& standard = *publish.mutable_publish_standard();
  standard.set_version(2);
  for (v1::StandardLevel& level : *standard.mutable_levels()) level.set_panel_minimum(5);
  Log(publish, {leader_});
  v1::Statement cosign = world_.CosignStandard();
  cosign.mutable_cosign_standard()->set_version(2);
  Log(cosign, {member_});
  v1::Statement file = world_.FileStandard();
  file.mutable_file_standard()->set_version(2);
  Log(file, authority_);
  MakePlan([](v1::Statement& plan) { plan.mutable_plan_batch()->set_standard_version(2); });
  GoToDay(14);
  EXPECT_EQ(Judged(StartWith({1, 2, 3}), {leader_}), "ASSESSOR_PANEL_TOO_SMALL");
  EXPECT_EQ(Judged(StartWith({1, 2, 3, 4, 5}), {leader_}), "ADMITTED");
}

TEST_F(PanelTest, UnknownAssessorIsRefused) {
  EXPECT_EQ(Judged(StartWith({1, 2, 7}), {leader_}), "ASSESSOR_UNKNOWN");
}

TEST_F(PanelTest, AssessorOfALowerLevelIsRefused) {
  EXPECT_EQ(OutcomeWith([](auto& a) { a.mutable_skills(0)->set_highest_level(2); }),
            "ASSESSOR_NOT_QUALIFIED");
}

TEST_F(PanelTest, AssessorOfAnotherOccupationIsRefused) {
  EXPECT_EQ(
      OutcomeWith([](auto& a) { a.mutable_skills(0)->mutable_occupation()->set_edition("2015"); }),
      "ASSESSOR_NOT_QUALIFIED");
}

TEST_F(PanelTest, AssessorIsValidOnAllExaminationDays) {
  EXPECT_EQ(OutcomeWith([&](auto& a) { a.set_valid_to(Date(7)); }), "ASSESSOR_NOT_QUALIFIED");
}

TEST_F(PanelTest, AssessorWhoIsQualifiedIsAdmitted) {
  EXPECT_EQ(OutcomeWith([&](auto& a) {
              a.set_valid_from(Date(7));
              a.set_valid_to(Date(8));
              a.mutable_skills(0)->set_highest_level(3);
            }),
            "ADMITTED");
}

// Three in a row at one body; a pause of one lets them come back.
TEST_F(PanelTest, AssessorsRotate) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Next({1, 2, 3}), "ADMITTED");
  EXPECT_EQ(Next({3, 4, 5}), "ASSESSOR_PANEL_NOT_ROTATED");
  v1::Statement fifth = world_.RegisterAssessor(6);
  Log(fifth, authority_);
  EXPECT_EQ(Next({4, 5, 6}), "ADMITTED");
  EXPECT_EQ(Next({1, 2, 3}), "ADMITTED");
}

TEST_F(PanelTest, BatchNamesThePanel) {
  Take(kSupervised);
  EXPECT_EQ(JudgedBatch([](auto& b) { b.mutable_assessors()->RemoveLast(); }), "PANEL_DIFFERS");
}

using SupervisionTest = PanelTest;

// R12
TEST_F(SupervisionTest, BatchNeedsAReport) {
  Take(kClosed);
  EXPECT_EQ(Judged(Certificates()), "SUPERVISION_MISSING");
}

// R12: until a newer report on the plan has none.
TEST_F(SupervisionTest, ObjectionHoldsTheBatch) {
  Take(kClosed);
  Log(testing::ReportSupervision(world_, assessment_, /*objection=*/true), authority_);
  EXPECT_EQ(Judged(Certificates()), "SUPERVISION_OBJECTED");
  Log(testing::ReportSupervision(world_, assessment_), authority_);
  EXPECT_EQ(Judged(Certificates()), "ADMITTED");
}

TEST_F(SupervisionTest, BatchNamesTheSupervisors) {
  Take(kSupervised);
  EXPECT_EQ(JudgedBatch([](auto& b) { b.clear_supervisors(); }), "SUPERVISION_DIFFERS");
}

TEST_F(SupervisionTest, SupervisorsAreInForceOnTheExaminationDays) {
  const std::string reference(16, 's');
  v1::Statement late = world_.RegisterSupervisor();
  late.mutable_register_supervisor()->set_supervisor(reference);
  late.mutable_register_supervisor()->set_valid_from(Date(8));
  Log(late, authority_);
  v1::Statement start = StepOf(kStarted);
  start.mutable_start_examination()->set_supervisors(0, reference);
  EXPECT_EQ(Judged(start, {leader_}), "SUPERVISOR_NOT_IN_FORCE");
  Log(StepOf(kStarted), {leader_});
  v1::Statement report = StepOf(kSupervised);
  report.mutable_report_supervision()->set_supervisors(0, reference);
  EXPECT_EQ(Judged(report, authority_), "SUPERVISOR_NOT_IN_FORCE");
  report.mutable_report_supervision()->set_supervisors(0, std::string(16, 'u'));
  EXPECT_EQ(Judged(report, authority_), "SUPERVISOR_UNKNOWN");
}

TEST_F(SupervisionTest, NoExaminationUnderASuspendedRight) {
  v1::Statement suspend = world_.New();
  suspend.mutable_suspend_accreditation()->set_accreditation(testing::kAccreditation);
  suspend.mutable_suspend_accreditation()->set_decision_digest(std::string(32, 'd'));
  Log(suspend, authority_);
  EXPECT_EQ(Judged(StepOf(kStarted), {leader_}), "ACCREDITATION_NOT_IN_FORCE");
}

}  // namespace
}  // namespace linkcert::rules
