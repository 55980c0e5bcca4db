#include "rules/standing.h"

#include "absl/strings/str_cat.h"
#include "proto/civil_date.h"
#include "proto/refusal.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

std::string Detail(const v1::StatusChange& change) {
  std::string detail = absl::StrCat("by entry ", change.entry_index());
  if (change.reason() != v1::STATUS_REASON_UNSPECIFIED) {
    absl::StrAppend(&detail, ", ", v1::StatusReason_Name(change.reason()));
  }
  return detail;
}

}  // namespace

bool IsFinal(v1::StandingState state) {
  return state != v1::STANDING_STATE_IN_FORCE && state != v1::STANDING_STATE_SUSPENDED;
}

v1::StandingState StateNow(const v1::StatusHistory& history) {
  return history.changes().empty() ? v1::STANDING_STATE_IN_FORCE
                                   : history.changes().rbegin()->state();
}

const v1::StatusChange* LastChangeBefore(const v1::StatusHistory& history, uint64_t index) {
  const v1::StatusChange* last = nullptr;
  for (const v1::StatusChange& change : history.changes()) {
    if (change.entry_index() < index) last = &change;
  }
  return last;
}

const v1::StatusChange* LastChangeUntil(const v1::StatusHistory& history, proto::LogTime time) {
  const v1::StatusChange* last = nullptr;
  for (const v1::StatusChange& change : history.changes()) {
    if (change.logged_at() <= time) last = &change;
  }
  return last;
}

absl::Status CheckKeyAt(const v1::StatusHistory& history, const LogPlace& place) {
  for (const v1::StatusChange& change : history.changes()) {
    if (change.state() == v1::STANDING_STATE_COMPROMISED && change.since() <= place.logged_at) {
      return Refuse(Reason::kKeyCompromised, Detail(change));  // R22
    }
  }
  const v1::StatusChange* change = LastChangeBefore(history, place.index);
  return change == nullptr ? absl::OkStatus() : Refuse(Reason::kSignerKeyEnded, Detail(*change));
}

absl::Status CheckAccreditationAt(const v1::StatusHistory& history, const LogPlace& place,
                                  uint32_t grace_days) {
  const v1::StatusChange* change = LastChangeBefore(history, place.index);
  if (change == nullptr || change->state() == v1::STANDING_STATE_IN_FORCE) return absl::OkStatus();
  const proto::CivilDate last_day =
      proto::AddDays(proto::CivilDateAt(change->logged_at()), static_cast<int>(grace_days));
  const v1::StatusChange* before = LastChangeBefore(history, change->entry_index());
  const bool usable = before == nullptr || before->state() == v1::STANDING_STATE_IN_FORCE;
  const bool in_grace = change->state() == v1::STANDING_STATE_ENDED && usable &&
                        proto::CivilDateAt(place.logged_at) <= last_day;
  return in_grace ? absl::OkStatus() : Refuse(Reason::kAccreditationNotInForce, Detail(*change));
}

absl::Status CheckInForce(const v1::StatusChange* change) {
  if (change == nullptr) return absl::OkStatus();
  switch (change->state()) {
    case v1::STANDING_STATE_IN_FORCE:
      return absl::OkStatus();
    case v1::STANDING_STATE_SUSPENDED:
      return Refuse(Reason::kCertificateSuspended, Detail(*change));
    case v1::STANDING_STATE_SUPERSEDED:
      return Refuse(Reason::kCertificateSuperseded, Detail(*change));
    case v1::STANDING_STATE_VOIDED:
      return Refuse(Reason::kBatchVoided, Detail(*change));
    default:
      return Refuse(Reason::kCertificateRevoked, Detail(*change));
  }
}

}  // namespace linkcert::rules
