#include "rules/findings.h"

#include "absl/strings/str_cat.h"
#include "rules/acts.h"
#include "rules/certificates.h"
#include "rules/signers.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

}  // namespace

Found<records::Finding> FindingBehind(const ActContext& context, uint64_t index,
                                      const std::string& issuer) {
  if (index == 0) {
    if (context.first_organisation() == kAuthority) return Refuse(Reason::kFindingMissing);
    return std::shared_ptr<const records::Finding>();
  }
  auto found = FindFinding(context.view, index);
  if (!found.ok()) return found.status();
  const bool fits = *found != nullptr && (*found)->finding().organisation() == issuer &&
                    (*found)->finding().kind() != v1::FINDING_KIND_NO_OBJECTION;
  if (!fits) return Refuse(Reason::kFindingDiffers, absl::StrCat("finding ", index));
  return found;
}

bool Concerns(const records::Finding& finding, uint64_t index) {
  return finding.finding().concerned().empty() || Covers(finding.finding().concerned(), index);
}

absl::Status AdmitRecordFinding(ActContext& context, const v1::RecordFinding& act) {
  absl::Status status = CheckSides(context.signers, {AuthoritySide()});
  if (!status.ok()) return status;
  auto organisation = FindOrganisation(context.view, act.organisation());
  if (!organisation.ok()) return organisation.status();
  if (*organisation == nullptr) return Refuse(Reason::kOrganisationUnknown, act.organisation());
  status = CheckRanges(act.concerned());
  if (!status.ok()) return status;

  records::Finding finding;
  *finding.mutable_finding() = act;
  *finding.mutable_logged() = context.Here();
  context.Write(FindingKey(context.stamp.index), std::move(finding), &Record::mutable_finding);
  return absl::OkStatus();
}

}  // namespace linkcert::rules
