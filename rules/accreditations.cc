#include "rules/accreditations.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "proto/identifiers.h"
#include "rules/acts.h"
#include "rules/occupations.h"
#include "rules/signers.h"
#include "rules/standards.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

constexpr size_t kProvinceAt = 5;  // in a filing code: two digits of GB/T 2260

char ClassLetter(v1::IssuerClass issuer_class) {
  switch (issuer_class) {
    case v1::ISSUER_CLASS_EMPLOYER:
      return 'Y';
    case v1::ISSUER_CLASS_SOCIAL_BODY:
      return 'S';
    default:
      return 'J';
  }
}

// A filing code is there exactly when state certificates may be issued, and of the body's class.
absl::Status CheckFilingCode(const View& view, const v1::GrantAccreditation& act) {
  bool state = absl::c_linear_search(act.classes(), v1::CERTIFICATE_CLASS_STATE_LEVEL);
  if (state == act.filing_code().empty()) {
    return Refuse(Reason::kAccreditationInvalid, "filing_code goes with STATE_LEVEL");
  }
  if (!state) return absl::OkStatus();
  if (!proto::IsFilingCode(act.filing_code()) ||
      act.filing_code()[0] != ClassLetter(act.issuer_class())) {
    return Refuse(Reason::kAccreditationInvalid, "filing_code is not of the form of its class");
  }
  auto taken = FindFilingCode(view, act.filing_code());
  if (!taken.ok()) return taken.status();
  if (*taken != nullptr && (*taken)->organisation() != act.organisation()) {
    return Refuse(Reason::kFilingCodeTaken, act.filing_code());
  }
  return absl::OkStatus();
}

absl::Status CheckScopeLadders(const View& view, const v1::GrantAccreditation& act) {
  for (const v1::ScopeItem& item : act.scope()) {
    for (uint32_t level : item.levels()) {
      auto defined = FindLadderLevel(view, item.ladder(), level);
      if (!defined.ok()) return defined.status();
    }
    auto ladder = FindLadder(view, item.ladder());
    if (!ladder.ok()) return ladder.status();
    if ((*ladder)->definition().honour()) {
      return Refuse(Reason::kAccreditationInvalid, "an honour is no level");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckScopeOccupations(const View& view, const v1::GrantAccreditation& act) {
  for (const v1::ScopeItem& item : act.scope()) {
    absl::Status status = CheckPublished(view, item.occupation(), "");
    for (const std::string& trade : item.trades()) {
      if (status.ok()) status = CheckPublished(view, item.occupation(), trade);
    }
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckChain(const View& view, const v1::GrantAccreditation& act) {
  bool for_chain = absl::c_linear_search(act.audiences(), v1::AUDIENCE_CHAIN);
  if (for_chain == act.chain().empty()) {
    return Refuse(Reason::kAccreditationInvalid, "chain goes with audience CHAIN");
  }
  if (!for_chain) return absl::OkStatus();
  auto chain = FindChain(view, act.chain());
  if (!chain.ok()) return chain.status();
  return *chain != nullptr ? absl::OkStatus() : Refuse(Reason::kChainUnknown, act.chain());
}

absl::Status CheckNew(const View& view, const v1::GrantAccreditation& act) {
  auto existing = FindAccreditation(view, act.accreditation());
  if (!existing.ok()) return existing.status();
  if (*existing != nullptr) return Refuse(Reason::kAccreditationExists, act.accreditation());
  auto organisation = FindOrganisation(view, act.organisation());
  if (!organisation.ok()) return organisation.status();
  if (*organisation == nullptr) return Refuse(Reason::kOrganisationUnknown, act.organisation());
  if (act.valid_to() != 0 && act.valid_to() < act.valid_from()) {
    return Refuse(Reason::kDatesDisordered, "valid_to");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::shared_ptr<const v1::Accreditation>> InvokedAccreditation(
    const View& view, const std::string& accreditation, const std::string& issuer) {
  auto found = FindAccreditation(view, accreditation);
  if (!found.ok()) return found.status();
  if (*found == nullptr) return Refuse(Reason::kAccreditationUnknown, accreditation);
  if ((*found)->grant().organisation() != issuer) {
    return Refuse(Reason::kAccreditationNotYours, accreditation);
  }
  return *found;
}

absl::Status CheckUsable(const v1::Accreditation& accreditation) {
  return accreditation.has_ended() || accreditation.has_suspended()
             ? Refuse(Reason::kAccreditationNotInForce, accreditation.name())
             : absl::OkStatus();
}

absl::StatusOr<v1::RuleSet> IssuingRuleSet(const View& view, const v1::GrantAccreditation& grant) {
  auto organisation = FindOrganisation(view, grant.organisation());
  if (!organisation.ok()) return organisation.status();
  if (*organisation == nullptr)
    return absl::DataLossError("the holder of a grant is not on record");
  const std::string province = grant.filing_code().empty()
                                   ? (*organisation)->registration().province()
                                   : grant.filing_code().substr(kProvinceAt, 2);
  for (const std::string& scope : {province, std::string()}) {
    auto found = FindRuleSet(view, scope);
    if (!found.ok()) return found.status();
    if (*found != nullptr) return (*found)->rule_set();
  }
  return absl::DataLossError("no rule set is in force");
}

absl::Status AdmitGrantAccreditation(ActContext& context, const v1::GrantAccreditation& act) {
  absl::Status status = CheckSides(context.signers, {AuthoritySide()});
  if (status.ok()) status = CheckNew(context.view, act);
  if (status.ok()) status = CheckFilingCode(context.view, act);
  if (status.ok()) status = CheckScopeLadders(context.view, act);
  if (status.ok()) status = CheckScopeOccupations(context.view, act);
  if (status.ok()) status = CheckChain(context.view, act);
  if (!status.ok()) return status;

  v1::Accreditation accreditation;
  accreditation.set_name(absl::StrCat("accreditations/", act.accreditation()));
  *accreditation.mutable_grant() = act;
  *accreditation.mutable_logged() = context.Here();
  context.Write(AccreditationKey(act.accreditation()), std::move(accreditation),
                &Record::mutable_accreditation);
  if (!act.filing_code().empty()) {
    records::FilingCode filing_code;
    filing_code.set_organisation(act.organisation());
    context.Write(FilingCodeKey(act.filing_code()), std::move(filing_code),
                  &Record::mutable_filing_code);
  }
  return absl::OkStatus();
}

}  // namespace linkcert::rules
