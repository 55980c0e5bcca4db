// The acts of an assessment's process, of numbers and of sanctions, as in acts.h. Private to the
// model.
#ifndef LINKCERT_TESTS_MODEL_PROCESS_ACTS_H_
#define LINKCERT_TESTS_MODEL_PROCESS_ACTS_H_

#include <set>
#include <string>

#include "tests/model/facts.h"
#include "tests/model/question.h"

namespace linkcert::model {

// process_acts.cc
void Judge(const Facts& facts, const v1::StartExamination& act, Question& question);
void Apply(Facts& facts, const v1::StartExamination& act, const Question& question);
void Judge(const Facts& facts, const v1::ApproveResults& act, Question& question);
void Apply(Facts& facts, const v1::ApproveResults& act, const Question& question);
void Judge(const Facts& facts, const v1::OpenPublicity& act, Question& question);
void Apply(Facts& facts, const v1::OpenPublicity& act, const Question& question);
void Judge(const Facts& facts, const v1::ClosePublicity& act, Question& question);
void Apply(Facts& facts, const v1::ClosePublicity& act, const Question& question);
void Judge(const Facts& facts, const v1::ReportSupervision& act, Question& question);
void Apply(Facts& facts, const v1::ReportSupervision& act, const Question& question);
void Judge(const Facts& facts, const v1::RecordAppeals& act, Question& question);
void Apply(Facts& facts, const v1::RecordAppeals& act, const Question& question);
// What a batch needs of its plan's process.
void JudgeProcess(const Facts& facts, const v1::IssueBatch& act, const Plan& plan,
                  Question& question);
// number_acts.cc
void Judge(const Facts& facts, const v1::AssignNumberBlock& act, Question& question);
void Apply(Facts& facts, const v1::AssignNumberBlock& act, const Question& question);
void Judge(const Facts& facts, const v1::VoidNumbers& act, Question& question);
void Apply(Facts& facts, const v1::VoidNumbers& act, const Question& question);
// State numbers of a province that numbers are those assigned to the accreditation.
void MustBeAssigned(const Facts& facts, const std::string& accreditation,
                    const v1::NumberBlock& block, Question& question);
// sanction_acts.cc
void Judge(const Facts& facts, const v1::ImposeSanction& act, Question& question);
void Apply(Facts& facts, const v1::ImposeSanction& act, const Question& question);

// accreditation_acts.cc: a move of an accreditation's standing, by the authority; `more` changes
// may have to follow it.
void JudgeMove(const Facts& facts, const std::string& id, const std::set<int>& from, size_t more,
               Question& question);
void Move(Facts& facts, const std::string& id, v1::StandingState to, const Question& question);

}  // namespace linkcert::model

#endif  // LINKCERT_TESTS_MODEL_PROCESS_ACTS_H_
