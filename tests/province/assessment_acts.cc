// The statements of an assessment's steps.
#include <set>

#include "crypto/hash.h"
#include "tests/province/assessments.h"
#include "tests/testing/world_process.h"

namespace linkcert::province {
namespace {

size_t PanelSize(const Issuer& issuer) { return issuer.province == kNumberingProvince ? 5 : 3; }

}  // namespace

v1::Statement Assessments::StatementOf(Step step, Assessment& assessment) {
  testing::World& world = stage_.world;
  switch (step) {
    case Step::kPlan:
      return Plan(assessment);
    case Step::kRoster:
      return Roster(assessment);
    case Step::kStart:
      return Start(assessment);
    case Step::kResults:
      assessment.results_on = stage_.agenda.today();
      return testing::ApproveResults(world, assessment.plan, assessment.present, assessment.passed);
    case Step::kOpen:
      assessment.publicity_from = stage_.agenda.today();
      return testing::OpenPublicity(world, assessment.plan);
    case Step::kClose: {
      assessment.publicity_to = stage_.agenda.today();
      v1::Statement statement = testing::ClosePublicity(world, assessment.plan);
      statement.mutable_close_publicity()->set_objections_upheld(assessment.objections);
      return statement;
    }
    case Step::kAppeals:
      return testing::RecordAppeals(world, assessment.plan, 3, 1, 2);
    default:
      return Supervision(assessment, step == Step::kObjection);
  }
}

v1::Statement Assessments::Plan(Assessment& assessment) {
  const Issuer& issuer = *assessment.issuer;
  const Chain& chain = stage_.ChainOf(issuer);
  v1::Statement statement = stage_.world.Plan();
  v1::PlanBatch& act = *statement.mutable_plan_batch();
  act.set_accreditation(issuer.accreditation);
  act.set_chain(issuer.for_chain() ? chain.id : "");
  act.set_standard(chain.standard);
  act.set_standard_version(chain.standard_version);
  *act.mutable_occupation() = chain.occupation;
  if (stage_.dice.OnceIn(2)) act.set_trade(chain.trade);
  act.set_level(assessment.level);
  if (assessment.dual) act.add_classes(v1::CERTIFICATE_CLASS_ENTERPRISE);
  act.set_route(assessment.route);
  act.set_exam_start(WorkingDay(stage_.agenda.In(stage_.dice.Between(7, 12))));
  act.set_exam_end(proto::AddDays(act.exam_start(), stage_.dice.Below(2)));
  assessment.plan = statement;
  return statement;
}

// Of ten who sit, six to nine pass; seldom all. A few were admitted and did not come.
v1::Statement Assessments::Roster(Assessment& assessment) {
  Dice& dice = stage_.dice;
  const Issuer& issuer = *assessment.issuer;
  assessment.objections = dice.OnceIn(20) ? 1 : 0;
  assessment.passed = assessment.certificates + assessment.objections;
  const uint32_t share = dice.OnceIn(100) ? 100 : dice.Between(60, 92);
  assessment.present = (assessment.passed * 100 + share - 1) / share;
  const uint32_t admitted = assessment.present + dice.Below(5);
  v1::Statement statement = stage_.world.SealRoster(assessment.plan, admitted + dice.Below(6));
  v1::SealRoster& act = *statement.mutable_seal_roster();
  act.set_admitted(admitted);
  act.mutable_roster()->set_root(crypto::Sha256(statement.statement_id()).str());
  std::set<std::string> firms = {issuer.id};
  const Chain& chain = stage_.ChainOf(issuer);
  const uint32_t others = issuer.audience == v1::AUDIENCE_OWN_STAFF ? 0 : dice.Between(1, 6);
  for (uint32_t i = 0; i < others; ++i) {
    auto member =
        std::next(chain.members.begin(), dice.Below(static_cast<uint32_t>(chain.members.size())));
    firms.insert(*member);
  }
  if (issuer.audience == v1::AUDIENCE_PUBLIC) firms.insert(chain.firms.front());
  act.mutable_roster()->clear_organisations();
  for (const std::string& firm : firms) act.mutable_roster()->add_organisations(firm);
  assessment.roster = statement;
  return statement;
}

// The panel moves on by its own size, so nobody sits twice in a row.
v1::Statement Assessments::Start(Assessment& assessment) {
  Issuer& issuer = *assessment.issuer;
  const Chain& chain = stage_.ChainOf(issuer);
  v1::Statement statement = testing::StartExamination(stage_.world, assessment.plan);
  v1::StartExamination& act = *statement.mutable_start_examination();
  const size_t size = PanelSize(issuer);
  std::set<std::string> panel;
  for (size_t i = 0; i < size; ++i) {
    panel.insert(chain.panel[(issuer.examinations * size + i) % chain.panel.size()]);
  }
  ++issuer.examinations;
  act.clear_assessors();
  for (const std::string& assessor : panel) act.add_assessors(assessor);
  act.set_supervisors(0, chain.overseen[stage_.dice.Below(chain.overseen.size())]);
  assessment.start = statement;
  return statement;
}

v1::Statement Assessments::Supervision(const Assessment& assessment, bool objection) {
  v1::Statement statement = testing::ReportSupervision(stage_.world, assessment.plan, objection);
  v1::ReportSupervision& act = *statement.mutable_report_supervision();
  act.set_organisation(assessment.issuer->id);
  *act.mutable_supervisors() = assessment.start.start_examination().supervisors();
  return statement;
}

}  // namespace linkcert::province
