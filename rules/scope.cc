#include "rules/scope.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "proto/refusal.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

template <typename Act>
ScopeRequest CommonScope(const Act& act) {
  return {.occupation = act.occupation(),
          .trade = act.trade(),
          .ladder = act.ladder(),
          .level = act.level(),
          .classes = {},
          .route = act.route(),
          .standard = act.standard(),
          .chain = act.chain()};
}

bool CoversOccupation(const v1::ScopeItem& item, const ScopeRequest& request) {
  return item.occupation().edition() == request.occupation.edition() &&
         item.occupation().code() == request.occupation.code();
}

bool CoversTrade(const v1::ScopeItem& item, const ScopeRequest& request) {
  return item.trades().empty() || absl::c_linear_search(item.trades(), request.trade);
}

bool CoversLevel(const v1::ScopeItem& item, const ScopeRequest& request) {
  return item.ladder() == request.ladder && absl::c_linear_search(item.levels(), request.level);
}

// One line must cover occupation, trade and level together; the reason names the first thing that
// no line covers.
absl::Status CheckItems(const v1::GrantAccreditation& grant, const ScopeRequest& request) {
  bool occupation = false;
  bool trade = false;
  for (const v1::ScopeItem& item : grant.scope()) {
    if (!CoversOccupation(item, request)) continue;
    occupation = true;
    if (!CoversTrade(item, request)) continue;
    trade = true;
    if (CoversLevel(item, request)) return absl::OkStatus();
  }
  if (!occupation) {
    return Refuse(Reason::kScopeOccupationNotGranted,
                  absl::StrCat(request.occupation.edition(), " ", request.occupation.code()));
  }
  if (!trade) return Refuse(Reason::kScopeTradeNotGranted, request.trade);
  return Refuse(Reason::kScopeLevelNotGranted, absl::StrCat(request.ladder, " ", request.level));
}

}  // namespace

ScopeRequest ScopeOf(const v1::PlanBatch& plan) {
  ScopeRequest request = CommonScope(plan);
  for (int certificate_class : plan.classes()) {
    request.classes.push_back(static_cast<v1::CertificateClass>(certificate_class));
  }
  return request;
}

ScopeRequest ScopeOf(const v1::IssueBatch& batch) {
  ScopeRequest request = CommonScope(batch);
  request.classes.push_back(batch.certificate_class());
  return request;
}

absl::Status CheckScope(const v1::GrantAccreditation& grant, const ScopeRequest& request) {
  absl::Status status = CheckItems(grant, request);
  if (!status.ok()) return status;
  for (v1::CertificateClass certificate_class : request.classes) {
    if (!absl::c_linear_search(grant.classes(), certificate_class)) {
      return Refuse(Reason::kScopeClassNotGranted, v1::CertificateClass_Name(certificate_class));
    }
  }
  if (!absl::c_linear_search(grant.routes(), request.route)) {
    return Refuse(Reason::kScopeRouteNotGranted, v1::Route_Name(request.route));
  }
  if (!absl::c_linear_search(grant.standards(), request.standard)) {
    return Refuse(Reason::kScopeStandardNotGranted, request.standard);
  }
  if (!request.chain.empty() && request.chain != grant.chain()) {
    return Refuse(Reason::kScopeChainNotGranted, request.chain);
  }
  return absl::OkStatus();
}

absl::Status CheckGrantDates(const v1::GrantAccreditation& grant, proto::CivilDate exam_start,
                             proto::CivilDate issued_on) {
  for (proto::CivilDate day : {exam_start, issued_on}) {
    if (day < grant.valid_from() || (grant.valid_to() != 0 && day > grant.valid_to())) {
      return Refuse(Reason::kAccreditationNotInForce,
                    absl::StrCat(grant.accreditation(), " on ", proto::FormatDate(day)));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckAudience(const v1::GrantAccreditation& grant, const std::string& chain,
                           const v1::RosterSummary& roster) {
  bool own_staff =
      roster.organisations_size() == 1 && roster.organisations(0) == grant.organisation();
  v1::Audience audience = !chain.empty() ? v1::AUDIENCE_CHAIN
                          : own_staff    ? v1::AUDIENCE_OWN_STAFF
                                         : v1::AUDIENCE_PUBLIC;
  if (absl::c_linear_search(grant.audiences(), audience)) return absl::OkStatus();
  return Refuse(Reason::kScopeAudienceNotGranted, v1::Audience_Name(audience));
}

}  // namespace linkcert::rules
