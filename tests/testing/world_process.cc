#include "tests/testing/world_process.h"

#include <algorithm>

#include "crypto/hash.h"

namespace linkcert::testing {
namespace {

proto::CivilDate Today(const World& world) { return proto::CivilDateAt(world.now_ms()); }

void SetBlock(v1::NumberBlock& block, const std::string& prefix, uint32_t first, uint32_t count) {
  block.set_prefix(prefix);
  block.set_first(first);
  block.set_count(count);
}

}  // namespace

v1::Statement PublishRuleSet(World& world, const v1::RuleSet& rule_set) {
  v1::Statement statement = world.New();
  *statement.mutable_publish_rule_set()->mutable_rule_set() = rule_set;
  statement.mutable_publish_rule_set()->mutable_rule_set()->set_version(2);
  return statement;
}

std::vector<std::string> Assessors(World& world, const std::vector<int>& numbers) {
  std::vector<std::string> references;
  for (int number : numbers) {
    references.push_back(world.RegisterAssessor(number).register_assessor().assessor());
  }
  std::sort(references.begin(), references.end());
  return references;
}

std::string Supervisor(World& world) {
  return world.RegisterSupervisor().register_supervisor().supervisor();
}

v1::Statement StartExamination(World& world, const v1::Statement& plan) {
  v1::Statement statement = world.New();
  v1::StartExamination& act = *statement.mutable_start_examination();
  act.set_plan(plan.statement_id());
  for (const std::string& assessor : Assessors(world, {1, 2, 3})) act.add_assessors(assessor);
  act.add_supervisors(Supervisor(world));
  return statement;
}

v1::Statement ApproveResults(World& world, const v1::Statement& plan, uint32_t present,
                             uint32_t passed) {
  v1::Statement statement = world.New();
  v1::ApproveResults& act = *statement.mutable_approve_results();
  act.set_plan(plan.statement_id());
  act.set_present(present);
  act.set_passed(passed);
  act.set_result_digest(crypto::Sha256("result sheet").str());
  act.set_approved_on(Today(world));
  return statement;
}

v1::Statement OpenPublicity(World& world, const v1::Statement& plan) {
  v1::Statement statement = world.New();
  statement.mutable_open_publicity()->set_plan(plan.statement_id());
  statement.mutable_open_publicity()->set_opened_on(Today(world));
  return statement;
}

v1::Statement ClosePublicity(World& world, const v1::Statement& plan) {
  v1::Statement statement = world.New();
  statement.mutable_close_publicity()->set_plan(plan.statement_id());
  statement.mutable_close_publicity()->set_closed_on(Today(world));
  return statement;
}

v1::Statement ReportSupervision(World& world, const v1::Statement& plan, bool objection) {
  v1::Statement statement = world.New();
  v1::ReportSupervision& act = *statement.mutable_report_supervision();
  act.set_organisation(kLeader);
  act.set_plan(plan.statement_id());
  act.add_supervisors(Supervisor(world));
  act.set_report_digest(crypto::Sha256("supervision report").str());
  act.set_objection(objection);
  return statement;
}

v1::Statement RecordAppeals(World& world, const v1::Statement& plan, uint32_t received,
                            uint32_t upheld, uint32_t rejected) {
  v1::Statement statement = world.New();
  v1::RecordAppeals& act = *statement.mutable_record_appeals();
  act.set_plan(plan.statement_id());
  act.set_received(received);
  act.set_upheld(upheld);
  act.set_rejected(rejected);
  return statement;
}

v1::Statement AssignNumberBlock(World& world, const std::string& prefix, uint32_t first,
                                uint32_t count) {
  v1::Statement statement = world.New();
  v1::AssignNumberBlock& act = *statement.mutable_assign_number_block();
  act.set_accreditation(kAccreditation);
  SetBlock(*act.mutable_numbers(), prefix, first, count);
  return statement;
}

v1::Statement VoidNumbers(World& world, const std::string& prefix, uint32_t first, uint32_t count) {
  v1::Statement statement = world.New();
  v1::VoidNumbers& act = *statement.mutable_void_numbers();
  act.set_accreditation(kAccreditation);
  SetBlock(*act.mutable_numbers(), prefix, first, count);
  return statement;
}

v1::Statement ImposeSanction(World& world, uint64_t finding, v1::SanctionKind kind) {
  v1::Statement statement = world.New();
  v1::ImposeSanction& act = *statement.mutable_impose_sanction();
  act.set_finding(finding);
  act.set_kind(kind);
  return statement;
}

}  // namespace linkcert::testing
