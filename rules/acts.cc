// Which function admits which act.
#include "rules/acts.h"

#include "absl/algorithm/container.h"
#include "proto/statement.h"

namespace linkcert::rules {
namespace {

template <auto kAdmit, auto kAct>
absl::Status Run(ActContext& context) {
  return kAdmit(context, (context.statement().*kAct)());
}

struct ActRow {
  v1::Statement::ActCase act;
  absl::Status (*admit)(ActContext& context);
};

constexpr ActRow kRows[] = {
    {v1::Statement::kGenesis, Run<AdmitGenesis, &v1::Statement::genesis>},
    {v1::Statement::kAddKey, Run<AdmitAddKey, &v1::Statement::add_key>},
    {v1::Statement::kRotateKey, Run<AdmitRotateKey, &v1::Statement::rotate_key>},
    {v1::Statement::kRevokeKey, Run<AdmitRevokeKey, &v1::Statement::revoke_key>},
    {v1::Statement::kDeclareKeyCompromised,
     Run<AdmitDeclareKeyCompromised, &v1::Statement::declare_key_compromised>},
    {v1::Statement::kRotateLogKey, Run<AdmitRotateLogKey, &v1::Statement::rotate_log_key>},
    {v1::Statement::kBeginEpoch, Run<AdmitBeginEpoch, &v1::Statement::begin_epoch>},
    {v1::Statement::kPublishRuleSet, Run<AdmitPublishRuleSet, &v1::Statement::publish_rule_set>},
    {v1::Statement::kRegisterOrganisation,
     Run<AdmitRegisterOrganisation, &v1::Statement::register_organisation>},
    {v1::Statement::kDefineChain, Run<AdmitDefineChain, &v1::Statement::define_chain>},
    {v1::Statement::kJoinChain, Run<AdmitJoinChain, &v1::Statement::join_chain>},
    {v1::Statement::kLeaveChain, Run<AdmitLeaveChain, &v1::Statement::leave_chain>},
    {v1::Statement::kPublishLadder, Run<AdmitPublishLadder, &v1::Statement::publish_ladder>},
    {v1::Statement::kPublishOccupationEdition,
     Run<AdmitPublishOccupationEdition, &v1::Statement::publish_occupation_edition>},
    {v1::Statement::kPublishStandard, Run<AdmitPublishStandard, &v1::Statement::publish_standard>},
    {v1::Statement::kCosignStandard, Run<AdmitCosignStandard, &v1::Statement::cosign_standard>},
    {v1::Statement::kFileStandard, Run<AdmitFileStandard, &v1::Statement::file_standard>},
    {v1::Statement::kWithdrawStandard,
     Run<AdmitWithdrawStandard, &v1::Statement::withdraw_standard>},
    {v1::Statement::kGrantAccreditation,
     Run<AdmitGrantAccreditation, &v1::Statement::grant_accreditation>},
    {v1::Statement::kSuspendAccreditation,
     Run<AdmitSuspendAccreditation, &v1::Statement::suspend_accreditation>},
    {v1::Statement::kResumeAccreditation,
     Run<AdmitResumeAccreditation, &v1::Statement::resume_accreditation>},
    {v1::Statement::kEndAccreditation,
     Run<AdmitEndAccreditation, &v1::Statement::end_accreditation>},
    {v1::Statement::kRegisterAssessor,
     Run<AdmitRegisterAssessor, &v1::Statement::register_assessor>},
    {v1::Statement::kRegisterSupervisor,
     Run<AdmitRegisterSupervisor, &v1::Statement::register_supervisor>},
    {v1::Statement::kPlanBatch, Run<AdmitPlanBatch, &v1::Statement::plan_batch>},
    {v1::Statement::kSealRoster, Run<AdmitSealRoster, &v1::Statement::seal_roster>},
    {v1::Statement::kStartExamination,
     Run<AdmitStartExamination, &v1::Statement::start_examination>},
    {v1::Statement::kApproveResults, Run<AdmitApproveResults, &v1::Statement::approve_results>},
    {v1::Statement::kOpenPublicity, Run<AdmitOpenPublicity, &v1::Statement::open_publicity>},
    {v1::Statement::kClosePublicity, Run<AdmitClosePublicity, &v1::Statement::close_publicity>},
    {v1::Statement::kReportSupervision,
     Run<AdmitReportSupervision, &v1::Statement::report_supervision>},
    {v1::Statement::kAssignNumberBlock,
     Run<AdmitAssignNumberBlock, &v1::Statement::assign_number_block>},
    {v1::Statement::kVoidNumbers, Run<AdmitVoidNumbers, &v1::Statement::void_numbers>},
    {v1::Statement::kRecordAppeals, Run<AdmitRecordAppeals, &v1::Statement::record_appeals>},
    {v1::Statement::kImposeSanction, Run<AdmitImposeSanction, &v1::Statement::impose_sanction>},
    {v1::Statement::kIssueBatch, Run<AdmitIssueBatch, &v1::Statement::issue_batch>},
    {v1::Statement::kCorrectCertificates,
     Run<AdmitCorrectCertificates, &v1::Statement::correct_certificates>},
    {v1::Statement::kReissueCertificates,
     Run<AdmitReissueCertificates, &v1::Statement::reissue_certificates>},
    {v1::Statement::kSupersedeCertificates,
     Run<AdmitSupersedeCertificates, &v1::Statement::supersede_certificates>},
    {v1::Statement::kDecideCompanion, Run<AdmitDecideCompanion, &v1::Statement::decide_companion>},
    {v1::Statement::kSuspendCertificates,
     Run<AdmitSuspendCertificates, &v1::Statement::suspend_certificates>},
    {v1::Statement::kReinstateCertificates,
     Run<AdmitReinstateCertificates, &v1::Statement::reinstate_certificates>},
    {v1::Statement::kRevokeCertificates,
     Run<AdmitRevokeCertificates, &v1::Statement::revoke_certificates>},
    {v1::Statement::kVoidBatch, Run<AdmitVoidBatch, &v1::Statement::void_batch>},
    {v1::Statement::kRecordFinding, Run<AdmitRecordFinding, &v1::Statement::record_finding>},
    {v1::Statement::kSetRecognitionPolicy,
     Run<AdmitSetRecognitionPolicy, &v1::Statement::set_recognition_policy>},
    {v1::Statement::kSetPostRequirement,
     Run<AdmitSetPostRequirement, &v1::Statement::set_post_requirement>},
    {v1::Statement::kReportNationalSync,
     Run<AdmitReportNationalSync, &v1::Statement::report_national_sync>},
    {v1::Statement::kRecordErasure, Run<AdmitRecordErasure, &v1::Statement::record_erasure>},
};

}  // namespace

absl::Status AdmitAct(ActContext& context) {
  const auto* row = absl::c_find_if(
      kRows, [&](const ActRow& r) { return r.act == context.statement().act_case(); });
  if (row != std::end(kRows)) return row->admit(context);
  const uint32_t number = proto::ActNumber(context.statement());
  return proto::Refuse(proto::Reason::kActNotEnabled, std::string(proto::ActName(number)));
}

}  // namespace linkcert::rules
