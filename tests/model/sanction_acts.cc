// RULES.md "Sanctions".
#include "tests/model/process_acts.h"
#include "tests/model/signing.h"

namespace linkcert::model {
namespace {

bool Suspends(const v1::ImposeSanction& act) {
  return act.kind() == v1::SANCTION_KIND_SUSPEND_FILING;
}
bool Ends(const v1::ImposeSanction& act) { return act.kind() == v1::SANCTION_KIND_END_FILING; }
bool Bars(const v1::ImposeSanction& act) { return act.kind() == v1::SANCTION_KIND_BAR_ASSESSOR; }

}  // namespace

void Judge(const Facts& facts, const v1::ImposeSanction& act, Question& question) {
  MustSign(question, {AuthoritySide()});
  question.Must((Suspends(act) || Ends(act)) == !act.accreditation().empty() &&
                    Bars(act) == !act.assessor().empty() && !(Ends(act) && act.until() != 0),
                "SANCTION_INVALID");
  question.Must(act.until() == 0 || question.today <= act.until(), "DATES_DISORDERED");
  const v1::RecordFinding* finding = Find(facts.findings, act.finding());
  question.Must(finding != nullptr && finding->kind() != v1::FINDING_KIND_NO_OBJECTION,
                "FINDING_DIFFERS");
  if (Suspends(act)) {
    JudgeMove(facts, act.accreditation(), {v1::STANDING_STATE_IN_FORCE}, 2, question);
  }
  if (Ends(act)) {
    JudgeMove(facts, act.accreditation(),
              {v1::STANDING_STATE_IN_FORCE, v1::STANDING_STATE_SUSPENDED}, 0, question);
  }
  const Accreditation* right = Find(facts.accreditations, act.accreditation());
  question.Must(right == nullptr || finding == nullptr ||
                    right->grant.organisation() == finding->organisation(),
                "FINDING_DIFFERS");
  question.Must(!Bars(act) || facts.assessors.count(act.assessor()) > 0, "ASSESSOR_UNKNOWN");
  question.Must(!Bars(act) || finding == nullptr || finding->kind() == v1::FINDING_KIND_ASSESSOR,
                "FINDING_DIFFERS");
}

void Apply(Facts& facts, const v1::ImposeSanction& act, const Question& question) {
  if (Suspends(act)) Move(facts, act.accreditation(), v1::STANDING_STATE_SUSPENDED, question);
  if (Ends(act)) Move(facts, act.accreditation(), v1::STANDING_STATE_ENDED, question);
  if (!Bars(act)) return;
  facts.assessors.at(act.assessor()).barred = true;
  facts.assessors.at(act.assessor()).barred_until = act.until();
}

}  // namespace linkcert::model
