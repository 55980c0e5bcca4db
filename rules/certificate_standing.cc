// What becomes of certificates after issue (R16, R20): suspended, reinstated, revoked, voided.
#include "absl/strings/str_cat.h"
#include "rules/acts.h"
#include "rules/certificate_acts.h"
#include "rules/certificates.h"
#include "rules/findings.h"
#include "rules/signers.h"
#include "rules/standing.h"
#include "rules/status_map.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

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

// Each of them is suspended, and was last by that entry.
absl::Status CheckSuspendedBy(const View& view, const NamedCertificates& named,
                              uint64_t suspension) {
  absl::Status status = CheckMoves(view, named.indexes, {v1::STANDING_STATE_SUSPENDED});
  if (!status.ok()) return status;
  for (uint64_t index : named.indexes) {
    absl::StatusOr<v1::StatusHistory> history = StandingOf(view, index);
    if (!history.ok()) return history.status();
    const uint64_t by = history->changes().rbegin()->entry_index();
    if (by != suspension) {
      return Refuse(Reason::kSuspensionDiffers, absl::StrCat("suspended by entry ", by));
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
  status = CheckMoves(context.view, named->indexes, {v1::STANDING_STATE_IN_FORCE});
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
  if (status.ok()) status = CheckSuspendedBy(context.view, *named, act.suspension());
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
    status = CheckMoves(context.view, named->indexes,
                        {v1::STANDING_STATE_IN_FORCE, v1::STANDING_STATE_SUSPENDED});
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
  if (*batch == nullptr || (*batch)->original_batch() != 0) {
    return Refuse(Reason::kBatchUnknown, absl::StrCat(act.batch()));
  }
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
