// Sanctions (处理决定): what the authority decides upon a finding.
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "proto/civil_date.h"
#include "rules/accreditations.h"
#include "rules/acts.h"
#include "rules/findings.h"
#include "rules/signers.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

bool IsAboutFiling(const v1::ImposeSanction& act) {
  return act.kind() == v1::SANCTION_KIND_SUSPEND_FILING ||
         act.kind() == v1::SANCTION_KIND_END_FILING;
}

bool IsAboutAssessor(const v1::ImposeSanction& act) {
  return act.kind() == v1::SANCTION_KIND_BAR_ASSESSOR;
}

absl::Status CheckForm(const v1::ImposeSanction& act, proto::CivilDate today) {
  if (act.accreditation().empty() == IsAboutFiling(act) ||
      act.assessor().empty() == IsAboutAssessor(act)) {
    return Refuse(Reason::kSanctionInvalid, v1::SanctionKind_Name(act.kind()));
  }
  if (act.kind() == v1::SANCTION_KIND_END_FILING && act.until() != 0) {
    return Refuse(Reason::kSanctionInvalid, "what has ended ends for good");
  }
  return act.until() == 0 || act.until() >= today ? absl::OkStatus()
                                                  : Refuse(Reason::kDatesDisordered, "until");
}

// On a finding that objects to something.
absl::StatusOr<v1::RecordFinding> Ground(const View& view, uint64_t index) {
  auto found = FindFinding(view, index);
  if (!found.ok()) return found.status();
  if (*found == nullptr || (*found)->finding().kind() == v1::FINDING_KIND_NO_OBJECTION) {
    return Refuse(Reason::kFindingDiffers, absl::StrCat("finding ", index));
  }
  return (*found)->finding();
}

// A right of the organisation that the finding is about.
absl::Status SanctionFiling(ActContext& context, const v1::ImposeSanction& act,
                            const v1::RecordFinding& finding) {
  auto accreditation = FindAccreditation(context.view, act.accreditation());
  if (!accreditation.ok()) return accreditation.status();
  if (*accreditation == nullptr) {
    return Refuse(Reason::kAccreditationUnknown, act.accreditation());
  }
  if ((*accreditation)->grant().organisation() != finding.organisation()) {
    return Refuse(Reason::kFindingDiffers, act.accreditation());
  }
  return MoveAccreditation(context, act.accreditation(),
                           act.kind() == v1::SANCTION_KIND_END_FILING
                               ? v1::STANDING_STATE_ENDED
                               : v1::STANDING_STATE_SUSPENDED);
}

absl::Status BarAssessor(ActContext& context, const v1::ImposeSanction& act,
                         const v1::RecordFinding& finding) {
  auto found = FindAssessor(context.view, act.assessor());
  if (!found.ok()) return found.status();
  if (*found == nullptr) {
    return Refuse(Reason::kAssessorUnknown, absl::BytesToHexString(act.assessor()));
  }
  if (finding.kind() != v1::FINDING_KIND_ASSESSOR) {
    return Refuse(Reason::kFindingDiffers, v1::FindingKind_Name(finding.kind()));
  }
  v1::Assessor assessor = **found;
  *assessor.mutable_barred() = context.Here();
  assessor.set_barred_until(act.until());
  context.Write(AssessorKey(act.assessor()), std::move(assessor), &Record::mutable_assessor);
  return absl::OkStatus();
}

}  // namespace

absl::Status AdmitImposeSanction(ActContext& context, const v1::ImposeSanction& act) {
  absl::Status status = CheckSides(context.signers, {AuthoritySide()});
  if (status.ok()) status = CheckForm(act, proto::CivilDateAt(context.stamp.logged_at));
  if (!status.ok()) return status;
  absl::StatusOr<v1::RecordFinding> finding = Ground(context.view, act.finding());
  if (!finding.ok()) return finding.status();
  if (IsAboutFiling(act)) return SanctionFiling(context, act, *finding);
  if (IsAboutAssessor(act)) return BarAssessor(context, act, *finding);
  return absl::OkStatus();
}

}  // namespace linkcert::rules
