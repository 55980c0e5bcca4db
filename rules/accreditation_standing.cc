// The right to issue after it was granted: suspended, resumed, ended; never retroactive.
#include <utility>

#include "rules/accreditations.h"
#include "rules/acts.h"
#include "rules/signers.h"
#include "rules/standing.h"
#include "rules/status_map.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

// R16: SUSPENDED only from IN_FORCE and back, ENDED from both.
bool MayMove(v1::StandingState from, v1::StandingState to) {
  return to == v1::STANDING_STATE_ENDED       ? !IsFinal(from)
         : to == v1::STANDING_STATE_SUSPENDED ? from == v1::STANDING_STATE_IN_FORCE
                                              : from == v1::STANDING_STATE_SUSPENDED;
}

// An end leaves `suspended` as it is: a body that could not issue gets no grace by being ended.
void MoveTo(v1::Accreditation& accreditation, v1::StandingState state, v1::Logged here) {
  if (state == v1::STANDING_STATE_ENDED) *accreditation.mutable_ended() = std::move(here);
  if (state == v1::STANDING_STATE_SUSPENDED) *accreditation.mutable_suspended() = std::move(here);
  if (state == v1::STANDING_STATE_IN_FORCE) accreditation.clear_suspended();
}

}  // namespace

absl::Status MoveAccreditation(ActContext& context, const std::string& id,
                               v1::StandingState state) {
  absl::Status status = CheckSides(context.signers, {AuthoritySide()});
  if (!status.ok()) return status;
  auto found = FindAccreditation(context.view, id);
  if (!found.ok()) return found.status();
  if (*found == nullptr) return Refuse(Reason::kAccreditationUnknown, id);
  const uint64_t index = (*found)->logged().index();
  absl::StatusOr<v1::StatusHistory> history = StandingOf(context.view, index);
  if (!history.ok()) return history.status();
  const v1::StandingState now = StateNow(*history);
  if (!MayMove(now, state)) {
    return Refuse(Reason::kStatusMoveNotAllowed, v1::StandingState_Name(now));
  }
  v1::Accreditation accreditation = **found;
  MoveTo(accreditation, state, context.Here());
  context.Write(AccreditationKey(id), std::move(accreditation), &Record::mutable_accreditation);
  v1::StatusChange change;
  change.set_state(state);
  return ChangeStandings(context, {index}, std::move(change));
}

absl::Status AdmitSuspendAccreditation(ActContext& context, const v1::SuspendAccreditation& act) {
  return MoveAccreditation(context, act.accreditation(), v1::STANDING_STATE_SUSPENDED);
}

absl::Status AdmitResumeAccreditation(ActContext& context, const v1::ResumeAccreditation& act) {
  return MoveAccreditation(context, act.accreditation(), v1::STANDING_STATE_IN_FORCE);
}

absl::Status AdmitEndAccreditation(ActContext& context, const v1::EndAccreditation& act) {
  return MoveAccreditation(context, act.accreditation(), v1::STANDING_STATE_ENDED);
}

}  // namespace linkcert::rules
