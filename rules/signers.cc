#include "rules/signers.h"

#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "proto/refusal.h"
#include "rules/records.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

absl::Status CheckPurpose(const v1::Key& signer, const Side& side) {
  for (int purpose : signer.purposes()) {
    if (absl::c_linear_search(side.purposes, purpose)) return absl::OkStatus();
  }
  return Refuse(Reason::kSignerPurpose, signer.name());
}

// R13: people, not keys.
absl::Status CheckPeople(absl::Span<const v1::Key> signers, const Side& side) {
  std::set<std::string> people;
  for (const v1::Key& signer : signers) {
    if (signer.organisation() == side.organisation) people.insert(signer.person());
  }
  if (people.size() >= side.people) return absl::OkStatus();
  if (people.empty()) return Refuse(Reason::kSignerMissing, side.organisation);
  Reason reason =
      side.organisation == kAuthority ? Reason::kThresholdNotMet : Reason::kTwoPeopleNeeded;
  return Refuse(reason, absl::StrCat(people.size(), " of ", side.people, " people of ",
                                     side.organisation, " signed"));
}

}  // namespace

absl::Status CheckSides(absl::Span<const v1::Key> signers, absl::Span<const Side> sides) {
  for (const v1::Key& signer : signers) {
    auto side = absl::c_find_if(
        sides, [&](const Side& s) { return s.organisation == signer.organisation(); });
    if (side == sides.end()) return Refuse(Reason::kSignerForeign, signer.organisation());
    absl::Status status = CheckPurpose(signer, *side);
    if (!status.ok()) return status;
  }
  for (const Side& side : sides) {
    absl::Status status = CheckPeople(signers, side);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckOneSide(absl::Span<const v1::Key> signers, std::initializer_list<Side> sides) {
  for (const Side& side : sides) {
    if (side.organisation == signers.front().organisation()) return CheckSides(signers, {side});
  }
  return Refuse(Reason::kSignerForeign, signers.front().organisation());
}

Side IssuingSide(const std::string& issuer) {
  return {.organisation = issuer, .purposes = {v1::KEY_PURPOSE_CERTIFICATE}, .people = 2};
}

Side AuthoritySide(uint32_t people) {
  return {.organisation = kAuthority, .purposes = {v1::KEY_PURPOSE_AUTHORITY}, .people = people};
}

}  // namespace linkcert::rules
