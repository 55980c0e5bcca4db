// What becomes of certificates after issue (R16, R20): suspended, reinstated, revoked, voided.
#include <functional>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "rules/act_context.h"
#include "rules/certificates.h"
#include "rules/findings.h"
#include "rules/signers.h"
#include "rules/standing.h"
#include "rules/status_map.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

bool ByAuthority(const ActContext& context) { return context.first_organisation() == kAuthority; }

// The authority, or `issuer_people` of one organisation.
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

absl::Status CheckSuspensionReason(v1::StatusReason reason) {
  return reason >= v1::STATUS_REASON_S01_INVESTIGATION
             ? absl::OkStatus()
             : Refuse(Reason::kStatusReasonNotAllowed, v1::StatusReason_Name(reason));
}

absl::Status CheckRevocationReason(v1::StatusReason reason) {
  return reason <= v1::STATUS_REASON_V09_HOLDER_REQUEST
             ? absl::OkStatus()
             : Refuse(Reason::kStatusReasonNotAllowed, v1::StatusReason_Name(reason));
}

v1::StatusChange ChangeTo(v1::StandingState state,
                          v1::StatusReason reason = v1::STATUS_REASON_UNSPECIFIED) {
  v1::StatusChange change;
  change.set_state(state);
  change.set_reason(reason);
  return change;
}

// The certificates, all of the one who signs; the authority may name any.
absl::StatusOr<NamedCertificates> OwnCertificates(const ActContext& context,
                                                  const IndexRanges& ranges) {
  auto named = FindCertificates(context.view, ranges);
  if (!named.ok()) return named;
  for (const std::string& issuer : named->issuers) {
    absl::Status status = CheckOwner(context, issuer);
    if (!status.ok()) return status;
  }
  return named;
}

using CheckHistory = std::function<absl::Status(const v1::StatusHistory&)>;

