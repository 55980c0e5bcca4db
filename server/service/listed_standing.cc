#include "server/service/listed_standing.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "proto/civil_date.h"
#include "rules/records.h"
#include "rules/standing.h"
#include "rules/status_map.h"

namespace linkcert::server {
namespace {

v1::CertificateState StateOf(v1::StandingState state) {
  switch (state) {
    case v1::STANDING_STATE_IN_FORCE:
      return v1::CERTIFICATE_STATE_VALID;
    case v1::STANDING_STATE_SUSPENDED:
      return v1::CERTIFICATE_STATE_SUSPENDED;
    case v1::STANDING_STATE_SUPERSEDED:
      return v1::CERTIFICATE_STATE_SUPERSEDED;
    default:
      return v1::CERTIFICATE_STATE_REVOKED;
  }
}

// R22: the first word that it was in foreign hands when the batch was logged; null if there is
// none.
const v1::StatusChange* TheftOf(const v1::StatusHistory& history, const LoggedBatch& batch,
                                const ListMoment& moment) {
  for (const v1::StatusChange& change : history.changes()) {
    const bool counts = change.state() == v1::STANDING_STATE_COMPROMISED &&
                        change.entry_index() < moment.size && change.since() <= batch.logged_at;
    if (counts) return &change;
  }
  return nullptr;
}

// What a key that was stolen by then makes of all that the unit brought in; nullopt if none was.
absl::StatusOr<std::optional<ListedStanding>> StolenKeyOf(const rules::View& view,
                                                          const LoggedBatch& unit,
                                                          const ListMoment& moment) {
  for (const crypto::KeyId& signer : unit.sealed.signers) {
    const auto key = rules::FindKey(view, signer.view());
    if (!key.ok()) return key.status();
    if (*key == nullptr) return absl::DataLossError(absl::StrCat("no key of ", unit.index));
    const auto history = rules::StandingOf(view, (*key)->logged().index());
    if (!history.ok()) return history.status();
    const v1::StatusChange* theft = TheftOf(*history, unit, moment);
    if (theft == nullptr) continue;
    return ListedStanding{v1::CERTIFICATE_STATE_REVOKED, v1::STATUS_REASON_V06_KEY_COMPROMISE,
                          theft->logged_at()};
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<ListedStanding> StandingOfBatch(const rules::View& view, const LoggedBatch& batch,
                                               const ListMoment& moment) {
  const auto history = rules::StandingOf(view, batch.facts_batch().index);
  if (!history.ok()) return history.status();
  const v1::StatusChange* voided = rules::LastChangeBefore(*history, moment.size);
  if (voided != nullptr && StateOf(voided->state()) == v1::CERTIFICATE_STATE_REVOKED) {
    return ListedStanding{v1::CERTIFICATE_STATE_REVOKED, v1::STATUS_REASON_V10_BATCH_VOIDED,
                          voided->logged_at()};
  }
  for (const LoggedBatch* unit : {batch.original.get(), &batch}) {
    if (unit == nullptr) continue;
    const auto stolen = StolenKeyOf(view, *unit, moment);
    if (!stolen.ok()) return stolen.status();
    if (*stolen) return **stolen;
  }
  const uint32_t last_day = batch.act().valid_to();
  const bool expired = last_day != 0 && proto::CivilDateAt(moment.as_of_ms) > last_day;
  return ListedStanding{.state =
                            expired ? v1::CERTIFICATE_STATE_EXPIRED : v1::CERTIFICATE_STATE_VALID};
}

absl::StatusOr<ListedStanding> StandingOfCertificate(const rules::View& view, uint64_t index,
                                                     const ListedStanding& of_batch,
                                                     const ListMoment& moment) {
  if (of_batch.state == v1::CERTIFICATE_STATE_REVOKED) return of_batch;
  const auto history = rules::StandingOf(view, index);
  if (!history.ok()) return history.status();
  const v1::StatusChange* change = rules::LastChangeBefore(*history, moment.size);
  if (change == nullptr || change->state() == v1::STANDING_STATE_IN_FORCE) return of_batch;
  return ListedStanding{StateOf(change->state()), change->reason(), change->logged_at()};
}

}  // namespace linkcert::server
