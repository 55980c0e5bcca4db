// What each act's admission is given, and where it puts what changes. Private to rules/.
#ifndef LINKCERT_RULES_ACT_CONTEXT_H_
#define LINKCERT_RULES_ACT_CONTEXT_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "rules/admit.h"
#include "rules/records.h"

namespace linkcert::rules {

// One statement on its way in. Signatures, form and envelope are checked; who may sign is the
// act's own business (signers.h).
struct ActContext {
  const View& view;
  const PreparedUnit& unit;
  const Stamp& stamp;
  const records::Registry& registry;
  const v1::RuleSet& rule_set;          // in force for the whole registry
  const std::vector<v1::Key>& signers;  // in the statement's order
  Admission& admission;

  const v1::Statement& statement() const { return unit.statement.statement; }
  // Organisation of the first signer.
  const std::string& first_organisation() const { return signers.front().organisation(); }
  bool Enforces(uint32_t rule) const { return absl::c_linear_search(rule_set.rules(), rule); }

  v1::Logged Here() const {
    v1::Logged logged;
    logged.set_index(stamp.index);
    logged.set_at(stamp.logged_at);
    return logged;
  }
  // Writes `value` through the Record's own accessor, e.g. &Record::mutable_chain.
  template <typename T>
  void Write(std::string key, T value, T* (Record::*member)()) {
    auto record = std::make_shared<Record>();
    *((*record).*member)() = std::move(value);
    admission.effects.push_back({std::move(key), std::move(record)});
  }
  void Warn(proto::Reason reason, std::string detail) {
    admission.warnings.push_back({.reason = reason, .detail = std::move(detail)});
  }
};

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

#endif  // LINKCERT_RULES_ACT_CONTEXT_H_
