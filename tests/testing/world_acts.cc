// The acts of the test world, as scene 1 of the field has them.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "crypto/hash.h"
#include "proto/civil_date.h"
#include "rules/rule_sets.h"
#include "tests/testing/world.h"

namespace linkcert::testing {
namespace {

std::string Digest(absl::string_view what) { return crypto::Sha256(what).str(); }
std::string Id16(absl::string_view what) { return Digest(what).substr(0, 16); }

v1::Occupation Assembler() {
  v1::Occupation occupation;
  occupation.set_edition("2022");
  occupation.set_code("6-25-04-07");
  return occupation;
}

const char* const kLevelNames[] = {"学徒工",    "初级工/五级",   "中级工/四级", "高级工/三级",
                                   "技师/二级", "高级技师/一级", "特级技师",    "首席技师"};
const char* const kLevelCharacters[] = {"", "5", "4", "3", "2", "1", "T", "S"};

}  // namespace

v1::Statement World::Genesis() {
  v1::Statement statement;
  if (statement.ParseFromString(genesis_) && !genesis_.empty()) return statement;
  statement.set_statement_id(Id16("genesis"));
  statement.set_signed_at(kFoundingMs);
  v1::Genesis& act = *statement.mutable_genesis();
  act.set_origin(origin_);
  act.set_nonce(Digest("nonce"));
  act.set_threshold(2);
  act.set_log_key(Spki("log"));
  act.set_authority_name("虚构市人力资源和社会保障局");
  *act.mutable_rule_set() = rules::DefaultRuleSet();
  std::vector<std::string> names = {"authority-1", "authority-2"};
  std::sort(names.begin(), names.end(), [&](const std::string& a, const std::string& b) {
    return Key(a).public_key().id() < Key(b).public_key().id();
  });
  for (const std::string& name : names) {
    v1::AuthorityKey& key = *act.add_authority_keys();
    key.set_public_key(Spki(name));
    key.set_person(Person(name));
    statement.add_signers(Key(name).public_key().id().str());
  }
  return statement;
}

v1::Statement World::AddKey(const std::string& organisation, const std::string& key_name,
                            const std::vector<v1::KeyPurpose>& purposes) {
  v1::Statement statement = New();
  v1::AddKey& act = *statement.mutable_add_key();
  act.set_organisation(organisation);
  act.set_public_key(Spki(key_name));
  act.set_person(Person(key_name));
  for (v1::KeyPurpose purpose : purposes) act.add_purposes(purpose);
  return statement;
}

v1::Statement World::RegisterOrganisation(const std::string& organisation,
                                          const std::string& name) {
  v1::Statement statement = New();
  v1::RegisterOrganisation& act = *statement.mutable_register_organisation();
  act.set_organisation(organisation);
  act.set_name(name);
  act.set_province("32");
  return statement;
}

v1::Statement World::DefineChain() {
  v1::Statement statement = New();
  v1::DefineChain& act = *statement.mutable_define_chain();
  act.set_chain(kChain);
  act.set_name("半导体产业链（虚构）");
  act.set_leader(kLeader);
  act.add_segments("封装测试");
  act.add_segments("整机装配");
  act.set_valid_from(FirstDay());
  return statement;
}

v1::Statement World::JoinChain(const std::string& organisation, v1::ChainRole role) {
  v1::Statement statement = New();
  v1::JoinChain& act = *statement.mutable_join_chain();
  act.set_chain(kChain);
  act.set_organisation(organisation);
  act.set_role(role);
  return statement;
}

v1::Statement World::PublishLadder() {
  v1::Statement statement = New();
  v1::PublishLadder& act = *statement.mutable_publish_ladder();
  act.set_ladder(kLadder);
  act.set_name("新八级工");
  for (uint32_t i = 0; i < 8; ++i) {
    v1::LadderLevel& level = *act.add_levels();
    level.set_ordinal(i + 1);
    level.set_name(kLevelNames[i]);
    level.set_number_character(kLevelCharacters[i]);
    level.set_needs_review(i >= 4);
    level.set_appointment(i >= 6);
  }
  return statement;
}

v1::Statement World::PublishStandard() {
  v1::Statement statement = New();
  v1::PublishStandard& act = *statement.mutable_publish_standard();
  act.set_standard(kStandard);
  act.set_version(1);
  act.set_owner(kLeader);
  *act.mutable_occupation() = Assembler();
  act.set_ladder(kLadder);
  for (uint32_t ordinal : {2, 3, 4, 5}) {
    v1::StandardLevel& level = *act.add_levels();
    level.set_ordinal(ordinal);
    level.set_panel_minimum(3);
    v1::AssessmentItem& item = *level.add_items();
    item.set_kind(v1::ASSESSMENT_KIND_THEORY);
    item.set_pass_mark(6000);
    item.set_full_mark(10000);
  }
  act.set_document_digest(Digest("standard"));
  act.set_effective_from(FirstDay());
  act.set_chain(kChain);
  act.set_cosigners_required(1);
  return statement;
}

v1::Statement World::CosignStandard() {
  v1::Statement statement = New();
  v1::CosignStandard& act = *statement.mutable_cosign_standard();
  act.set_standard(kStandard);
  act.set_version(1);
  act.set_document_digest(Digest("standard"));
  return statement;
}

v1::Statement World::FileStandard() {
  v1::Statement statement = New();
  v1::FileStandard& act = *statement.mutable_file_standard();
  act.set_standard(kStandard);
  act.set_version(1);
  act.set_document_digest(Digest("standard"));
  return statement;
}

v1::Statement World::GrantAccreditation() {
  v1::Statement statement = New();
  v1::GrantAccreditation& act = *statement.mutable_grant_accreditation();
  act.set_accreditation(kAccreditation);
  act.set_organisation(kLeader);
  act.set_filing_code(kFilingCode);
  act.set_issuer_class(v1::ISSUER_CLASS_EMPLOYER);
  v1::ScopeItem& item = *act.add_scope();
  *item.mutable_occupation() = Assembler();
  item.set_ladder(kLadder);
  for (uint32_t level : {2, 3, 4}) item.add_levels(level);
  act.add_classes(v1::CERTIFICATE_CLASS_STATE_LEVEL);
  act.add_routes(v1::ROUTE_EXAM);
  act.add_audiences(v1::AUDIENCE_OWN_STAFF);
  act.add_audiences(v1::AUDIENCE_CHAIN);
  act.set_chain(kChain);
  act.add_standards(kStandard);
  act.set_yearly_quota(50000000);
  act.set_valid_from(FirstDay());
  act.set_valid_to(LastDay());
  act.set_legal_basis("虚构人社发〔2026〕1号");
  act.set_decision_digest(Digest("decision"));
  return statement;
}

v1::Statement World::RegisterAssessor(int number) {
  v1::Statement statement = New();
  v1::RegisterAssessor& act = *statement.mutable_register_assessor();
  act.set_assessor(Id16(absl::StrCat("assessor ", number)));
  v1::AssessorSkill& skill = *act.add_skills();
  *skill.mutable_occupation() = Assembler();
  skill.set_ladder(kLadder);
  skill.set_highest_level(6);
  act.set_valid_from(FirstDay());
  act.set_valid_to(LastDay());
  return statement;
}

v1::Statement World::RegisterSupervisor() {
  v1::Statement statement = New();
  v1::RegisterSupervisor& act = *statement.mutable_register_supervisor();
  act.set_supervisor(Id16("supervisor"));
  act.set_valid_from(FirstDay());
  act.set_valid_to(LastDay());
  return statement;
}

v1::Statement World::Plan() {
  v1::Statement statement = New();
  v1::PlanBatch& act = *statement.mutable_plan_batch();
  act.set_accreditation(kAccreditation);
  act.set_chain(kChain);
  act.set_standard(kStandard);
  act.set_standard_version(1);
  *act.mutable_occupation() = Assembler();
  act.set_ladder(kLadder);
  act.set_level(3);
  act.add_classes(v1::CERTIFICATE_CLASS_STATE_LEVEL);
  act.set_route(v1::ROUTE_EXAM);
  act.set_exam_start(proto::AddDays(Today(), exam_in_days_));
  act.set_exam_end(proto::AddDays(Today(), exam_in_days_ == 0 ? 0 : exam_in_days_ + 1));
  return statement;
}

v1::Statement World::SealRoster(const v1::Statement& plan, uint32_t total) {
  v1::Statement statement = New();
  v1::SealRoster& act = *statement.mutable_seal_roster();
  act.set_plan(plan.statement_id());
  act.mutable_roster()->set_root(Digest("roster"));
  act.mutable_roster()->set_total(total);
  for (const char* firm : {kMember2, kMember, kLeader}) {
    act.mutable_roster()->add_organisations(firm);
  }
  act.set_admitted(total);
  return statement;
}

v1::Statement World::Batch(const v1::Statement& plan, const v1::Statement& roster,
                           uint32_t first_serial) {
  const v1::PlanBatch& planned = plan.plan_batch();
  v1::Statement statement = New();
  v1::IssueBatch& act = *statement.mutable_issue_batch();
  act.set_accreditation(planned.accreditation());
  act.set_chain(planned.chain());
  act.set_standard(planned.standard());
  act.set_standard_version(planned.standard_version());
  *act.mutable_occupation() = planned.occupation();
  act.set_occupation_name("电子设备装接工");
  act.set_trade(planned.trade());
  act.set_ladder(planned.ladder());
  act.set_level(planned.level());
  act.set_certificate_class(v1::CERTIFICATE_CLASS_STATE_LEVEL);
  act.set_route(planned.route());
  act.set_document_version(1);
  act.set_batch_number(absl::StrCat("2026-", first_serial));
  act.set_plan(plan.statement_id());
  act.set_exam_start(planned.exam_start());
  act.set_exam_end(planned.exam_end());
  act.set_issued_on(Today());
  act.mutable_numbers()->set_prefix(
      absl::StrFormat("%s%02d4", kFilingCode, proto::YearOf(Today()) % 100));
  act.mutable_numbers()->set_first(first_serial);
  *act.mutable_roster() = roster.seal_roster().roster();
  act.set_admitted(roster.seal_roster().admitted());
  act.set_present(act.admitted());
  act.set_passed(std::max<uint32_t>(1, act.admitted() * 8 / 9));
  return statement;
}

}  // namespace linkcert::testing
