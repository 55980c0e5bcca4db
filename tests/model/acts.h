// Each act twice: Judge notes all that speaks against it, Apply does what it says. Private to the
// model. The order of RULES.md.
#ifndef LINKCERT_TESTS_MODEL_ACTS_H_
#define LINKCERT_TESTS_MODEL_ACTS_H_

#include <string>
#include <vector>

#include "tests/model/facts.h"
#include "tests/model/question.h"

namespace linkcert::model {

// SHA-256 of a SubjectPublicKeyInfo.
std::string KeyIdOf(const std::string& public_key);
// Adds a change to each of `things`.
void ChangeStanding(Facts& facts, const std::vector<uint64_t>& things, Change change);
// Room in a history for one more change and `more` that may have to follow it.
void MustHaveRoom(const Facts& facts, uint64_t thing, size_t more, Question& question);

// key_acts.cc
void Judge(const Facts& facts, const v1::AddKey& act, Question& question);
void Apply(Facts& facts, const v1::AddKey& act, const Question& question);
void Judge(const Facts& facts, const v1::RotateKey& act, Question& question);
void Apply(Facts& facts, const v1::RotateKey& act, const Question& question);
void Judge(const Facts& facts, const v1::RevokeKey& act, Question& question);
void Apply(Facts& facts, const v1::RevokeKey& act, const Question& question);
void Judge(const Facts& facts, const v1::DeclareKeyCompromised& act, Question& question);
void Apply(Facts& facts, const v1::DeclareKeyCompromised& act, const Question& question);
// registry_acts.cc
void Apply(Facts& facts, const v1::Genesis& act, const Question& question);
void Judge(const Facts& facts, const v1::PublishRuleSet& act, Question& question);
void Apply(Facts& facts, const v1::PublishRuleSet& act, const Question& question);
void Judge(const Facts& facts, const v1::RotateLogKey& act, Question& question);
void Apply(Facts& facts, const v1::RotateLogKey& act, const Question& question);
void Judge(const Facts& facts, const v1::BeginEpoch& act, Question& question);
void Apply(Facts& facts, const v1::BeginEpoch& act, const Question& question);
// organisation_acts.cc
void Judge(const Facts& facts, const v1::RegisterOrganisation& act, Question& question);
void Apply(Facts& facts, const v1::RegisterOrganisation& act, const Question& question);
void Judge(const Facts& facts, const v1::DefineChain& act, Question& question);
void Apply(Facts& facts, const v1::DefineChain& act, const Question& question);
void Judge(const Facts& facts, const v1::JoinChain& act, Question& question);
void Apply(Facts& facts, const v1::JoinChain& act, const Question& question);
void Judge(const Facts& facts, const v1::LeaveChain& act, Question& question);
void Apply(Facts& facts, const v1::LeaveChain& act, const Question& question);
// The organisation is a member of the chain now, and the chain in force today.
void MustBeMember(const Facts& facts, const std::string& chain, const std::string& organisation,
                  Question& question);
// standard_acts.cc
void Judge(const Facts& facts, const v1::PublishLadder& act, Question& question);
void Apply(Facts& facts, const v1::PublishLadder& act, const Question& question);
void Judge(const Facts& facts, const v1::PublishOccupationEdition& act, Question& question);
void Apply(Facts& facts, const v1::PublishOccupationEdition& act, const Question& question);
void Judge(const Facts& facts, const v1::PublishStandard& act, Question& question);
void Apply(Facts& facts, const v1::PublishStandard& act, const Question& question);
void Judge(const Facts& facts, const v1::CosignStandard& act, Question& question);
void Apply(Facts& facts, const v1::CosignStandard& act, const Question& question);
void Judge(const Facts& facts, const v1::FileStandard& act, Question& question);
void Apply(Facts& facts, const v1::FileStandard& act, const Question& question);
void Judge(const Facts& facts, const v1::WithdrawStandard& act, Question& question);
void Apply(Facts& facts, const v1::WithdrawStandard& act, const Question& question);
void Judge(const Facts& facts, const v1::RegisterAssessor& act, Question& question);
void Apply(Facts& facts, const v1::RegisterAssessor& act, const Question& question);
void Judge(const Facts& facts, const v1::RegisterSupervisor& act, Question& question);
void Apply(Facts& facts, const v1::RegisterSupervisor& act, const Question& question);
// The ladder has such a level; null, with a reason, if not.
const v1::LadderLevel* MustHaveLevel(const Facts& facts, const std::string& ladder,
                                     uint32_t ordinal, Question& question);
// If anything of the edition is published, the occupation is, with this trade (empty = none); null
// if nothing is, or, with a reason, if it is not.
const v1::CatalogueOccupation* MustBePublished(const Facts& facts, const v1::Occupation& named,
                                               const std::string& trade, Question& question);
// accreditation_acts.cc
void Judge(const Facts& facts, const v1::GrantAccreditation& act, Question& question);
void Apply(Facts& facts, const v1::GrantAccreditation& act, const Question& question);
void Judge(const Facts& facts, const v1::SuspendAccreditation& act, Question& question);
void Apply(Facts& facts, const v1::SuspendAccreditation& act, const Question& question);
void Judge(const Facts& facts, const v1::ResumeAccreditation& act, Question& question);
void Apply(Facts& facts, const v1::ResumeAccreditation& act, const Question& question);
void Judge(const Facts& facts, const v1::EndAccreditation& act, Question& question);
void Apply(Facts& facts, const v1::EndAccreditation& act, const Question& question);
// plan_acts.cc
void Judge(const Facts& facts, const v1::PlanBatch& act, Question& question);
void Apply(Facts& facts, const v1::PlanBatch& act, const Question& question);
void Judge(const Facts& facts, const v1::SealRoster& act, Question& question);
void Apply(Facts& facts, const v1::SealRoster& act, const Question& question);
// batch_acts.cc
void Judge(const Facts& facts, const v1::IssueBatch& act, Question& question);
void Apply(Facts& facts, const v1::IssueBatch& act, const Question& question);
// link_acts.cc
void Judge(const Facts& facts, const v1::CorrectCertificates& act, Question& question);
void Apply(Facts& facts, const v1::CorrectCertificates& act, const Question& question);
void Judge(const Facts& facts, const v1::ReissueCertificates& act, Question& question);
void Apply(Facts& facts, const v1::ReissueCertificates& act, const Question& question);
void Judge(const Facts& facts, const v1::SupersedeCertificates& act, Question& question);
void Apply(Facts& facts, const v1::SupersedeCertificates& act, const Question& question);
// companion_acts.cc: R10 of a batch, and what it links.
void JudgeCompanions(const Facts& facts, const v1::IssueBatch& act, Question& question);
void LinkCompanions(Facts& facts, const v1::IssueBatch& act, const Question& question);
void Judge(const Facts& facts, const v1::DecideCompanion& act, Question& question);
void Apply(Facts& facts, const v1::DecideCompanion& act, const Question& question);
// The first of a certificate's versions, and the newest.
uint64_t FirstVersion(const Facts& facts, uint64_t certificate);
uint64_t NewestVersion(const Facts& facts, uint64_t certificate);
// certificate_acts.cc
void Judge(const Facts& facts, const v1::SuspendCertificates& act, Question& question);
void Apply(Facts& facts, const v1::SuspendCertificates& act, const Question& question);
void Judge(const Facts& facts, const v1::ReinstateCertificates& act, Question& question);
void Apply(Facts& facts, const v1::ReinstateCertificates& act, const Question& question);
void Judge(const Facts& facts, const v1::RevokeCertificates& act, Question& question);
void Apply(Facts& facts, const v1::RevokeCertificates& act, const Question& question);
void Judge(const Facts& facts, const v1::VoidBatch& act, Question& question);
void Apply(Facts& facts, const v1::VoidBatch& act, const Question& question);
void Judge(const Facts& facts, const v1::RecordFinding& act, Question& question);
// A finding that an act against this certificate rests on.
void MustConcern(const Facts& facts, uint64_t finding, uint64_t certificate, Question& question);
void Apply(Facts& facts, const v1::RecordFinding& act, const Question& question);
// oversight_acts.cc
void Judge(const Facts& facts, const v1::SetRecognitionPolicy& act, Question& question);
void Apply(Facts& facts, const v1::SetRecognitionPolicy& act, const Question& question);
void Judge(const Facts& facts, const v1::SetPostRequirement& act, Question& question);
void Apply(Facts& facts, const v1::SetPostRequirement& act, const Question& question);
void Judge(const Facts& facts, const v1::ReportNationalSync& act, Question& question);
void Apply(Facts& facts, const v1::ReportNationalSync& act, const Question& question);
void Judge(const Facts& facts, const v1::RecordErasure& act, Question& question);
void Apply(Facts& facts, const v1::RecordErasure& act, const Question& question);

}  // namespace linkcert::model

#endif  // LINKCERT_TESTS_MODEL_ACTS_H_
