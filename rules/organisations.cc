// Organisations, and the people without names: assessors and supervisors.
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "proto/identifiers.h"
#include "rules/acts.h"
#include "rules/signers.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

absl::Status CheckAbsent(const View& view, const std::string& key, Reason reason) {
  absl::StatusOr<RecordPtr> existing = view.Find(key);
  if (!existing.ok()) return existing.status();
  return *existing == nullptr ? absl::OkStatus() : Refuse(reason);
}

// GB 32100: a wrong form is refused, a wrong check character only noted.
absl::Status CheckCode(ActContext& context, const std::string& code) {
  if (code.empty()) return absl::OkStatus();
  absl::Status status = proto::CheckCreditCode(code);
  if (absl::IsInvalidArgument(status)) {
    return Refuse(Reason::kFieldOutOfRange, "credit_code is not of the form of GB 32100");
  }
  if (!status.ok()) context.Warn(Reason::kCreditCodeCheckWarning, "credit_code");
  return absl::OkStatus();
}

}  // namespace

absl::Status AdmitRegisterOrganisation(ActContext& context, const v1::RegisterOrganisation& act) {
  absl::Status status = CheckSides(context.signers, {AuthoritySide()});
  if (!status.ok()) return status;
  const std::string& id = act.organisation();
  if (id == kAuthority || id == kRegistryOrganisation) {
    return Refuse(Reason::kOrganisationReserved, id);
  }
  status = CheckAbsent(context.view, OrganisationKey(id), Reason::kOrganisationExists);
  if (status.ok()) status = CheckCode(context, act.credit_code());
  if (!status.ok()) return status;

  v1::Organisation organisation;
  organisation.set_name(absl::StrCat("organisations/", id));
  *organisation.mutable_registration() = act;
  *organisation.mutable_logged() = context.Here();
  context.Write(OrganisationKey(id), std::move(organisation), &Record::mutable_organisation);
  return absl::OkStatus();
}

absl::Status AdmitRegisterAssessor(ActContext& context, const v1::RegisterAssessor& act) {
  absl::Status status = CheckSides(context.signers, {AuthoritySide()});
  if (!status.ok()) return status;
  if (act.valid_to() < act.valid_from()) return Refuse(Reason::kDatesDisordered, "valid_to");
  std::string key = AssessorKey(act.assessor());
  status = CheckAbsent(context.view, key, Reason::kAssessorExists);
  if (!status.ok()) return status;

  v1::Assessor assessor;
  assessor.set_name(absl::StrCat("assessors/", absl::BytesToHexString(act.assessor())));
  *assessor.mutable_registration() = act;
  *assessor.mutable_logged() = context.Here();
  context.Write(std::move(key), std::move(assessor), &Record::mutable_assessor);
  return absl::OkStatus();
}

absl::Status AdmitRegisterSupervisor(ActContext& context, const v1::RegisterSupervisor& act) {
  absl::Status status = CheckSides(context.signers, {AuthoritySide()});
  if (!status.ok()) return status;
  if (act.valid_to() < act.valid_from()) return Refuse(Reason::kDatesDisordered, "valid_to");
  std::string key = SupervisorKey(act.supervisor());
  status = CheckAbsent(context.view, key, Reason::kSupervisorExists);
  if (!status.ok()) return status;

  v1::Supervisor supervisor;
  supervisor.set_name(absl::StrCat("supervisors/", absl::BytesToHexString(act.supervisor())));
  *supervisor.mutable_registration() = act;
  *supervisor.mutable_logged() = context.Here();
  context.Write(std::move(key), std::move(supervisor), &Record::mutable_supervisor);
  return absl::OkStatus();
}

}  // namespace linkcert::rules
