#include "tests/vectors/sample_acts.h"

#include "absl/strings/str_cat.h"
#include "crypto/hash.h"

namespace linkcert::vectors {
namespace {

constexpr uint64_t kDayMs = 24ull * 60 * 60 * 1000;
constexpr uint32_t kLevel = 4;  // 高级工/三级

// 电子设备装接工
v1::Occupation SampleOccupation() {
  v1::Occupation occupation;
  occupation.set_edition("2022");
  occupation.set_code("6-25-04-07");
  return occupation;
}

void AddLevel(v1::PublishLadder& ladder, absl::string_view name, absl::string_view character) {
  v1::LadderLevel& level = *ladder.add_levels();
  level.set_ordinal(static_cast<uint32_t>(ladder.levels_size()));
  level.set_name(std::string(name));
  level.set_number_character(std::string(character));
  level.set_needs_review(level.ordinal() >= 5);
  level.set_appointment(level.ordinal() >= 7);
}

}  // namespace

std::string SampleBytes(absl::string_view seed, size_t size) {
  return crypto::Sha256("linkcert vectors: ", seed).str().substr(0, size);
}

v1::RuleSet SampleRuleSet() {
  v1::RuleSet rules;
  rules.set_version(1);
  for (uint32_t act :
       {101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 114, 115, 116, 117, 118,
        119, 120, 121, 122, 123, 124, 125, 131, 135, 136, 137, 138, 142, 143, 144, 147, 148}) {
    rules.add_acts(act);
  }
  for (uint32_t rule : {1, 2, 3, 4, 5, 6, 7, 9, 13, 16, 20, 22, 23, 24, 26, 27, 28}) {
    rules.add_rules(rule);
  }
  rules.set_signed_at_window_ms(7 * kDayMs);
  rules.set_issue_to_log_days(30);
  rules.set_end_grace_days(30);
  rules.set_late_grant(v1::LATE_GRANT_REFUSE);
  rules.set_numbering(v1::NUMBERING_MODE_BODY);
  rules.set_pass_share_low(40);
  rules.set_pass_share_high(98);
  rules.set_small_batch(5);
  return rules;
}

v1::RegisterOrganisation SampleOrganisation(absl::string_view id) {
  v1::RegisterOrganisation act;
  act.set_organisation(std::string(id));
  act.set_name(id == kLeader ? "示例电子设备有限公司（虚构）" : "示例线路板厂（虚构）");
  act.set_credit_code(id == kLeader ? "91320500MAEXAMPL1X" : "91320500MAEXAMPL21");
  act.set_province("32");
  return act;
}

v1::DefineChain SampleChain() {
  v1::DefineChain act;
  act.set_chain(kChain);
  act.set_name("示例集成电路产业链（虚构）");
  act.set_leader(kLeader);
  act.add_segments("线路板");
  act.add_segments("整机装配");
  act.set_valid_from(20260101);
  return act;
}

v1::JoinChain SampleMembership() {
  v1::JoinChain act;
  act.set_chain(kChain);
  act.set_organisation(kMember);
  act.set_role(v1::CHAIN_ROLE_UPSTREAM);
  act.set_segment("线路板");
  return act;
}

v1::PublishLadder SampleLadder() {
  v1::PublishLadder act;
  act.set_ladder(kLadder);
  act.set_name("新八级工");
  AddLevel(act, "学徒工", "");
  AddLevel(act, "初级工/五级", "5");
  AddLevel(act, "中级工/四级", "4");
  AddLevel(act, "高级工/三级", "3");
  AddLevel(act, "技师/二级", "2");
  AddLevel(act, "高级技师/一级", "1");
  AddLevel(act, "特级技师", "T");
  AddLevel(act, "首席技师", "S");
  return act;
}

v1::PublishStandard SampleStandard() {
  v1::PublishStandard act;
  act.set_standard(kStandard);
  act.set_version(1);
  act.set_owner(kLeader);
  *act.mutable_occupation() = SampleOccupation();
  act.set_ladder(kLadder);
  for (uint32_t ordinal = 2; ordinal <= kLevel; ++ordinal) {
    v1::StandardLevel& level = *act.add_levels();
    level.set_ordinal(ordinal);
    level.set_panel_minimum(3);
    for (v1::AssessmentKind kind : {v1::ASSESSMENT_KIND_THEORY, v1::ASSESSMENT_KIND_SKILL}) {
      v1::AssessmentItem& item = *level.add_items();
      item.set_kind(kind);
      item.set_pass_mark(6000);
      item.set_full_mark(10000);
    }
  }
  act.set_document_digest(SampleBytes("standard document", 32));
  act.set_effective_from(20260301);
  act.set_chain(kChain);
  act.set_cosigners_required(1);
  return act;
}

v1::GrantAccreditation SampleAccreditation() {
  v1::GrantAccreditation act;
  act.set_accreditation(kAccreditation);
  act.set_organisation(kLeader);
  act.set_filing_code("Y000032050123");
  act.set_issuer_class(v1::ISSUER_CLASS_EMPLOYER);
  v1::ScopeItem& item = *act.add_scope();
  *item.mutable_occupation() = SampleOccupation();
  item.set_ladder(kLadder);
  for (uint32_t level = 2; level <= kLevel; ++level) item.add_levels(level);
  act.add_classes(v1::CERTIFICATE_CLASS_STATE_LEVEL);
  act.add_routes(v1::ROUTE_EXAM);
  act.add_audiences(v1::AUDIENCE_OWN_STAFF);
  act.add_audiences(v1::AUDIENCE_CHAIN);
  act.set_chain(kChain);
  act.add_standards(kStandard);
  act.set_yearly_quota(500);
  act.set_valid_from(20260301);
  act.set_valid_to(20290228);
  act.set_legal_basis("示例人社备案〔2026〕1号（虚构）");
  act.set_decision_digest(SampleBytes("accreditation decision", 32));
  return act;
}

v1::PlanBatch SamplePlan() {
  v1::PlanBatch act;
  act.set_accreditation(kAccreditation);
  act.set_chain(kChain);
  act.set_standard(kStandard);
  act.set_standard_version(1);
  *act.mutable_occupation() = SampleOccupation();
  act.set_ladder(kLadder);
  act.set_level(kLevel);
  act.add_classes(v1::CERTIFICATE_CLASS_STATE_LEVEL);
  act.set_route(v1::ROUTE_EXAM);
  act.set_exam_start(20260418);
  act.set_exam_end(20260419);
  return act;
}

v1::IssueBatch SampleBatch() {
  const v1::PlanBatch plan = SamplePlan();
  v1::IssueBatch act;
  act.set_accreditation(plan.accreditation());
  act.set_chain(plan.chain());
  act.set_standard(plan.standard());
  act.set_standard_version(plan.standard_version());
  *act.mutable_occupation() = plan.occupation();
  act.set_occupation_name("电子设备装接工");
  act.set_ladder(plan.ladder());
  act.set_level(plan.level());
  act.set_certificate_class(v1::CERTIFICATE_CLASS_STATE_LEVEL);
  act.set_route(plan.route());
  act.set_document_version(1);
  act.set_batch_number("2026-04-A");
  act.set_exam_start(plan.exam_start());
  act.set_exam_end(plan.exam_end());
  act.set_results_on(20260424);
  act.set_publicity_from(20260427);
  act.set_publicity_to(20260506);
  act.set_issued_on(20260512);
  act.mutable_numbers()->set_prefix(kNumberPrefix);
  act.mutable_numbers()->set_first(1);
  act.mutable_numbers()->set_count(8);
  act.mutable_numbers()->add_voided(8);
  act.set_admitted(9);
  act.set_present(9);
  act.set_passed(7);
  act.set_report_digest(SampleBytes("report sheet, salted", 32));
  return act;
}

}  // namespace linkcert::vectors
