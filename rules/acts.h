// One function for each act of the rulebook. Private to rules/.
#ifndef LINKCERT_RULES_ACTS_H_
#define LINKCERT_RULES_ACTS_H_

#include "absl/status/status.h"
#include "rules/act_context.h"

namespace linkcert::rules {

// The act's own function below; ACT_NOT_ENABLED for acts that this version does not know.
absl::Status AdmitAct(ActContext& context);

// One function an act; each returns the refusal, or writes its effects. By file:
// genesis.cc
absl::Status AdmitGenesis(ActContext& context, const v1::Genesis& act);
absl::Status AdmitPublishRuleSet(ActContext& context, const v1::PublishRuleSet& act);
// keys.cc
absl::Status AdmitAddKey(ActContext& context, const v1::AddKey& act);
// key_ends.cc
absl::Status AdmitRotateKey(ActContext& context, const v1::RotateKey& act);
absl::Status AdmitRevokeKey(ActContext& context, const v1::RevokeKey& act);
absl::Status AdmitDeclareKeyCompromised(ActContext& context, const v1::DeclareKeyCompromised& act);
// epochs.cc
absl::Status AdmitRotateLogKey(ActContext& context, const v1::RotateLogKey& act);
absl::Status AdmitBeginEpoch(ActContext& context, const v1::BeginEpoch& act);
// organisations.cc
absl::Status AdmitRegisterOrganisation(ActContext& context, const v1::RegisterOrganisation& act);
absl::Status AdmitRegisterAssessor(ActContext& context, const v1::RegisterAssessor& act);
absl::Status AdmitRegisterSupervisor(ActContext& context, const v1::RegisterSupervisor& act);
// chains.cc
absl::Status AdmitDefineChain(ActContext& context, const v1::DefineChain& act);
absl::Status AdmitJoinChain(ActContext& context, const v1::JoinChain& act);
absl::Status AdmitLeaveChain(ActContext& context, const v1::LeaveChain& act);
// occupations.cc
absl::Status AdmitPublishOccupationEdition(ActContext& context,
                                           const v1::PublishOccupationEdition& act);
// standards.cc
absl::Status AdmitPublishLadder(ActContext& context, const v1::PublishLadder& act);
absl::Status AdmitPublishStandard(ActContext& context, const v1::PublishStandard& act);
absl::Status AdmitCosignStandard(ActContext& context, const v1::CosignStandard& act);
absl::Status AdmitFileStandard(ActContext& context, const v1::FileStandard& act);
absl::Status AdmitWithdrawStandard(ActContext& context, const v1::WithdrawStandard& act);
// accreditations.cc
absl::Status AdmitGrantAccreditation(ActContext& context, const v1::GrantAccreditation& act);
// accreditation_standing.cc
absl::Status AdmitSuspendAccreditation(ActContext& context, const v1::SuspendAccreditation& act);
absl::Status AdmitResumeAccreditation(ActContext& context, const v1::ResumeAccreditation& act);
absl::Status AdmitEndAccreditation(ActContext& context, const v1::EndAccreditation& act);
// plans.cc
absl::Status AdmitPlanBatch(ActContext& context, const v1::PlanBatch& act);
absl::Status AdmitSealRoster(ActContext& context, const v1::SealRoster& act);
// examinations.cc, publicity.cc, supervision.cc
absl::Status AdmitStartExamination(ActContext& context, const v1::StartExamination& act);
absl::Status AdmitApproveResults(ActContext& context, const v1::ApproveResults& act);
absl::Status AdmitRecordAppeals(ActContext& context, const v1::RecordAppeals& act);
absl::Status AdmitOpenPublicity(ActContext& context, const v1::OpenPublicity& act);
absl::Status AdmitClosePublicity(ActContext& context, const v1::ClosePublicity& act);
absl::Status AdmitReportSupervision(ActContext& context, const v1::ReportSupervision& act);
// number_blocks.cc
absl::Status AdmitAssignNumberBlock(ActContext& context, const v1::AssignNumberBlock& act);
absl::Status AdmitVoidNumbers(ActContext& context, const v1::VoidNumbers& act);
// batches.cc
absl::Status AdmitIssueBatch(ActContext& context, const v1::IssueBatch& act);
// corrections.cc
absl::Status AdmitCorrectCertificates(ActContext& context, const v1::CorrectCertificates& act);
absl::Status AdmitReissueCertificates(ActContext& context, const v1::ReissueCertificates& act);
// supersessions.cc
absl::Status AdmitSupersedeCertificates(ActContext& context, const v1::SupersedeCertificates& act);
// companions.cc
absl::Status AdmitDecideCompanion(ActContext& context, const v1::DecideCompanion& act);
// certificate_standing.cc
absl::Status AdmitSuspendCertificates(ActContext& context, const v1::SuspendCertificates& act);
absl::Status AdmitReinstateCertificates(ActContext& context, const v1::ReinstateCertificates& act);
absl::Status AdmitRevokeCertificates(ActContext& context, const v1::RevokeCertificates& act);
absl::Status AdmitVoidBatch(ActContext& context, const v1::VoidBatch& act);
// findings.cc
absl::Status AdmitRecordFinding(ActContext& context, const v1::RecordFinding& act);
// sanctions.cc
absl::Status AdmitImposeSanction(ActContext& context, const v1::ImposeSanction& act);
// policies.cc
absl::Status AdmitSetRecognitionPolicy(ActContext& context, const v1::SetRecognitionPolicy& act);
absl::Status AdmitSetPostRequirement(ActContext& context, const v1::SetPostRequirement& act);
// national_sync.cc
absl::Status AdmitReportNationalSync(ActContext& context, const v1::ReportNationalSync& act);
// erasures.cc
absl::Status AdmitRecordErasure(ActContext& context, const v1::RecordErasure& act);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_ACTS_H_