absl::Status CheckEach(const View& view, const NamedCertificates& named,
                       const CheckHistory& check) {
  for (uint64_t index : named.indexes) {
    absl::StatusOr<v1::StatusHistory> history = StandingOf(view, index);
    if (!history.ok()) return history.status();
    absl::Status status = check(*history);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// R16
CheckHistory MoveFrom(std::initializer_list<v1::StandingState> states) {
  return [allowed = std::vector<v1::StandingState>(states)](const v1::StatusHistory& history) {
    const v1::StandingState now = StateNow(history);
    return absl::c_linear_search(allowed, now)
               ? absl::OkStatus()
               : Refuse(Reason::kStatusMoveNotAllowed, v1::StandingState_Name(now));
  };
}

// R16: the finding, if one is named or needed, is about every certificate or its whole batch.
absl::Status CheckGround(const ActContext& context, uint64_t index,
                         const NamedCertificates& named) {
  if ((ByAuthority(context) || index != 0) && named.issuers.size() > 1) {
    return Refuse(Reason::kCertificatesNotYours, "a finding is about one issuer");
  }
  auto finding = FindingBehind(context, index, *named.issuers.begin());
  if (!finding.ok() || *finding == nullptr) return finding.status();
  for (const CertificateSpan& span : named.spans) {
    if (Concerns(**finding, span.batch)) continue;
    for (uint64_t at = span.begin; at < span.end; ++at) {
      if (!Concerns(**finding, at)) {
        return Refuse(Reason::kFindingDiffers, absl::StrCat("certificate ", at));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status CheckSuspender(const ActContext& context, uint64_t index) {
  auto suspension = FindSuspension(context.view, index);
  if (!suspension.ok()) return suspension.status();
  if (*suspension == nullptr) {
    return Refuse(Reason::kSuspensionDiffers, absl::StrCat("entry ", index, " suspended nothing"));
  }
  const std::string& by = (*suspension)->organisation();
  return ByAuthority(context) || by == context.first_organisation()
             ? absl::OkStatus()
             : Refuse(Reason::kSuspensionNotYours, by);
}

}  // namespace

absl::Status AdmitSuspendCertificates(ActContext& context, const v1::SuspendCertificates& act) {
  absl::Status status = CheckActor(context, 1);
  if (status.ok()) status = CheckSuspensionReason(act.reason());
  if (!status.ok()) return status;
  auto named = OwnCertificates(context, act.certificates());
  if (!named.ok()) return named.status();
  status = CheckEach(context.view, *named, MoveFrom({v1::STANDING_STATE_IN_FORCE}));
  if (!status.ok()) return status;

  records::Suspension suspension;
  suspension.set_organisation(context.first_organisation());
  context.Write(SuspensionKey(context.stamp.index), std::move(suspension),
                &Record::mutable_suspension);
  return ChangeStandings(context, named->indexes,
                         ChangeTo(v1::STANDING_STATE_SUSPENDED, act.reason()));
}

absl::Status AdmitReinstateCertificates(ActContext& context, const v1::ReinstateCertificates& act) {
  absl::Status status = CheckActor(context, 2);
  if (!status.ok()) return status;
  auto named = OwnCertificates(context, act.certificates());
  if (!named.ok()) return named.status();
  status = CheckSuspender(context, act.suspension());
  if (status.ok()) {
    status = CheckEach(context.view, *named, MoveFrom({v1::STANDING_STATE_SUSPENDED}));
  }
  if (status.ok()) {
    status = CheckEach(context.view, *named, [&](const v1::StatusHistory& history) {
      const uint64_t by = history.changes().rbegin()->entry_index();
      return by == act.suspension()
                 ? absl::OkStatus()
                 : Refuse(Reason::kSuspensionDiffers, absl::StrCat("suspended by entry ", by));
    });
  }
  if (!status.ok()) return status;
  return ChangeStandings(context, named->indexes, ChangeTo(v1::STANDING_STATE_IN_FORCE));
}

absl::Status AdmitRevokeCertificates(ActContext& context, const v1::RevokeCertificates& act) {
  absl::Status status = CheckActor(context, 2);
  if (status.ok()) status = CheckRevocationReason(act.reason());
  if (!status.ok()) return status;
  auto named = OwnCertificates(context, act.certificates());
  if (!named.ok()) return named.status();
  status = CheckGround(context, act.finding(), *named);
  if (status.ok()) {
    status = CheckEach(context.view, *named,
                       MoveFrom({v1::STANDING_STATE_IN_FORCE, v1::STANDING_STATE_SUSPENDED}));
  }
  if (!status.ok()) return status;
  return ChangeStandings(context, named->indexes,
                         ChangeTo(v1::STANDING_STATE_REVOKED, act.reason()));
}

absl::Status AdmitVoidBatch(ActContext& context, const v1::VoidBatch& act) {
  absl::Status status = CheckActor(context, 2);
  if (status.ok()) status = CheckRevocationReason(act.reason());
  if (!status.ok()) return status;
  auto batch = FindIssuedBatch(context.view, act.batch());
  if (!batch.ok()) return batch.status();
  if (*batch == nullptr) return Refuse(Reason::kBatchUnknown, absl::StrCat(act.batch()));
  status = CheckOwner(context, (*batch)->organisation());
  if (!status.ok()) return status;
  auto finding = FindingBehind(context, act.finding(), (*batch)->organisation());
  if (!finding.ok()) return finding.status();
  if (*finding != nullptr && !Concerns(**finding, act.batch())) {
    return Refuse(Reason::kFindingDiffers, absl::StrCat("batch ", act.batch()));
  }
  absl::StatusOr<v1::StatusHistory> history = StandingOf(context.view, act.batch());
  if (!history.ok()) return history.status();
  if (!history->changes().empty()) {
    return Refuse(Reason::kBatchVoided, absl::StrCat("batch ", act.batch()));
  }
  return ChangeStandings(context, {act.batch()}, ChangeTo(v1::STANDING_STATE_VOIDED, act.reason()));
}

}  // namespace linkcert::rules
