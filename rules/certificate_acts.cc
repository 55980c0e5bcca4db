#include "rules/certificate_acts.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "rules/certificate_links.h"
#include "rules/findings.h"
#include "rules/signers.h"
#include "rules/standing.h"
#include "rules/status_map.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

// A correction does not lead out of a finding.
absl::Status CheckConcerned(const View& view, const records::Finding& finding,
                            uint64_t certificate) {
  absl::StatusOr<std::vector<uint64_t>> versions = VersionsUpTo(view, certificate);
  if (!versions.ok()) return versions.status();
  return absl::c_any_of(*versions, [&](uint64_t version) { return Concerns(finding, version); })
             ? absl::OkStatus()
             : Refuse(Reason::kFindingDiffers, absl::StrCat("certificate ", certificate));
}

}  // namespace

absl::Status CheckActor(const ActContext& context, uint32_t issuer_people) {
  if (ByAuthority(context)) return CheckSides(context.signers, {AuthoritySide()});
  Side side = IssuingSide(context.first_organisation());
  side.people = issuer_people;
  return CheckSides(context.signers, {side});
}

absl::Status CheckOwner(const ActContext& context, const std::string& issuer) {
  return ByAuthority(context) || issuer == context.first_organisation()
             ? absl::OkStatus()
             : Refuse(Reason::kCertificatesNotYours, issuer);
}

absl::Status CheckGround(const ActContext& context, uint64_t finding,
                         const NamedCertificates& named) {
  if ((ByAuthority(context) || finding != 0) && named.issuers.size() > 1) {
    return Refuse(Reason::kCertificatesNotYours, "a finding is about one issuer");
  }
  auto found = FindingBehind(context, finding, *named.issuers.begin());
  if (!found.ok() || *found == nullptr) return found.status();
  for (const CertificateSpan& span : named.spans) {
    if (Concerns(**found, span.batch)) continue;
    for (uint64_t at = span.begin; at < span.end; ++at) {
      absl::Status status = CheckConcerned(context.view, **found, at);
      if (!status.ok()) return status;
    }
  }
  return absl::OkStatus();
}

absl::Status CheckMoves(const View& view, absl::Span<const uint64_t> certificates,
                        std::initializer_list<v1::StandingState> from) {
  for (uint64_t index : certificates) {
    absl::StatusOr<v1::StatusHistory> history = StandingOf(view, index);
    if (!history.ok()) return history.status();
    const v1::StandingState now = StateNow(*history);
    if (!absl::c_linear_search(from, now)) {
      return Refuse(Reason::kStatusMoveNotAllowed, v1::StandingState_Name(now));
    }
  }
  return absl::OkStatus();
}

v1::StatusChange ChangeTo(v1::StandingState state, v1::StatusReason reason) {
  v1::StatusChange change;
  change.set_state(state);
  change.set_reason(reason);
  return change;
}

}  // namespace linkcert::rules
